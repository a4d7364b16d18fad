//! What one block of `full` says: findings with one place, and which of their reasons stand at the place
//! that proves them, and which below the excerpt.

use std::collections::BTreeSet;
use std::ops::Range;

use codespan_reporting::diagnostic::LabelStyle;

use crate::finding::{Finding, Reason, Severity};
use crate::report::signs::visible;
use crate::report::view::{View, WIDTH, columns};
use crate::source::Source;
use crate::span::Span;

/// How many reasons of a block stand in its excerpt.
const REASONS: usize = 3;
/// How many second places of a block stand in its excerpt.
const SECONDS: usize = 4;
/// How many lines of reasons stand below it.
const NOTES: usize = 12;
/// Where a reason beside its carets must end.
const MARGIN: usize = WIDTH + 24;

/// Something underlined.
#[derive(Debug)]
pub(super) struct Label {
    pub(super) row: usize,
    pub(super) range: Range<usize>,
    pub(super) style: LabelStyle,
    pub(super) text: String,
}

/// What is shown of some findings with one place.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub(super) severity: Severity,
    pub(super) place: Span,
    pub(super) headlines: Vec<(Severity, String, String)>,
    pub(super) view: View<'a>,
    /// Sorted by place.
    pub(super) labels: Vec<Label>,
    pub(super) notes: Vec<String>,
}

/// A reason on its way to a place in the excerpt, if it has one.
struct Spoken {
    text: String,
    place: Option<Span>,
}

impl<'a> Block<'a> {
    /// Out of findings with the same place, the worst first; nothing out of none.
    pub(super) fn new(source: &'a Source, findings: &[&Finding]) -> Option<Self> {
        let first = findings.first()?;
        let place = first.span;
        let headline = |finding: &&Finding| (finding.severity, visible(&finding.rule), visible(&finding.message));
        let headlines: Vec<_> = findings.iter().map(headline).collect();
        let mut seconds = seconds(findings);
        let others = seconds.split_off(seconds.len().min(SECONDS));
        let spoken = spoken(source, findings, &seconds);
        let seen = spoken.iter().filter_map(|reason| reason.place);
        let view = View::new(source, seconds.iter().map(|(span, _)| *span).chain(seen).chain([place]));
        let mut block = Self { severity: first.severity, place, headlines, view, labels: vec![], notes: vec![] };
        for (span, message) in seconds {
            block.mark(block.view.pieces(span), LabelStyle::Secondary, &message);
        }
        let title = block.reasons(spoken);
        block.mark(block.view.pieces(place), LabelStyle::Primary, &title);
        block.labels.sort_by_key(|label| (label.row, label.range.start, label.range.end));
        let others = others.into_iter().map(|(span, message)| located(source, span, &message)).collect();
        block.list(others, "places");
        block.close(findings);
        Some(block)
    }

    /// Puts reasons where they are proved, as far as they fit; the others below. Gives back what is said of the
    /// whole place.
    fn reasons(&mut self, spoken: Vec<Spoken>) -> String {
        let mut title = None;
        let mut others = Vec::new();
        for Spoken { text, place } in spoken {
            match place.filter(|place| self.fits(*place, &text)) {
                Some(place) if place != self.place => self.mark(self.view.pieces(place), LabelStyle::Secondary, &text),
                Some(_) if title.is_none() => title = Some(text),
                _ => others.push(text),
            }
        }
        self.list(others, "reasons");
        title.unwrap_or_default()
    }

    /// Puts texts below the excerpt, as many as a person reads.
    fn list(&mut self, texts: Vec<String>, kind: &str) {
        let shown = if texts.len() > NOTES { NOTES - 1 } else { NOTES };
        self.notes.extend(texts.iter().take(shown).map(|text| wrapped(text)));
        if texts.len() > shown {
            self.notes.push(format!("and {} more {kind}", texts.len() - shown));
        }
    }

    /// Whether a text fits beside what is underlined for it.
    fn fits(&self, place: Span, text: &str) -> bool {
        let pieces = self.view.pieces(place);
        let end = pieces.last().and_then(|(row, range)| self.view.rows.get(*row)?.text.get(..range.end));
        pieces.len() < 3 && end.is_some_and(|before| columns(before) + 1 + columns(text) <= MARGIN)
    }

    /// Underlines pieces of rows; the text stands at the last.
    fn mark(&mut self, pieces: Vec<(usize, Range<usize>)>, style: LabelStyle, text: &str) {
        let last = pieces.len().saturating_sub(1);
        let text = |at| if at == last { text.to_owned() } else { String::new() };
        let labels =
            pieces.into_iter().enumerate().map(|(at, (row, range))| Label { row, range, style, text: text(at) });
        self.labels.extend(labels);
    }

    /// What stands at the end: what to do, and where to read more.
    fn close(&mut self, findings: &[&Finding]) {
        let help = findings.iter().filter_map(|finding| finding.help.as_deref().map(|help| format!("help: {help}")));
        let urls = findings.iter().filter_map(|finding| finding.url.as_deref().map(|url| format!("see {url}")));
        for text in help.chain(urls) {
            let note = wrapped(&text);
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }
}

/// The second places of all, each once.
fn seconds(findings: &[&Finding]) -> Vec<(Span, String)> {
    let mut seen = BTreeSet::new();
    let all = findings.iter().flat_map(|finding| &finding.related);
    all.filter(|related| seen.insert(related.span)).map(|related| (related.span, visible(&related.message))).collect()
}

/// The reasons of all, each once, with the place in the excerpt where each may stand: its own if it lies
/// outside the findings' place, which is underlined as a whole.
fn spoken(source: &Source, findings: &[&Finding], seconds: &[(Span, String)]) -> Vec<Spoken> {
    let Some(place) = findings.first().map(|finding| finding.span) else { return Vec::new() };
    let view = View::new(source, seconds.iter().map(|(span, _)| *span).chain([place]));
    let mut taken: Vec<Span> = seconds.iter().map(|(span, _)| *span).collect();
    let mut free = |reason: &Reason| {
        let outside = |span: &&Span| !span.is_empty() && !place.overlaps(**span) && view.shows(**span);
        let own = |span: &&Span| taken.iter().all(|other| !other.overlaps(**span));
        let found = reason.spans.iter().filter(outside).find(own).copied();
        let found = found.filter(|_| taken.len() < seconds.len() + REASONS);
        taken.extend(found);
        found.or_else(|| reason.spans.iter().any(|span| place.overlaps(*span)).then_some(place))
    };
    let mut said: BTreeSet<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
    let mut spoken = Vec::new();
    for reason in findings.iter().flat_map(|finding| &finding.reasons) {
        if !said.insert(&reason.text) {
            continue;
        }
        let found = free(reason);
        let elsewhere = reason.spans.first().filter(|span| found.is_none() && !view.shows(**span));
        let text = visible(&reason.text);
        let text = elsewhere.map_or(text.clone(), |span| located(source, *span, &text));
        spoken.push(Spoken { text, place: found });
    }
    spoken
}

/// A text with the line and column that it is about.
fn located(source: &Source, span: Span, text: &str) -> String {
    let position = source.position(span.start);
    format!("{text} ({}:{})", position.line, position.column)
}

/// A note in lines of a row's width, broken at spaces.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut taken = 0;
    let text = visible(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    for word in text.split(' ') {
        let width = columns(word);
        if taken > 0 && taken + 1 + width > WIDTH {
            out.push('\n');
            taken = 0;
        } else if taken > 0 {
            out.push(' ');
            taken += 1;
        }
        out.push_str(word);
        taken += width;
    }
    out
}
