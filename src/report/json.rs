//! `json`: the public contract, versioned. One finding a line, written as it comes; problems and the summary
//! stand at the end. The shapes below are the contract: our own types may change without it.

use std::io::{self, Write};

use serde::Serialize;

use super::{Problem, Summary};
use crate::finding::{Finding, Reason, Related};
use crate::source::{Position, Source};
use crate::span::Span;

/// The version of the contract.
const VERSION: u32 = 1;

#[derive(Debug)]
pub(super) struct Json<W> {
    out: W,
    begun: bool,
    problems: Vec<Problem>,
}

impl<W: Write> Json<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, begun: false, problems: Vec::new() }
    }

    pub(super) fn article(&mut self, source: &Source, findings: &[Finding]) -> io::Result<()> {
        for finding in findings {
            self.separate()?;
            serde_json::to_writer(&mut self.out, &Entry::of(source, finding))?;
        }
        Ok(())
    }

    pub(super) fn problem(&mut self, problem: &Problem) {
        self.problems.push(problem.clone());
    }

    pub(super) fn finish(mut self, summary: &Summary) -> io::Result<W> {
        if !self.begun {
            self.open()?;
        }
        let Summary { files, articles, errors, warnings, notes, milliseconds: _ } = *summary;
        let problems: Vec<_> =
            self.problems.iter().map(|Problem { path, message }| Trouble { path, message }).collect();
        write!(self.out, "\n],\n\"problems\": ")?;
        serde_json::to_writer(&mut self.out, &problems)?;
        write!(self.out, ",\n\"summary\": ")?;
        serde_json::to_writer(&mut self.out, &Totals { files, articles, errors, warnings, notes })?;
        writeln!(self.out, "}}")?;
        Ok(self.out)
    }

    /// Writes what stands before a finding: the head, or the comma behind the one before.
    fn separate(&mut self) -> io::Result<()> {
        if self.begun {
            write!(self.out, ",")?;
        } else {
            self.open()?;
        }
        writeln!(self.out)
    }

    fn open(&mut self) -> io::Result<()> {
        self.begun = true;
        let tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
        write!(self.out, "{{\"version\": {VERSION}, \"tool\": ")?;
        serde_json::to_writer(&mut self.out, &tool)?;
        write!(self.out, ",\n\"findings\": [")
    }
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Entry<'a> {
    path: &'a str,
    /// Which record of its file; null while a file is one record.
    article: Option<()>,
    rule: &'a str,
    category: &'a str,
    severity: &'static str,
    message: &'a str,
    span: Bytes,
    start: Place,
    end: Place,
    reasons: Vec<Evidence<'a>>,
    related: Vec<Second<'a>>,
    points: Option<i32>,
    needs: Option<i32>,
    help: Option<&'a str>,
    url: Option<&'a str>,
    fix: Option<Change<'a>>,
    fingerprint: &'a str,
}

impl<'a> Entry<'a> {
    fn of(source: &'a Source, finding: &'a Finding) -> Self {
        Self {
            path: &source.name,
            article: None,
            rule: &finding.rule,
            category: &finding.category,
            severity: finding.severity.name(),
            message: &finding.message,
            span: Bytes::of(source, finding.span),
            start: source.position(finding.span.start).into(),
            end: source.position(finding.span.end).into(),
            reasons: finding.reasons.iter().map(|reason| Evidence::of(source, reason)).collect(),
            related: finding.related.iter().map(|related| Second::of(source, related)).collect(),
            points: finding.points,
            needs: finding.needs,
            help: finding.help.as_deref(),
            url: finding.url.as_deref(),
            fix: finding.fix.as_ref().map(|fix| Change {
                safe: fix.safe,
                edits: fix
                    .edits
                    .iter()
                    .map(|edit| Replacement { span: Bytes::of(source, edit.span), text: &edit.text })
                    .collect(),
            }),
            fingerprint: &finding.fingerprint,
        }
    }
}

/// Bytes of the file, not of the record.
#[derive(Serialize)]
struct Bytes {
    start: u64,
    end: u64,
}

impl Bytes {
    fn of(source: &Source, span: Span) -> Self {
        Self { start: source.base + u64::from(span.start), end: source.base + u64::from(span.end) }
    }
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
}

impl From<Position> for Place {
    fn from(position: Position) -> Self {
        Self { line: position.line, column: position.column }
    }
}

#[derive(Serialize)]
struct Evidence<'a> {
    rule: &'a str,
    points: Option<i32>,
    text: &'a str,
    spans: Vec<Bytes>,
}

