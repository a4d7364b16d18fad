//! The part of a source that `full` shows: rows of about a terminal's width, laid only round the places asked
//! for. What a row costs does not depend on how long its line or its source is.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::signs;
use crate::source::Source;
use crate::span::Span;

/// How many columns a row has.
pub(super) const WIDTH: usize = 96;
/// How many columns a place may stand from the start of its line without the line being cut before it.
const LEAD: usize = 64;
/// How many columns are shown before a place that stands farther out.
const CONTEXT: usize = 32;
/// How many rows of one place are shown in full; of a longer one, the two ends.
const ROWS: usize = 4;
/// No more rows than these for one place, whatever its lines look like.
const MOST: usize = 8;
/// How many bytes between two places are shown rather than left out.
const NEAR: u32 = 80;

/// One row of an excerpt.
#[derive(Debug)]
pub(super) struct Row {
    /// What it shows of the source.
    span: Span,
    /// Whether it follows the row before without a gap.
    pub(super) joined: bool,
    /// The number of its line.
    pub(super) line: usize,
    /// What is printed: signs for what cannot be seen, `…` where the line is cut.
    pub(super) text: String,
    /// Where the source's part begins in `text`.
    lead: usize,
}

/// The rows that show some places of a source.
#[derive(Debug)]
pub(super) struct View<'a> {
    source: &'a Source,
    pub(super) rows: Vec<Row>,
}

impl<'a> View<'a> {
    /// The rows that show these places.
    pub(super) fn new(source: &'a Source, places: impl IntoIterator<Item = Span>) -> Self {
        let mut wanted: Vec<_> = places.into_iter().flat_map(|place| parts(source, place)).collect();
        wanted.sort_unstable();
        let laid = lay(source, &wanted);
        let goes_on = |row: usize| laid.get(row + 1).is_some_and(|(_, joined)| *joined);
        let rows = laid.iter().enumerate().map(|(at, (span, joined))| Row::new(source, *span, *joined, goes_on(at)));
        Self { source, rows: rows.collect() }
    }

    /// Whether all of a place can be seen.
    pub(super) fn shows(&self, place: Span) -> bool {
        let mut end = None;
        for row in &self.rows {
            let begun = end.is_some() && row.joined || row.span.contains(Span::new(place.start, place.start));
            end = begun.then_some(row.span.end);
            if end.is_some_and(|end| place.end <= end) {
                return true;
            }
        }
        false
    }

    /// Where a place stands: the row, and the bytes of its text. One piece a row, none where it cannot be seen.
    pub(super) fn pieces(&self, place: Span) -> Vec<(usize, Range<usize>)> {
        let mut pieces = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let part = Span::new(place.start.max(row.span.start), place.end.min(row.span.end));
            let bare = part.trim(&self.source.text);
            if row.span.contains(part) && !bare.is_empty() {
                pieces.push((at, row.offset(self.source, bare.start)..row.offset(self.source, bare.end)));
            }
        }
        // A place without visible text has a caret all the same.
        if pieces.is_empty() {
            let caret = Span::new(place.start, place.start);
            let row = self.rows.iter().enumerate().find(|(_, row)| row.span.contains(caret));
            pieces.extend(row.map(|(at, row)| {
                let start = row.offset(self.source, caret.start);
                (at, start..start)
            }));
        }
        pieces
    }
}

impl Row {
    fn new(source: &Source, span: Span, joined: bool, goes_on: bool) -> Self {
        let line = source.line(span.start);
        let mut text = String::new();
        if !joined && span.start > line.start {
            text.push('…');
        }
        let lead = text.len();
        text.push_str(&shown(source.slice(span)));
        if !goes_on && span.end < line.end {
            text.push('…');
        }
        text.truncate(text.trim_end_matches([' ', '\t']).len());
        // Line numbers count from 1: zero digits would have no width.
        let line = source.position(span.start).line.max(1) as usize;
        Self { span, joined, line, text, lead }
    }

    fn offset(&self, source: &Source, at: u32) -> usize {
        let before = shown(source.slice(Span::new(self.span.start, at))).len();
        self.text.len().min(self.lead + before)
    }
}

/// How many columns a text takes, at least: enough to know where to break it.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// A combining mark counts like a letter, so that no heap of them is endless.
fn width(c: char) -> usize {
    match c {
        '\t' => 4,
        ' '..='~' => 1,
        _ if signs::hidden(c) => 8,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 2,
        '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}' => 2,
        _ => 1,
    }
}

fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        if c == '\t' {
            out.push(c);
        } else {
            signs::push(&mut out, c, before);
        }
        before = Some(c);
    }
    out
}

