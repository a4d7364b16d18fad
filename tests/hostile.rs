//! Hostile articles: whatever stands in a text, reading, checking and every report come to an end, on a small
//! stack, without a panic. How their work grows is measured by hand; here it only has to be bearable.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::fmt::Write as _;

use copydesk::article::{Article, Format};
use copydesk::engine;
use copydesk::finding::Finding;
use copydesk::house::House;
use copydesk::report::{self, Options, Report, Summary};
use copydesk::rule::Rules;
use copydesk::source::Source;

const FORMATS: [Format; 3] = [Format::Markdown, Format::Html, Format::Text];

const DEPTH: usize = 100_000;
// Our own code is slow where it is not optimised, and tests are to be run often.
const LINE: usize = if cfg!(debug_assertions) { 500_000 } else { 5_000_000 };
const MANY: usize = if cfg!(debug_assertions) { 2_000 } else { 10_000 };

/// English, so that rules with words read what comes behind it.
const BEGINNING: &str =
    "The crane of the harbour is the tower of the town, and it was lifted from the quay by two men.";

/// Reads, checks and reports in every format; the findings.
fn survives(text: &str, format: Format) -> Vec<Finding> {
    let rules = Rules::built_in().unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let source = Source::new("hostile", text).unwrap();
    let findings = engine::check(&Article::read(&source, format), rules, &House::default());
    for format in report::Format::ALL {
        let mut report = Report::new(*format, Options::default(), Vec::new());
        report.article(&source, &findings).unwrap();
        let written = String::from_utf8(report.finish(&Summary::default()).unwrap()).unwrap();
        let obeyed = |letter: char| letter.is_control() && letter != '\n';
        assert!(*format == report::Format::Json || !written.contains(obeyed), "{} reaches the terminal", format.name());
    }
    findings
}

fn of<'f>(findings: &'f [Finding], category: &str) -> impl Iterator<Item = &'f Finding> {
    findings.iter().filter(move |finding| *finding.category == *category)
}

/// A text out of numbered parts.
fn many(part: impl Fn(usize) -> String) -> String {
    let mut text = format!("{BEGINNING}\n\n");
    (0..MANY).for_each(|number| text.push_str(&part(number)));
    text
}

/// A word that stands nowhere else, and looks like no other in its first six letters.
fn word(number: usize) -> String {
    (0..6).map(|place| char::from(b"bcfghjkmpqtvwxz"[number / 15_usize.pow(place) % 15])).collect()
}

/// Some of them.
fn words(number: usize, count: usize) -> String {
    (0..count).map(|place| word(number * count + place)).collect::<Vec<_>>().join(" ")
}

#[test]
fn marks_nested_deep() {
    for mark in ["[", "![", "(", "“", "\"", "*", "**_", "`", "<", "{", "{{", "&", "~~", "- ", "1. "] {
        survives(&mark.repeat(DEPTH), Format::Markdown);
    }
    for mark in ["> ", "[a]("] {
        survives(&mark.repeat(DEPTH / 4), Format::Markdown);
    }
    for mark in ["\"", "“", "(", "- ", "{{"] {
        survives(&format!("a{}", mark.repeat(DEPTH)), Format::Text);
    }
}

#[test]
fn tags_nested_deep() {
    for tag in ["div", "b", "a href=x", "ul><li", "table><tr><td", "blockquote", "svg><g", "span hidden", "nav", "q"] {
        let name = tag.split(' ').next().unwrap_or_default();
        let (open, close) = (format!("<{tag}>").repeat(DEPTH), format!("</{name}>").repeat(DEPTH));
        survives(&format!("{open}a{close}"), Format::Html);
    }
}

#[test]
fn front_matter_nested_deep() {
    for (mark, open, close) in [("---", "[", "]"), ("---", "{b: ", "}"), ("+++", "[", "]"), ("+++", "{b=", "}")] {
        let between = if mark == "---" { ": " } else { " = " };
        let (open, close) = (open.repeat(DEPTH / 10), close.repeat(DEPTH / 10));
        survives(&format!("{mark}\na{between}{open}\n{mark}\n"), Format::Markdown);
        survives(&format!("{mark}\na{between}{open}c{close}\n{mark}\n"), Format::Markdown);
    }
}

#[test]
fn what_is_left_open() {
    let open =
        "# a *b **c _d `e [f](g \"h\n> - 1. ![i][j\n| k | l\n| - | -\n| <m n='o <!-- p <?q <![CDATA[ r &am {{ s “t";
    for format in FORMATS {
        survives(open, format);
        survives(&open.repeat(MANY / 10), format);
        for end in open.char_indices().map(|(at, _)| at) {
            survives(open.get(..end).unwrap_or_default(), format);
            survives(open.get(end..).unwrap_or_default(), format);
        }
    }
    for tag in ["<a b='", "<!--", "<script>", "<title>", "<textarea>", "<p", "</", "<![CDATA[", "<?", "&#"] {
        survives(&tag.repeat(DEPTH / 4), Format::Html);
    }
    for front in ["---\na: b\n", "---\na: \"b\n---\n", "---\na: |\n---\n", "+++\na = '''\n+++\n", "---\n: :\n---\n"] {
        survives(front, Format::Markdown);
    }
}