impl<'a> Evidence<'a> {
    fn of(source: &Source, reason: &'a Reason) -> Self {
        let spans = reason.spans.iter().map(|span| Bytes::of(source, *span)).collect();
        Self { rule: &reason.rule, points: reason.points, text: &reason.text, spans }
    }
}

#[derive(Serialize)]
struct Second<'a> {
    path: &'a str,
    span: Bytes,
    start: Place,
    end: Place,
    message: &'a str,
}

impl<'a> Second<'a> {
    fn of(source: &'a Source, related: &'a Related) -> Self {
        Self {
            path: &source.name,
            span: Bytes::of(source, related.span),
            start: source.position(related.span.start).into(),
            end: source.position(related.span.end).into(),
            message: &related.message,
        }
    }
}

#[derive(Serialize)]
struct Change<'a> {
    safe: bool,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    span: Bytes,
    text: &'a str,
}

#[derive(Serialize)]
struct Trouble<'a> {
    path: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct Totals {
    files: usize,
    articles: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Edit, Fix};
    use crate::report::tests::{finding, related, source};
    use crate::report::{Format, Options, Report};
    use serde_json::{Value, json};

    fn written(source: &Source, findings: &[Finding], problems: &[Problem], summary: &Summary) -> String {
        let mut report = Report::new(Format::Json, Options::default(), Vec::new());
        report.article(source, findings).unwrap();
        problems.iter().for_each(|problem| report.problem(problem).unwrap());
        String::from_utf8(report.finish(summary).unwrap()).unwrap()
    }

    #[test]
    fn a_pair_is_written_as_the_contract_says() {
        let mut source = source("drafts/harbour.md", "ä opened in 2022.\n\nIt opened in 2023.\n");
        (source.base, source.first_line) = (1_000, 11);
        let mut pair = related(finding(&source, "2023", "not the same"), &source, "2022", "the article says so here");
        pair.fix = Some(Fix { safe: false, edits: vec![Edit { span: pair.span, text: "2022".into() }] });
        let problem = Problem { path: "drafts/photo.png".into(), message: "it is a binary file".into() };
        let summary = Summary { files: 1, articles: 1, errors: 1, ..Summary::default() };
        let text = written(&source, &[pair], &[problem], &summary);
        let expected = json!({
            "version": 1, "tool": {"name": "copydesk", "version": env!("CARGO_PKG_VERSION")},
            "findings": [{
                "path": "drafts/harbour.md", "article": null, "rule": "test-rule", "category": "test-rule",
                "severity": "error", "message": "not the same",
                "span": {"start": 1_033, "end": 1_037},
                "start": {"line": 13, "column": 14}, "end": {"line": 13, "column": 18},
                "reasons": [{"rule": "test-rule", "points": 4, "text": "it says “2023”", "spans": [{"start": 1_033, "end": 1_037}]}],
                "related": [{"path": "drafts/harbour.md", "span": {"start": 1_013, "end": 1_017},
                    "start": {"line": 11, "column": 13}, "end": {"line": 11, "column": 17}, "message": "the article says so here"}],
                "points": 4, "needs": 4, "help": "make them agree", "url": null,
                "fix": {"safe": false, "edits": [{"span": {"start": 1_033, "end": 1_037}, "text": "2022"}]},
                "fingerprint": "1:0",
            }],
            "problems": [{"path": "drafts/photo.png", "message": "it is a binary file"}],
            "summary": {"files": 1, "articles": 1, "errors": 1, "warnings": 0, "notes": 0},
        });
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), expected);
        let keys = [
            "version",
            "tool",
            "findings",
            "path",
            "article",
            "rule",
            "category",
            "severity",
            "message",
            "span",
            "start",
            "end",
            "reasons",
            "related",
            "points",
            "needs",
            "help",
            "url",
            "fix",
            "fingerprint",
            "problems",
            "summary",
        ];
        keys.iter().fold(0, |from, key| {
            from + text.get(from..).unwrap().find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key}: {text}"))
        });
    }

    #[test]
    fn a_report_without_findings_and_one_with_many_are_valid() {
        let source = source("a", "one two");
        let findings = |count| vec![finding(&source, "two", "odd"); count];
        for count in [0, 1, 3] {
            let value: Value =
                serde_json::from_str(&written(&source, &findings(count), &[], &Summary::default())).unwrap();
            assert_eq!(value["findings"].as_array().map(Vec::len), Some(count));
        }
    }
}
