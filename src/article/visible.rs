//! [`Visible`]: the text a reader sees, and the pieces that lead each character back to the source.

use crate::span::{Passage, Span};

/// Text with its way back. Every character belongs to exactly one [`Piece`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visible {
    text: String,
    pieces: Vec<Piece>,
}

/// A stretch of visible text that came from one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins in the visible text.
    pub at: u32,
    /// Where it came from.
    pub source: Span,
    /// Whether it stands in the source letter for letter; if not (an entity, an escape, a line break
    /// shown as a space), all of it came from all of `source`.
    pub verbatim: bool,
}

impl Visible {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its length in bytes.
    pub fn len(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends what stands in `source` at `span`, letter for letter.
    pub(crate) fn push_verbatim(&mut self, source: &str, span: Span) {
        let text = span.slice(source);
        if text.is_empty() {
            return;
        }
        let joins = self.pieces.last().is_some_and(|last| last.verbatim && last.source.end == span.start);
        match self.pieces.last_mut() {
            Some(last) if joins => last.source.end = span.end,
            _ => self.pieces.push(Piece { at: self.len(), source: span, verbatim: true }),
        }
        self.text.push_str(text);
    }

    /// Appends text that all of `span` stands for: an entity, an escape, a break.
    pub(crate) fn push_decoded(&mut self, text: &str, span: Span) {
        if !text.is_empty() {
            self.pieces.push(Piece { at: self.len(), source: span, verbatim: false });
            self.text.push_str(text);
        }
    }

    /// Appends all of another visible text over the same source.
    pub(crate) fn append(&mut self, other: &Self) -> Passage {
        let start = self.len();
        self.pieces.extend(other.pieces.iter().map(|piece| Piece { at: piece.at + start, ..*piece }));
        self.text.push_str(&other.text);
        Passage::new(start, self.len())
    }

    /// Takes away everything behind `end`, which is a character boundary.
    pub(crate) fn truncate(&mut self, end: u32) {
        self.text.truncate(end as usize);
        while self.pieces.last().is_some_and(|piece| piece.at >= end) {
            self.pieces.pop();
        }
        if let Some(last) = self.pieces.last_mut()
            && last.verbatim
        {
            last.source.end = last.source.start + (end - last.at);
        }
    }

    /// The pieces with their text, in order.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, Piece)> {
        self.pieces.iter().enumerate().map(|(index, piece)| {
            let end = self.pieces.get(index + 1).map_or(self.len(), |next| next.at);
            (Passage::new(piece.at, end).slice(&self.text), *piece)
        })
    }

    /// The way back: the source of a passage, from its first to its last character.
    pub fn span(&self, passage: Passage) -> Span {
        if passage.is_empty() {
            let start = self.origin(passage.start).start;
            return Span::new(start, start);
        }
        let last = self.text.get(..passage.end as usize).and_then(|text| text.char_indices().next_back());
        let last = last.map_or(passage.start, |(at, _)| at as u32);
        let length = passage.end - last;
        Span::new(self.origin(passage.start).start, self.origin(last).end.max(self.origin_end(last, length)))
    }

    /// The source of the one character at `at`; of the text's end, the place behind the last piece.
    fn origin(&self, at: u32) -> Span {
        let index = self.pieces.partition_point(|piece| piece.at <= at);
        let Some(piece) = index.checked_sub(1).and_then(|index| self.pieces.get(index)) else {
            return Span::default();
        };
        if at >= self.len() {
            return Span::new(piece.source.end, piece.source.end);
        }
        if !piece.verbatim {
            return piece.source;
        }
        let start = piece.source.start + (at - piece.at);
        Span::new(start, start)
    }

    fn origin_end(&self, at: u32, length: u32) -> u32 {
        let origin = self.origin(at);
        if origin.is_empty() { origin.start + length } else { origin.end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_leads_back_through_entities_and_letters() {
        let source = "caf&eacute; &amp; bar";
        let mut visible = Visible::default();
        visible.push_verbatim(source, Span::new(0, 3));
        visible.push_decoded("é", Span::new(3, 11));
        visible.push_verbatim(source, Span::new(11, 12));
        visible.push_decoded("&", Span::new(12, 17));
        visible.push_verbatim(source, Span::new(17, 21));
        assert_eq!(visible.text(), "café & bar");
        assert_eq!(visible.span(Passage::new(0, 5)), Span::new(0, 11));
        assert_eq!(visible.span(Passage::new(1, 3)), Span::new(1, 3));
        assert_eq!(visible.span(Passage::new(6, 7)), Span::new(12, 17));
        assert_eq!(visible.span(Passage::new(8, 11)), Span::new(18, 21));
        visible.truncate(9);
        assert_eq!(visible.span(Passage::new(8, 9)), Span::new(18, 19));
    }
}
