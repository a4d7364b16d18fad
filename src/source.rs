//! A [`Source`] is one record of text with its name, and the way from bytes to lines and columns.

use std::sync::{Arc, OnceLock};

use crate::span::Span;

/// How many bytes are looked at for a NUL before a file is taken for text: what git looks at.
const BINARY_WINDOW: usize = 8_000;

/// How many bytes lie between two counts of code points, so that a column far out on a line costs little.
const STRIDE: usize = 1_024;

/// One record: a file, or, one day, one post of an export.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path or name that reports print.
    pub name: String,
    /// The text, byte for byte (a byte order mark included).
    pub text: Arc<str>,
    /// Where the record begins in its file, in bytes.
    pub base: u64,
    /// The line of the file on which the record begins, counted from 1.
    pub first_line: u32,
    lines: OnceLock<LineIndex>,
}

/// Why bytes are not a source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Spans are 32 bits wide.
    #[error("it holds {0} bytes, and a record may hold 4 GiB at most; split it")]
    TooLarge(u64),
    /// A NUL byte stands near the beginning.
    #[error("it is a binary file (NUL at byte {0}); name text files only")]
    Binary(usize),
    /// A byte order mark of UTF-16.
    #[error("it is written in UTF-16; save it as UTF-8")]
    Utf16,
    /// A byte that UTF-8 does not allow.
    #[error("it is not UTF-8 (byte {0}); save it as UTF-8")]
    NotUtf8(usize),
}

/// A place as people count it: both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, counted from 1.
    pub line: u32,
    /// The column in code points, counted from 1.
    pub column: u32,
}

impl Source {
    /// A source out of text.
    ///
    /// # Errors
    /// [`SourceError::TooLarge`] for a text over 4 GiB.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Result<Self, SourceError> {
        let text = text.into();
        if u32::try_from(text.len()).is_err() {
            return Err(SourceError::TooLarge(text.len() as u64));
        }
        Ok(Self { name: name.into(), text, base: 0, first_line: 1, lines: OnceLock::new() })
    }

    /// A source out of the bytes of a file.
    ///
    /// # Errors
    /// See [`SourceError`].
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, SourceError> {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(SourceError::Utf16);
        }
        if let Some(at) = bytes.iter().take(BINARY_WINDOW).position(|byte| *byte == 0) {
            return Err(SourceError::Binary(at));
        }
        let text = String::from_utf8(bytes).map_err(|error| SourceError::NotUtf8(error.utf8_error().valid_up_to()))?;
        Self::new(name, text)
    }

    /// The line and column of a byte of the text, the line counted from the file's first.
    pub fn position(&self, at: u32) -> Position {
        let position = self.index().position(&self.text, at);
        Position { line: position.line + self.first_line - 1, ..position }
    }

    /// The line that a byte stands on, without the line's ending and without a byte order mark.
    pub fn line(&self, at: u32) -> Span {
        self.index().line(&self.text, at)
    }

    /// The text of a span; nothing where it does not fit.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }

    fn index(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// Where the lines of a text begin. A line ends at LF, CR LF or a lone CR, as in CommonMark 0.31, 2.1.
#[derive(Clone, Debug)]
struct LineIndex {
    starts: Vec<u32>,
    /// How many code points begin before each multiple of [`STRIDE`].
    counts: Vec<u32>,
}

impl LineIndex {
    fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
        let sums = bytes.chunks(STRIDE).scan(0, |sum, chunk| {
            *sum += code_points(chunk);
            Some(*sum)
        });
        Self { starts, counts: std::iter::once(0).chain(sums).collect() }
    }

    /// The number of the line, from 1, and where it begins.
    fn find(&self, at: u32) -> (usize, u32) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        (line, self.starts.get(line - 1).copied().unwrap_or_default())
    }

    fn line(&self, text: &str, at: u32) -> Span {
        let (line, start) = self.find(at);
        let end = self.starts.get(line).copied().unwrap_or(text.len() as u32);
        let all = Span::new(start, end).slice(text);
        let rest = all.strip_suffix('\n').unwrap_or(all);
        let end = start + rest.strip_suffix('\r').unwrap_or(rest).len() as u32;
        Span::new(if marked(text, start) { start + MARK.len_utf8() as u32 } else { start }, end)
    }

    fn position(&self, text: &str, at: u32) -> Position {
        let (line, start) = self.find(at);
        // A byte order mark has no width and no column.
        let mark = at > start && marked(text, start);
        let column = self.before(text, at).saturating_sub(self.before(text, start) + u32::from(mark));
        Position { line: line as u32, column: column + 1 }
    }

    /// How many code points begin before a byte.
    fn before(&self, text: &str, at: u32) -> u32 {
        let at = text.len().min(at as usize);
        let block = at / STRIDE;
        let rest = text.as_bytes().get(block * STRIDE..at).unwrap_or_default();
        self.counts.get(block).copied().unwrap_or_default() + code_points(rest)
    }
}

/// The byte order mark.
const MARK: char = '\u{feff}';

fn marked(text: &str, start: u32) -> bool {
    start == 0 && text.starts_with(MARK)
}

/// How many code points begin in these bytes of UTF-8.
fn code_points(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points_and_lines_end_three_ways() {
        let source = Source::new("a", "ä🦀b\r\nc\rd\ne").unwrap();
        let place = |at| (source.position(at).line, source.position(at).column);
        assert_eq!([place(0), place(2), place(6)], [(1, 1), (1, 2), (1, 3)]);
        assert_eq!([place(9), place(11), place(13)], [(2, 1), (3, 1), (4, 1)]);
    }

    #[test]
    fn a_line_has_neither_its_ending_nor_a_byte_order_mark() {
        let source = Source::new("a", "\u{feff}b\r\nc\r\r\nd").unwrap();
        let line = |at| source.slice(source.line(at));
        assert_eq!(
            [line(0), line(3), line(6), line(8), line(9), line(10), line(99)],
            ["b", "b", "c", "", "", "d", "d"]
        );
        assert_eq!((source.position(3).column, source.position(4).column, source.position(10).line), (1, 2, 4));
    }

    #[test]
    fn a_column_far_out_is_the_count_of_code_points_before_it() {
        let text = format!("x\n{}", "aä字🦀".repeat(900));
        let source = Source::new("a", text.as_str()).unwrap();
        for (column, (at, _)) in text.get(2..).unwrap().char_indices().enumerate() {
            assert_eq!(source.position(at as u32 + 2), Position { line: 2, column: column as u32 + 1 });
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_the_reason() {
        let error = |bytes: &[u8]| Source::from_bytes("x", bytes.to_vec()).unwrap_err();
        assert_eq!(error(b"PNG\0"), SourceError::Binary(3));
        assert_eq!(error(b"caf\xe9"), SourceError::NotUtf8(3));
        assert_eq!(error(b"\xff\xfea\0"), SourceError::Utf16);
    }
}
