//! A [`Rule`] is one fault described in a TOML file. What is here has been checked: a rule that loads can run.

mod example;
mod file;
mod lists;
mod load;
mod mistake;
mod phrase;
mod signal;
mod template;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use lazy_static::lazy_static;

pub use example::{Example, Outcome};
#[cfg(feature = "cli")]
pub(crate) use file::nearest;
pub use lists::WordLists;
pub use mistake::Mistakes;
pub(crate) use mistake::finding as complaint;
pub(crate) use phrase::{Book, Hits};
pub use template::Template;

use crate::article::{Language, TextKind};
use crate::finding::Severity;
use crate::lexicon::{LEXICON, Lexicon, WORDS};
use crate::measure::{Measure, Part, Shape, TargetKind};
use crate::source::Source;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
include!(concat!(env!("OUT_DIR"), "/hosts.rs"));

/// A rule that has been checked.
#[derive(Debug)]
pub struct Rule {
    /// The file's name: a noun for the fault.
    pub name: Arc<str>,
    /// One sentence for the table.
    pub summary: String,
    /// What is wrong, in one line.
    pub message: Template,
    /// What stands at the second place of a pair.
    pub also: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// Why it matters.
    pub why: String,
    /// The policy or standard behind it.
    pub url: Option<String>,
    /// What is reported and selected.
    pub category: Arc<str>,
    /// The points for each severity, rising.
    pub needs: Vec<(Severity, i32)>,
    /// What it looks at.
    pub looks_at: Vec<TargetKind>,
    /// Which text it reads.
    pub among: Vec<TextKind>,
    /// What is underlined.
    pub marks: Marks,
    /// Whether neighbouring targets that each fire become one finding.
    pub joins: bool,
    /// The languages it reads; none where it has no words.
    pub languages: Option<Vec<String>>,
    /// Evidence, for and against.
    pub signals: Vec<Signal>,
    /// What makes it silent.
    pub unless: Vec<Signal>,
    /// The change that would mend it.
    pub fix: Option<FixRule>,
    /// Texts in which it must fire.
    pub bad: Vec<Example>,
    /// Texts in which it must stay silent.
    pub good: Vec<Example>,
    /// The file, for reports about it.
    pub source: Arc<Source>,
}

/// What is underlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// The target.
    Target,
    /// From the first to the last sentence that holds evidence.
    Sentences,
    /// From the first to the last place of the signals that must hold.
    Match,
}

/// What a fix replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixRule {
    /// The block with its markup, where all of it is marked; otherwise what is marked.
    pub extent: bool,
    /// What comes instead.
    pub with: String,
    /// Whether it may be applied without a look.
    pub safe: bool,
}

/// One kind of evidence.
#[derive(Debug)]
pub struct Signal {
    /// What templates call it: its name, or its group's.
    pub name: Option<String>,
    /// Signals of one group count once.
    pub group: usize,
    /// Whether one of its group's such signals has to hold.
    pub must: bool,
    /// Whether it alone may make an error.
    pub exact: bool,
    /// What it earns.
    pub points: i32,
    /// What it tests.
    pub test: Test,
    /// The least and the most that the test may give.
    pub bounds: Bounds,
    /// Where it looks.
    pub part: Part,
    /// Where in the part it has to stand.
    pub at: At,
    /// The evidence in words.
    pub because: Option<Template>,
}

/// What a signal tests.
#[derive(Debug)]
pub enum Test {
    /// Any of these phrases: the number of their set.
    Phrases(usize),
    /// A regular expression.
    Pattern(Pattern),
    /// A shape.
    Shape(Shape),
    /// A measure within the bounds.
    Measure(Measure),
    /// A finding of one of these categories at the place.
    Reported(Vec<Arc<str>>),
}

/// The least and the most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// `at-least`.
    pub least: Option<i64>,
    /// `at-most`.
    pub most: Option<i64>,
}

impl Bounds {
    /// Whether a value lies within.
    pub fn hold(self, value: i64) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }
}

/// Where in its part a phrase or pattern has to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Anywhere.
    Anywhere,
    /// At the beginning; symbols before it do not matter.
    Start,
    /// At the end; symbols behind it do not matter.
    End,
    /// All of it.
    Whole,
}

/// A regular expression that is compiled when an article first needs it.
#[derive(Debug)]
pub struct Pattern {
    text: String,
    compiled: OnceLock<Option<regex::Regex>>,
}