#[test]
fn a_line_without_end() {
    let sentences = format!("{BEGINNING} ").repeat(LINE / BEGINNING.len());
    for (text, format) in [(sentences.as_str(), Format::Text), (&sentences, Format::Markdown)] {
        survives(text, format);
    }
    survives(&format!("<p>{sentences}"), Format::Html);
    for letter in ["a", "A ", ". ", "1", "漢", "👩\u{200d}🚒", "e\u{301}", "\u{301}", "\u{200d}", "\t", "“", "."]
    {
        survives(&letter.repeat(LINE / 20 / letter.len()), Format::Text);
    }
}

#[test]
fn what_a_sentence_never_ends_in() {
    // Where the annex looks ahead for a small letter, at each blank and each closing mark.
    for desert in [" ", "\u{a0}", ")", "\"", " )", "1 ", "1. ", "\u{301}", ", "] {
        survives(&format!("{BEGINNING} It was.{}so", desert.repeat(DEPTH)), Format::Text);
    }
}

#[test]
fn controls_and_other_letters_that_are_none() {
    let controls: String = (0..0x20u8).chain([0x7f]).map(char::from).collect();
    let others =
        "\u{80}\u{85}\u{9b}\u{2028}\u{202e}\u{2066}\u{feff}\u{fffe}\u{ffff}\u{e000}\u{10ffff}\u{1f3fb}\u{fe0f}";
    let all = format!("{controls}{others}");
    for format in FORMATS {
        survives(&all.repeat(MANY / 20), format);
        // They stand in what is reported.
        let text =
            format!("{BEGINNING}\n\nFeatured{all} image\n\n🚨 LAST CHANCE NOW 🚨 Cash for {all}! Call now free\n");
        survives(&text, format);
    }
    assert!(Source::from_bytes("a", b"a\0b".to_vec()).is_err());
}

#[test]
fn thousands_of_promotions() {
    let promotion = |number: usize| format!("🚨 LAST CHANCE NOW 🚨 {}! Call now for a free quote.", words(number, 24));
    let paragraphs = survives(&many(|number| promotion(number) + "\n\n"), Format::Markdown);
    assert_eq!(of(&paragraphs, "off-topic-promo").count(), MANY);
    // The same one again and again does not become what the article is about.
    let copies = survives(&many(|_| promotion(0) + "\n\n"), Format::Text);
    assert_eq!(of(&copies, "off-topic-promo").count(), MANY);
    // In one block they are one finding, which says each of their reasons once.
    let lines = survives(&many(|number| promotion(number) + "\\\n"), Format::Markdown);
    let reasons = of(&lines, "off-topic-promo").flat_map(|finding| &finding.reasons);
    assert!(reasons.map(|reason| &reason.text).collect::<std::collections::BTreeSet<_>>().len() > 1);
}

#[test]
fn thousands_of_places_for_pictures() {
    let lines = survives(&many(|_| "Featured image\n\n".to_owned()), Format::Text);
    assert_eq!(of(&lines, "image-placeholder").count(), MANY);
    let images = survives(&many(|_| "<p><img src=\"\" alt=\"\"></p>".to_owned()), Format::Html);
    assert_eq!(of(&images, "image-placeholder").count(), MANY);
    let in_one = survives(&many(|_| "![alt text](image1.png) ".to_owned()), Format::Markdown);
    assert_eq!(of(&in_one, "image-placeholder").count(), MANY);
    survives(&many(|_| "crane\n\n![](x)\n\n".to_owned()), Format::Markdown);
    survives(&many(|_| "Photo crane\\\n".to_owned()), Format::Markdown);
}

#[test]
fn thousands_of_copies() {
    let paragraph = "It was built of yellow brick in eleven months, by a firm from the next valley that had never built \
                     a tower before and has not built one since, and nobody looks at it twice from the quarry road.\n\n";
    let copies = survives(&many(|_| paragraph.to_owned()), Format::Text);
    assert_eq!(of(&copies, "duplicate-paragraph").count(), MANY - 1);
    let answer = format!("## FAQ\n\n### What is it?\n\n{}", many(|_| paragraph.to_owned()));
    assert_eq!(of(&survives(&answer, Format::Markdown), "duplicate-paragraph").count(), 0);
}

#[test]
fn thousands_of_links_in_one_paragraph() {
    let link = |number: usize| format!("read more at [{}](http://x.example/{number}) ", words(number, 3));
    survives(&many(link), Format::Markdown);
    survives(&many(|number| link(number) + "\\\n"), Format::Markdown);
    survives(&many(|number| format!("<a href=x{number}>{}</a><br>", word(number))), Format::Html);
}

#[test]
fn thousands_of_dated_answers() {
    let mut faq = String::from("## FAQ\n\n");
    let mut body = String::new();
    for number in 0..MANY / 4 {
        let (name, year) = (word(number % 500), 1900 + number % 120);
        let _ = write!(body, "The footbridge over the {name} was finished in February {year}, by two firms.\n\n");
        let _ = write!(faq, "### When was the {name} footbridge finished?\n\nIt was finished in March {year}.\n\n");
    }
    survives(&format!("{BEGINNING}\n\n{body}{faq}"), Format::Markdown);
    let one = "## FAQ\n\n### When was the footbridge finished?\n\n";
    survives(&format!("{BEGINNING}\n\n{body}{one}{body}"), Format::Markdown);
    let years: String = (0..MANY).fold(String::new(), |years, year| years + &format!("{} and ", 1900 + year % 120));
    let sentence = format!("The footbridge was finished in {years} 2022.");
    survives(&format!("{BEGINNING}\n\n{sentence}\n\n{one}{sentence}"), Format::Markdown);
}
