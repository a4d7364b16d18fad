//! copydesk reads an article the way a copy desk does, and says, with the place underlined, what must not be
//! published.
//!
//! ```text
//!  bytes ──► Source ──► Article ──► findings ──► report
//!                read ▲        ▲ check
//!          article/*.rs        rules/*.toml ─load─► Rules
//! ```
//!
//! # The verbs
//!
//! * **read**: [`Article::read`](article::Article::read) makes an [`article::Article`] of a [`source::Source`]. It never
//!   fails. One file a format, all over one builder.
//! * **load**: [`Rules::built_in`](rule::Rules::built_in) and [`Rules::load`](rule::Rules::load) make rules of TOML files, with all mistakes at once.
//! * **check**: [`engine::check`] weighs every rule at everything it looks at.
//! * **render**: [`report::Report`] writes findings article by article.
//!
//! ```
//! use copydesk::{article::{Article, Format}, engine, house::House, rule::Rules, source::Source};
//!
//! let source = Source::new("note.md", "The hall opens at ten.\n\n[Image: the hall]\n\nIt closes at six.\n")?;
//! let article = Article::read(&source, Format::Markdown);
//! let rules = Rules::built_in().expect("they load");
//! let findings = engine::check(&article, rules, &House::default());
//! assert_eq!(source.slice(findings[0].span), "[Image: the hall]");
//! # Ok::<(), copydesk::source::SourceError>(())
//! ```
//!
//! # The map
//!
//! | room | holds | may know of |
//! |---|---|---|
//! | [`span`] | a [`span::Span`] of the source, a [`span::Passage`] of the visible text | nothing of ours |
//! | [`source`] | a text with its name and lines | `span` |
//! | [`finding`] | what the engine says | `span` |
//! | [`lexicon`] | the words and numbers of the languages, out of `rules/` | nothing of ours |
//! | [`article`] | what a reader knows of a text | `span`, `source`, `lexicon` |
//! | [`house`] | what a publication says of itself | `article` |
//! | [`measure`] | what can be known of a target | the above |
//! | [`rule`] | rules that have been checked | the above; the *names* of targets, parts, shapes, measures |
//! | [`engine`] | rules × targets → findings | all of the above |
//! | [`report`] | one file a format | `finding`, `source`, `span` |
//! | `cli` | disk, arguments, environment, terminal | everything |
//!
//! `tests/architecture.rs` keeps these directions.
//!
//! # What holds everywhere
//!
//! * Between reader and report everything is pure: no disk, no clock, no environment, no hash-map order, no
//!   floating point. The same input gives the same bytes, on one thread or many.
//! * All visible text of an article stands in one [`article::Visible`]. Blocks, lines, sentences, link texts, addresses and
//!   alternative texts are passages of it, and every character has its way back to the source. No place is
//!   ever found by searching for text again.
//! * A rule that loads can run. A measure does not know which rule asks. Words of a language stand in
//!   `rules/words/`, not in Rust.
//! * A rule that is not sure stays silent, and every finding has at least one reason.
//!
//! # Where things are added
//!
//! A fault: a TOML file in `rules/`, by the vocabulary of `copydesk rules --vocabulary`, with examples that are its tests.
//! A word: an entry in `rules/words/`. A measure or a shape: a variant of [`measure::Measure`] or
//! [`measure::Shape`]; the compiler asks for the rest. A report: a file in `report/` and a variant of
//! [`report::Format`]. A reader: a file in `article/` that feeds the builder.

pub mod article;
#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
pub mod finding;
pub mod house;
pub mod lexicon;
pub mod measure;
pub mod report;
pub mod rule;
pub mod source;
pub mod span;