impl Pattern {
    /// A pattern that will be compiled later.
    pub(crate) fn new(text: String) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    /// The pattern as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The regex; none if it does not compile, which loading a user's rule and a test of ours refuse.
    pub fn regex(&self) -> Option<&regex::Regex> {
        self.compiled.get_or_init(|| regex::Regex::new(&self.text).ok()).as_ref()
    }
}

/// All rules, with the words that they read.
#[derive(Debug)]
pub struct Rules {
    /// In the order in which they run: a category behind those that it asks for.
    pub list: Vec<Rule>,
    /// The hosts of examples by file name.
    pub hosts: BTreeMap<String, Arc<str>>,
    lists: WordLists,
    phrases: Vec<phrase::Set>,
    books: Books,
}

/// One book a language, bound when an article first needs it.
#[derive(Debug, Default)]
struct Books {
    of: BTreeMap<String, OnceLock<Book>>,
    wordless: OnceLock<Book>,
}

/// The files that rules are loaded from.
#[derive(Debug, Default)]
pub struct RuleFiles {
    /// Rule files: their names are the rules' names.
    pub rules: Vec<Arc<Source>>,
    /// Word lists: their names are the languages.
    pub words: Vec<Arc<Source>>,
    /// The word lists in parsed form, where they are the built-in ones: then `words` need not be read again.
    pub lexicon: Option<&'static Lexicon>,
    /// Hosts of examples: file name and text.
    pub hosts: Vec<(String, Arc<str>)>,
}

lazy_static! {
    static ref BUILT_IN: Result<Rules, Mistakes> = Rules::load(&RuleFiles::built_in(), None);
}

impl RuleFiles {
    /// The files that are compiled in.
    pub fn built_in() -> Self {
        let source = |folder: &str, name: &str, text: &str| {
            Source::new(format!("rules/{folder}/{name}.toml"), text).ok().map(Arc::new)
        };
        let families = [("spam", SPAM), ("residue", RESIDUE), ("consistency", CONSISTENCY)];
        let rules = families.into_iter().flat_map(|(folder, files)| files.iter().map(move |file| (folder, file)));
        Self {
            rules: rules.filter_map(|(folder, (name, text))| source(folder, name, text)).collect(),
            words: WORDS.iter().filter_map(|(name, text)| source("words", name, text)).collect(),
            lexicon: Some(&LEXICON),
            hosts: HOSTS.iter().map(|(name, text)| ((*name).to_owned(), Arc::from(*text))).collect(),
        }
    }
}

impl Rules {
    /// Loads the built-in files with `own` added to them: a rule of the same name takes a built-in one's
    /// place, words are added to lists. Built-in patterns are compiled when first needed, the user's now.
    ///
    /// # Errors
    /// All [`Mistakes`] of all files at once, each at its place.
    pub fn load(built_in: &RuleFiles, own: Option<&RuleFiles>) -> Result<Self, Mistakes> {
        load::load(built_in, own)
    }

    /// The rules that are compiled in, loaded once a process.
    ///
    /// # Errors
    /// The [`Mistakes`] in them: a mistake of ours, which a test refuses.
    pub fn built_in() -> Result<&'static Self, &'static Mistakes> {
        BUILT_IN.as_ref()
    }

    /// No rules at all.
    pub fn none() -> Self {
        Self {
            list: Vec::new(),
            hosts: BTreeMap::new(),
            lists: WordLists::default(),
            phrases: Vec::new(),
            books: Books::default(),
        }
    }

    /// Whether a rule reads text of a language.
    pub(crate) fn reads(&self, rule: &Rule, language: Option<&Language>) -> bool {
        match (&rule.languages, language) {
            (None, _) => true,
            (Some(languages), Some(language)) => languages.iter().any(|tag| tag == language.tag()),
            (Some(_), None) => false,
        }
    }

    /// The phrases of all rules that read a language, in one trie.
    pub(crate) fn book(&self, language: Option<&Language>) -> &Book {
        let known = language.and_then(|language| self.books.of.get_key_value(language.tag()));
        match known {
            Some((tag, book)) => book.get_or_init(|| Book::bind(&self.phrases, &self.lists, Some(tag))),
            None => self.books.wordless.get_or_init(|| Book::bind(&self.phrases, &self.lists, None)),
        }
    }

    /// The rule of that name.
    pub fn named(&self, name: &str) -> Option<&Rule> {
        self.list.iter().find(|rule| &*rule.name == name)
    }
}

/// What a test found, by the names that templates use.
pub(crate) type Fields = BTreeMap<String, String>;
