//! The laws of places: every character that a reader sees leads back to what stands for it in the source, every
//! place of a finding can be cut out, and the same text gives the same findings, whatever the text is.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail"
)]

#[path = "spans/decoded.rs"]
mod decoded;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

use copydesk::article::{Article, Format, for_each_token};
use copydesk::engine;
use copydesk::finding::Finding;
use copydesk::house::House;
use copydesk::measure::{Measure, Part, Shape, TargetKind};
use copydesk::rule::{RuleFiles, Rules};
use copydesk::source::Source;
use copydesk::span::Span;
use proptest::prelude::*;
use proptest::sample::select;
use unicode_segmentation::UnicodeSegmentation;

const FORMATS: [Format; 3] = [Format::Markdown, Format::Html, Format::Text];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn built_in() -> &'static Rules {
    Rules::built_in().unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// A rule that wants nothing in particular.
const RULE: &str = r#"
summary = "a"
why = "b"
message = "c"
also = "d"
category = "KIND-MARKS"
looks-at = ["KIND"]
marks = "MARKS"
joins = true
needs = { note = 1 }
fix = { replaces = "extent", with = "", safe = false }
bad = [{ text = "⟦x⟧" }, { text = "⟦x⟧" }]
good = [{ text = "y", because = "z" }, { text = "y", because = "z" }]
[[signal]]
points = 1
must = true
phrases = ["{letters}"]
at-least = 0
"#;
const LETTERS_OF_RULES: &str = r#"letters = ["a", "word", "the", "1951", "quay"]"#;

