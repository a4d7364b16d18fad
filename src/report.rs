//! The reports: what was found, written article by article as it comes. No report holds all articles.
//!
//! One file a format: `full` for people (with the terminal's crates), `concise` for a list of places,
//! `json` for programs. Whoever calls brings articles in order, and says whether colours are wanted.

mod concise;
#[cfg(feature = "cli")]
mod full;
mod json;
mod signs;
#[cfg(feature = "cli")]
mod view;

use std::io::{self, Write};

use crate::finding::Finding;
use crate::source::Source;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Excerpts with the places underlined, for people.
    #[cfg(feature = "cli")]
    Full,
    /// One line a finding.
    Concise,
    /// The versioned contract for programs.
    Json,
}

impl Format {
    /// All of them.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "cli")]
        Self::Full,
        Self::Concise,
        Self::Json,
    ];

    /// Its name in options.
    pub fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "cli")]
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }
}

/// What the caller decides about the look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether `full` is written in colours.
    pub color: bool,
}

/// What kept the work from being done: the reason for exit status 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The path or name it is about.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
}

/// What the whole run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many files were read.
    pub files: usize,
    /// How many articles stood in them; none where they are files of the tool itself.
    pub articles: usize,
    /// How many findings are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
    /// How many are notes.
    pub notes: usize,
    /// How long it took, in milliseconds, where a person wants to know.
    pub milliseconds: Option<u64>,
}

/// A report that is being written.
#[derive(Debug)]
pub struct Report<W: Write>(Sheet<W>);

#[derive(Debug)]
enum Sheet<W> {
    #[cfg(feature = "cli")]
    Full(Box<full::Full<W>>),
    Concise(concise::Concise<W>),
    Json(json::Json<W>),
}

impl<W: Write> Report<W> {
    /// An empty report; nothing is written yet.
    #[cfg_attr(not(feature = "cli"), expect(unused_variables, reason = "no format without a terminal has colours"))]
    pub fn new(format: Format, options: Options, out: W) -> Self {
        Self(match format {
            #[cfg(feature = "cli")]
            Format::Full => Sheet::Full(Box::new(full::Full::new(out, options.color))),
            Format::Concise => Sheet::Concise(concise::Concise { out }),
            Format::Json => Sheet::Json(json::Json::new(out)),
        })
    }

    /// Writes the findings of one article, which come sorted by place.
    ///
    /// # Errors
    /// Those of the output.
    pub fn article(&mut self, source: &Source, findings: &[Finding]) -> io::Result<()> {
        match &mut self.0 {
            #[cfg(feature = "cli")]
            Sheet::Full(full) => full.article(source, findings),
            Sheet::Concise(concise) => concise.article(source, findings),
            Sheet::Json(json) => json.article(source, findings),
        }
    }

    /// Writes what kept a part of the work from being done, or keeps it for the end where the format wants that.
    ///
    /// # Errors
    /// Those of the output.
    pub fn problem(&mut self, problem: &Problem) -> io::Result<()> {
        match &mut self.0 {
            #[cfg(feature = "cli")]
            Sheet::Full(full) => full.problem(problem),
            Sheet::Concise(concise) => concise.problem(problem),
            Sheet::Json(json) => {
                json.problem(problem);
                Ok(())
            }
        }
    }

    /// Writes the end, and gives the output back.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(self, summary: &Summary) -> io::Result<W> {
        let mut out = match self.0 {
            #[cfg(feature = "cli")]
            Sheet::Full(full) => full.finish(summary)?,
            Sheet::Concise(concise) => concise.out,
            Sheet::Json(json) => json.finish(summary)?,
        };
        out.flush()?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Reason, Related, Severity};
    use crate::span::Span;

    pub(super) fn source(name: &str, text: &str) -> Source {
        Source::new(name, text).unwrap()
    }

    /// The first place of some words.
    pub(super) fn place(source: &Source, words: &str) -> Span {
        let start = source.text.find(words).unwrap();
        Span::of(start..start + words.len())
    }

    /// An error at the first place of some words, with that place as its reason.
    pub(super) fn finding(source: &Source, words: &str, message: &str) -> Finding {
        let span = place(source, words);
        let reason =
            Reason {
                rule: "test-rule".into(), points: Some(4), text: format!("it says “{words}”"), spans: vec![span]
            };
        Finding {
            rule: "test-rule".into(),
            category: "test-rule".into(),
            severity: Severity::Error,
            span,
            message: message.into(),
            reasons: vec![reason],
            related: vec![],
            help: Some("make them agree".into()),
            url: None,
            points: Some(4),
            needs: Some(4),
            fix: None,
            fingerprint: "1:0".into(),
        }
    }

    pub(super) fn related(mut finding: Finding, source: &Source, words: &str, message: &str) -> Finding {
        finding.related.push(Related { span: place(source, words), message: message.into() });
        finding
    }

    #[test]
    fn every_format_is_found_by_its_name() {
        assert!(Format::ALL.iter().all(|format| Format::named(format.name()) == Some(*format)));
        assert_eq!(Format::named("xml"), None);
    }
}
