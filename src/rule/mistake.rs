//! Mistakes in rule files: findings like any other, in the source of the rule.

use std::sync::Arc;

use crate::finding::{Finding, Reason, Severity, fingerprint};
use crate::source::Source;
use crate::span::Span;

/// All mistakes of a set of files, by file and place.
#[derive(Clone, Debug, Default)]
pub struct Mistakes {
    /// Each file that has some, with its findings.
    pub files: Vec<(Arc<Source>, Vec<Finding>)>,
}

impl std::fmt::Display for Mistakes {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (source, findings) in &self.files {
            for finding in findings {
                let place = source.position(finding.span.start);
                writeln!(out, "{}:{}:{}: {}", source.name, place.line, place.column, finding.message)?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}

impl Mistakes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Adds one.
    pub(crate) fn add(&mut self, source: &Arc<Source>, span: Span, message: String, help: Option<String>) {
        let finding = finding("rule", source, span, message, help);
        match self.files.iter_mut().find(|(known, _)| Arc::ptr_eq(known, source)) {
            Some((_, findings)) => findings.push(finding),
            None => self.files.push((source.clone(), vec![finding])),
        }
    }

    /// In the order of files and places.
    pub(crate) fn sorted(mut self) -> Self {
        self.files.iter_mut().for_each(|(_, findings)| findings.sort_by_key(|finding| finding.span));
        self.files.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
        self
    }
}

/// A finding about the tool's own input: an error without points.
pub(crate) fn finding(name: &str, source: &Source, span: Span, message: String, help: Option<String>) -> Finding {
    let span = span.trim(&source.text);
    let rule: Arc<str> = Arc::from(name);
    let reason = Reason { rule: rule.clone(), points: None, text: message.clone(), spans: vec![span] };
    Finding {
        fingerprint: fingerprint(name, source.slice(span), &message, 0),
        category: Arc::from("rule"),
        severity: Severity::Error,
        span,
        message,
        reasons: vec![reason],
        related: Vec::new(),
        help,
        url: None,
        points: None,
        needs: None,
        fix: None,
        rule,
    }
}