/// Rules for each kind of target, with a signal for all that a target of that kind has: nearly every one fires.
fn greedy() -> Rules {
    let rule = |kind: TargetKind, marks: &str| {
        let parts = Part::ALL.into_iter().filter(|part| part.fits(kind)).map(|part| {
            let raw = part == Part::Raw;
            let test = if raw { "pattern = '(?s)word|quay|<img.*?>'" } else { "phrases = ['{letters}']" };
            format!("in = '{}'\n{test}\nat-least = 0", part.name())
        });
        let shapes = Shape::ALL.into_iter().filter(|shape| shape.fits(kind));
        let shapes = shapes.map(|shape| format!("is = '{}'", shape.name()));
        let measures = Measure::ALL.into_iter().filter(|measure| measure.fits(kind));
        let measures = measures.map(|measure| format!("measure = '{}'\nat-least = 0", measure.name()));
        let tests = parts.chain(shapes).chain(measures).enumerate();
        let signals = tests.map(|(at, test)| format!("[[signal]]\npoints = 1\nbecause = 'test {at}'\n{test}\n"));
        let text = RULE.replace("KIND", kind.name()).replace("MARKS", marks) + &signals.collect::<String>();
        Arc::new(Source::new(format!("{}-{marks}.toml", kind.name()), text).unwrap())
    };
    let kinds = TargetKind::ALL.into_iter();
    let files = RuleFiles {
        rules: kinds.flat_map(|kind| ["target", "sentences", "match"].map(|marks| rule(kind, marks))).collect(),
        words: vec![Arc::new(Source::new("en.toml", LETTERS_OF_RULES).unwrap())],
        ..RuleFiles::default()
    };
    Rules::load(&RuleFiles::default(), Some(&files)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// Whether a span can be cut out of the text.
fn fits(span: Span, text: &str) -> bool {
    text.get(span.range()).is_some()
}

/// Each piece of the visible text is what its place in the source stands for.
fn pieces_lead_back(article: &Article) -> Result<(), TestCaseError> {
    let mut length = 0;
    for (shown, piece) in article.visible.pieces() {
        prop_assert_eq!(piece.at, length, "pieces leave nothing out");
        length += shown.len() as u32;
        let slice = article.raw.get(piece.source.range());
        let Some(slice) = slice else { return Err(TestCaseError::fail(format!("{piece:?} cannot be cut out"))) };
        let same = if piece.verbatim { slice == shown } else { decoded::stands_for(slice, shown, article.format) };
        prop_assert!(same, "{:?} is shown as {:?} ({:?}, {})", slice, shown, piece, article.format.name());
    }
    prop_assert_eq!(length, article.visible.len());
    Ok(())
}

/// Blocks, lines, sentences, links and images stand where they can stand.
fn parts_stand_in_order(article: &Article) -> Result<(), TestCaseError> {
    let (text, raw) = (article.visible.text(), &*article.raw);
    let mut end = 0;
    for (id, block) in article.numbered() {
        prop_assert!(end <= block.text.start, "{block:?} begins before {end}");
        end = block.text.end;
        prop_assert!(text.get(block.text.range()).is_some() && fits(block.extent, raw), "{block:?}");
        prop_assert_eq!(block.text.trim(text), block.text, "{:?} has white space at its ends", block);
        prop_assert!(block.text.is_empty() || block.extent.contains(article.span(block.text)), "{block:?}");
        let mut sentence_end = block.text.start;
        for sentence in article.sentences(id) {
            prop_assert!(sentence_end <= sentence.start && sentence.end <= block.text.end, "{sentence:?} in {block:?}");
            sentence_end = sentence.end;
        }
    }
    let mut end = 0;
    for line in &article.lines {
        let block = article.block(line.block).unwrap();
        prop_assert!(end <= line.text.start && block.text.contains(line.text), "{line:?} in {block:?}");
        end = line.text.end;
    }
    for link in &article.links {
        let block = article.block(link.block).unwrap();
        prop_assert!(block.text.contains(link.text), "{link:?} in {block:?}");
        prop_assert!(text.get(link.url.range()).is_some() && fits(link.span, raw), "{link:?}");
    }
    prop_assert!(article.links.is_sorted_by_key(|link| (link.block, link.text.start)), "{:?}", article.links);
    prop_assert!(article.images.is_sorted_by_key(|image| image.block), "{:?}", article.images);
    for image in &article.images {
        let passages = image.alt.iter().chain(&image.url);
        prop_assert!(fits(image.span, raw) && passages.clone().all(|passage| text.get(passage.range()).is_some()));
    }
    let mut end = 0;
    for word in &article.words.list {
        prop_assert!(end <= word.passage.start && text.get(word.passage.range()).is_some(), "{word:?}");
        prop_assert!(fits(article.span(word.passage), raw), "{word:?}");
        end = word.passage.end;
    }
    Ok(())
}

/// Every place of a finding can be cut out, and what is underlined has no white space at its ends.
fn findings_can_be_shown(findings: &[Finding], raw: &str) -> Result<(), TestCaseError> {
    for finding in findings {
        prop_assert!(fits(finding.span, raw) && finding.span.trim(raw) == finding.span, "{finding:?}");
        prop_assert!(!finding.reasons.is_empty(), "{finding:?}");
        let reasons = finding.reasons.iter().flat_map(|reason| &reason.spans);
        let others = reasons.chain(finding.related.iter().map(|related| &related.span));
        prop_assert!(others.clone().all(|span| fits(*span, raw)), "{finding:?}");
        let mut end = 0;
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            prop_assert!(fits(edit.span, raw) && end <= edit.span.start, "{finding:?}");
            end = edit.span.end;
        }
    }
    let sorted = findings.is_sorted_by_key(|finding| (finding.span, finding.rule.clone()));
    prop_assert!(sorted, "findings come in order");
    Ok(())
}

/// All of that, for one text.
fn obeys(name: &str, text: &str, format: Format, rules: &Rules) -> Result<(), TestCaseError> {
    let check = |article: &Article| engine::check(article, rules, &House::default());
    let source = Source::new(name, text).unwrap();
    let article = Article::read(&source, format);
    let told = |error| TestCaseError::fail(format!("{error}\nin {text:?} as {}", format.name()));
    pieces_lead_back(&article).map_err(told)?;
    parts_stand_in_order(&article).map_err(told)?;
    let findings = check(&article);
    findings_can_be_shown(&findings, text).map_err(told)?;
    prop_assert_eq!(findings, check(&Article::read(&source, format)), "the same twice, of {:?}", text);
    Ok(())
}

#[test]
fn the_fixtures_obey_the_laws() {
    let mut count = 0;
    for folder in ["clean", "faulty", "hosts"] {
        for entry in fs::read_dir(fixtures().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_str().unwrap();
            let text = fs::read_to_string(&path).unwrap();
            for text in [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), text] {
                obeys(name, &text, Format::of_name(name), built_in()).unwrap_or_else(|error| panic!("{name}: {error}"));
            }
            count += 1;
        }
    }
    assert!(count > 10);
}

#[test]
fn one_thread_and_many_write_the_same_bytes() {
    let written = |threads: &str, format: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(["check", "--isolated", "--exit-zero", "--format", format]).arg(fixtures());
        let output = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    for format in ["json", "full", "concise"] {
        let one = written("1", format);
        assert!(one.len() > 100);
        assert!((0..3).all(|_| written("8", format) == one), "{format}");
    }
}

