//! [`Ground`]: the HTML that is read, and its way back to the source, of which it may be several stretches
//! (an HTML block in a Markdown quotation stands there without its `> `).

use std::borrow::Cow;

use crate::source::Source;
use crate::span::Span;

/// A stretch of the ground's text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Stretch {
    /// From `start` to behind `end`; what no source can hold is cut.
    pub(super) fn new(start: usize, end: usize) -> Self {
        let cut = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: cut(start), end: cut(end.max(start)) }
    }

    /// What it covers of `text`; nothing where it does not fit.
    pub(super) fn slice(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// The same without white space in front.
    pub(super) fn trim_start(self, text: &str) -> Self {
        let rest = self.slice(text).trim_start().len();
        Self { start: self.end - rest as u32, ..self }
    }

    /// The same without white space at its ends.
    pub(super) fn trim(self, text: &str) -> Self {
        let front = self.trim_start(text);
        Self { end: front.start + front.slice(text).trim_end().len() as u32, ..front }
    }
}

/// The text that is read, made of one or more stretches of the source.
pub(super) struct Ground<'a> {
    source: &'a str,
    text: Cow<'a, str>,
    /// Where each stretch begins in the text, and where it stands in the source. None is empty.
    parts: Vec<(u32, Span)>,
}

impl<'a> Ground<'a> {
    /// What stands at these places of the source, in order.
    pub(super) fn new(source: &'a Source, pieces: &[Span]) -> Self {
        let source = &*source.text;
        if let [piece] = pieces {
            return Self { source, text: Cow::Borrowed(piece.slice(source)), parts: vec![(0, *piece)] };
        }
        let mut text = String::new();
        let mut parts = Vec::new();
        for piece in pieces.iter().filter(|piece| !piece.slice(source).is_empty()) {
            parts.push((text.len() as u32, *piece));
            text.push_str(piece.slice(source));
        }
        Self { source, text: Cow::Owned(text), parts }
    }

    /// All of the source.
    pub(super) fn source(&self) -> &'a str {
        self.source
    }

    /// What is read.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The place of a stretch in the source, with what was left out in its middle.
    pub(super) fn span(&self, stretch: Stretch) -> Span {
        let start = self.place(stretch.start);
        let end = if stretch.end > stretch.start { self.place(stretch.end - 1) + 1 } else { start };
        Span::new(start, end)
    }

    /// The places of a stretch in the source, without what was left out in its middle.
    pub(super) fn spans(&self, stretch: Stretch) -> impl Iterator<Item = Span> {
        let first = self.part(stretch.start);
        let parts = self.parts.get(first..).unwrap_or_default().iter();
        parts.take_while(move |(at, _)| *at < stretch.end).map(move |(at, part)| {
            let start = part.start + stretch.start.saturating_sub(*at);
            Span::new(start, part.end.min(part.start + (stretch.end - at)))
        })
    }

    fn part(&self, at: u32) -> usize {
        self.parts.partition_point(|(start, _)| *start <= at).saturating_sub(1)
    }

    fn place(&self, at: u32) -> u32 {
        self.parts.get(self.part(at)).map_or(0, |(start, part)| part.start + (at - start))
    }
}