/// The bytes at which the text has taken more than so many columns.
fn prefix(text: &str, limit: usize) -> Option<usize> {
    let mut taken = 0;
    let over = |(at, c): (usize, char)| {
        taken += width(c);
        (taken > limit).then_some(at)
    };
    text.char_indices().find_map(over)
}

/// The same from the end: where the last so many columns begin, but not with a mark of the character before.
fn suffix(text: &str, limit: usize) -> Option<usize> {
    let mut taken = 0;
    let over = |(at, c): (usize, char)| {
        taken += width(c);
        (taken > limit).then_some(at + c.len_utf8())
    };
    let cut = text.char_indices().rev().find_map(over)?;
    let rest = text.get(cut..).unwrap_or_default();
    let mark = |c: char| signs::hidden(c) || matches!(c, '\u{300}'..='\u{36f}' | '\u{1f3fb}'..='\u{1f3ff}');
    Some(cut + rest.len() - rest.trim_start_matches(mark).len())
}

/// What is shown of a place: all of it, or its two ends.
fn parts(source: &Source, place: Span) -> Vec<Span> {
    let length = source.text.len() as u32;
    let place = Span::new(place.start.min(length), place.end.min(length));
    let text = source.slice(place);
    let mut taken = 0;
    let long = text.chars().any(|c| {
        taken = if c == '\n' { (taken / WIDTH + 1) * WIDTH } else { taken + width(c) };
        taken > ROWS * WIDTH
    });
    if !long {
        return vec![place];
    }
    let head = prefix(text, WIDTH).unwrap_or(text.len());
    let head = text.get(..head).and_then(|head| head.find('\n')).unwrap_or(head) as u32;
    let tail = suffix(text, CONTEXT).unwrap_or(0);
    let tail = text.get(tail..).and_then(|rest| rest.rfind('\n')).map_or(tail, |line| tail + line + 1) as u32;
    vec![Span::new(place.start, place.start + head), Span::new(place.start + tail, place.end)]
}

/// The rows that show what is wanted (sorted), and whether each follows the one before.
fn lay(source: &Source, wanted: &[Span]) -> Vec<(Span, bool)> {
    let mut rows: Vec<(Span, bool)> = Vec::new();
    for want in wanted {
        let behind = rows.last().map(|(row, _)| (row.end, behind(source, *row)));
        if behind.is_some_and(|(end, _)| want.end <= end) {
            continue;
        }
        let anchor = anchor(source, want.start);
        let behind = behind.map(|(_, next)| next);
        let joined = behind.is_some_and(|next| anchor <= next || near(source, Span::new(next, want.start)));
        let mut from = if joined { behind.unwrap_or(anchor) } else { anchor };
        for count in 0..MOST {
            let row = row(source, from);
            rows.push((row, joined || count > 0));
            let next = self::behind(source, row);
            if want.end <= row.end || next == from {
                break;
            }
            from = next;
        }
    }
    rows
}

/// Whether so little stands between that it is shown too.
fn near(source: &Source, between: Span) -> bool {
    between.len() <= NEAR && source.slice(between).matches('\n').count() < 3
}

/// Where the first row of a place begins: with its line, or a few words before the place.
fn anchor(source: &Source, start: u32) -> u32 {
    let line = source.line(start);
    if prefix(source.slice(line), WIDTH).is_none() {
        return line.start;
    }
    let before = source.slice(Span::new(line.start, start));
    if suffix(before, LEAD).is_none() {
        return line.start;
    }
    let cut = suffix(before, CONTEXT).unwrap_or(0);
    let word = before.get(cut..).and_then(|rest| rest.find(' ')).map_or(cut, |space| cut + space + 1);
    line.start + word as u32
}

/// The row that begins here: the rest of the line, or as much as fits, up to a space if one stands well out.
fn row(source: &Source, from: u32) -> Span {
    let line = source.line(from);
    let from = from.max(line.start);
    let rest = source.slice(Span::new(from, line.end));
    let Some(cut) = prefix(rest, WIDTH) else { return Span::new(from, line.end) };
    let head = rest.get(..cut).unwrap_or_default();
    let space = head.rfind(' ').map(|space| space + 1).filter(|space| *space * 2 > cut);
    // Without a space, at least no character is torn from its marks.
    let whole = || head.grapheme_indices(true).next_back().map(|(at, _)| at).filter(|at| *at > 0);
    let end = space.or_else(whole).unwrap_or(cut);
    Span::new(from, from + end as u32)
}

/// Where the text goes on behind a row.
fn behind(source: &Source, row: Span) -> u32 {
    if row.end < source.line(row.start).end {
        return row.end;
    }
    let rest = Span::new(row.end, source.text.len() as u32);
    let rest = source.slice(rest);
    let ending = if rest.starts_with("\r\n") { 2 } else { u32::from(rest.starts_with(['\n', '\r'])) };
    row.end + ending
}