/// What makes rules fire, so that findings are tested and not their absence.
const FAULTS: [&str; 12] = [
    "The crane was lifted from the quay in March 1951, and it was the tower of the town. ",
    "\n\nFeatured image\n\n",
    "🚨 LAST CHANCE NOW 🚨 Cash for your old laptop! Call now for a free quote. ",
    "\n\n![alt text](https://placehold.co/1)\n\n",
    "<p><img src='' alt='alt text'>",
    "\n\n## FAQ\n\n",
    "\n\n### When was the crane lifted?\n\n",
    "\n\nThe crane was lifted from the quay in March 1952.\n\n",
    "<h2>FAQ</h2><h3>When was the crane lifted?</h3><p>The crane was lifted from the quay in March 1953.</p>",
    "\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *\n\n",
    "If you enjoyed this story, you may like our related article on [house-training a beagle](https://p.example/b). ",
    "\n\n[Image: two women lifting the roof]\n\n",
];

const MARKS: [&str; 64] = [
    "#",
    "# ",
    "## ",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "```\n",
    "> ",
    "- ",
    "1. ",
    "[",
    "]",
    "](",
    ")",
    "(",
    "![",
    "<",
    ">",
    "\\",
    "\\*",
    "|",
    "|-|-|\n",
    "|a|b|\n",
    "---\n",
    "===\n",
    "[a]: u\n",
    "[a]",
    "[^1]",
    "[^1]: ",
    "<http://b.c>",
    "&amp;",
    "&eacute;",
    "&nbsp;",
    "&#x1F600;",
    "&#150;",
    "&bogus;",
    "&",
    "<br>",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<a href='x?a&amp;b'>",
    "</a>",
    "<code>",
    "</code>",
    "<pre>",
    "<q>",
    "<span hidden>",
    "</span>",
    "<li>",
    "<table><tr><td>",
    "<td>",
    "</table>",
    "<!-- c -->",
    "<!--",
    "<script>",
    "</script>",
    "<svg>",
];

const LETTERS: [&str; 32] = [
    "a",
    "word ",
    "The ",
    "Two words. ",
    "1951",
    "3.5",
    "?",
    ". ",
    "! ",
    "“",
    "”",
    "\"",
    "'",
    "…",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    "é",
    "e\u{301}",
    "漢字。",
    "🦀",
    "👩\u{200d}🚒",
    "\u{a0}",
    "\u{2003}",
    "\u{feff}",
    "\0",
    "{{ x }}",
];

/// Texts made of marks, letters and faults.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => select(&MARKS[..]), 4 => select(&LETTERS[..]), 1 => select(&FAULTS[..])];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// What tokens are made of.
fn words() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = concat!(
        "a b Z 9 0 . . , : ; ' \" _ - ( ) ! ? @ / # $ % & * + < = > [ ] ^ ` { | } ~ \\ ",
        "é ß ’ · … “ 漢 字 かな カ タ 한국 ไทย א ״ ع \u{301} \u{308} \u{200d} \u{200b} \u{fe0f} \u{ad} \u{feff} ",
        "🦀 👩 🚒 🏽 🇫 🇷 ❤ ３ Ⅷ ª ₃ \u{e000} \u{10ffff} \u{0} \u{1} \u{7f} \u{1c}"
    )
    .split(' ')
    .chain([" ", " ", " ", "\n", "\r\n", "\r", "\t", "\u{b}", "\u{c}", "\u{85}", "\u{a0}", "\u{2003}", "\u{2028}"])
    .collect();
    let piece = prop_oneof![3 => select(pieces).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_obeys_the_laws(text in texts()) {
        for format in FORMATS {
            obeys("random", &text, format, built_in())?;
        }
    }

    #[test]
    fn bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let source = Source::from_bytes("random", bytes.clone());
        prop_assert_eq!(source.is_ok(), std::str::from_utf8(&bytes).is_ok_and(|text| !text.contains('\0')));
        for format in FORMATS {
            obeys("random", &String::from_utf8_lossy(&bytes), format, built_in())?;
        }
    }

    #[test]
    fn whatever_a_rule_asks_it_points_at_what_stands_there(text in texts()) {
        static GREEDY: OnceLock<Rules> = OnceLock::new();
        for format in FORMATS {
            obeys("random", &text, format, GREEDY.get_or_init(greedy))?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_are_those_of_the_annex(text in words()) {
        let mut tokens = Vec::new();
        for_each_token(&text, |token, at| tokens.push((at, token)));
        let all = text.split_word_bound_indices();
        let expected: Vec<_> = all.filter(|(_, token)| !token.chars().all(char::is_whitespace)).collect();
        prop_assert_eq!(tokens, expected, "{:?}", text);
    }
}
