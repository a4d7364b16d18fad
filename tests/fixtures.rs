//! Whole articles: honest ones in which nothing is found, ever, and faulty ones in which exactly what is written
//! beside them is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

use copydesk::article::{Article, Format};
use copydesk::engine;
use copydesk::finding::Finding;
use copydesk::house::House;
use copydesk::rule::Rules;
use copydesk::source::Source;
use copydesk::span::Span;
use serde::Deserialize;

/// What `NAME.expected` says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    finding: Vec<Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    category: String,
    /// What is underlined, as the source has it.
    quote: String,
    /// Which of the places where the source has it; the first if left out.
    #[serde(default = "first")]
    nth: usize,
    /// The second place of a pair.
    other: Option<String>,
}

fn first() -> usize {
    1
}

impl Place {
    fn span(&self, source: &Source) -> Span {
        let found = source.text.match_indices(&self.quote).nth(self.nth - 1);
        let (start, _) = found.unwrap_or_else(|| panic!("{} has no “{}” ({})", source.name, self.quote, self.nth));
        Span::of(start..start + self.quote.len())
    }

    fn is(&self, finding: &Finding, source: &Source) -> bool {
        let others: Vec<&str> = finding.related.iter().map(|related| source.slice(related.span)).collect();
        *finding.category == *self.category
            && finding.span == self.span(source)
            && self.other.as_deref().is_none_or(|other| others == [other])
    }
}

fn articles(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut articles: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_none_or(|ending| ending != "expected")).collect();
    articles.sort();
    articles
}

fn checked(path: &Path) -> (Source, Vec<Finding>) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let source = Source::from_bytes(name, fs::read(path).unwrap()).unwrap();
    let rules = Rules::built_in().unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let findings = engine::check(&Article::read(&source, Format::of_name(name)), rules, &House::default());
    (source, findings)
}

/// A finding on a line or two.
fn shown(finding: &Finding, source: &Source) -> String {
    let place = source.position(finding.span.start);
    let mut line = format!("{}:{}: {} “{}”", source.name, place.line, finding.category, source.slice(finding.span));
    for related in &finding.related {
        line += &format!(
            "\n      with line {}: “{}”",
            source.position(related.span.start).line,
            source.slice(related.span)
        );
    }
    line
}

#[test]
fn an_honest_article_has_no_finding() {
    let mut noise = Vec::new();
    for path in articles("clean") {
        let (source, findings) = checked(&path);
        noise.extend(findings.iter().map(|finding| format!("{}\n      {}", shown(finding, &source), finding.message)));
    }
    assert!(noise.is_empty(), "an honest article is accused:\n  {}", noise.join("\n  "));
}

#[test]
fn a_faulty_article_has_the_findings_written_beside_it() {
    let mut difference = Vec::new();
    for path in articles("faulty") {
        let (source, findings) = checked(&path);
        let beside = path.with_file_name(format!("{}.expected", source.name));
        let text = fs::read_to_string(&beside).unwrap_or_else(|_| panic!("{} has nothing beside it", source.name));
        let expected: Expected = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", beside.display()));
        for place in &expected.finding {
            let times = findings.iter().filter(|finding| place.is(finding, &source)).count();
            if times != 1 {
                let other = place.other.as_ref().map(|other| format!("\n      with “{other}”")).unwrap_or_default();
                let line = source.position(place.span(&source).start).line;
                difference.push(format!(
                    "found {times} times: {}:{line}: {} “{}”{other}",
                    source.name, place.category, place.quote
                ));
            }
        }
        let unexpected =
            findings.iter().filter(|finding| !expected.finding.iter().any(|place| place.is(finding, &source)));
        difference.extend(unexpected.map(|finding| format!("not expected: {}", shown(finding, &source))));
    }
    assert!(
        difference.is_empty(),
        "what is found is not what is written beside the articles:\n  {}",
        difference.join("\n  ")
    );
}
