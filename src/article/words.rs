//! Words and symbols, split once: the word boundaries of Unicode Standard Annex 29.
//!
//! Stretches of ASCII are split by byte class, the rest by unicode-segmentation; a property test holds the
//! two to the same result.

use std::ops::Range;

use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

use crate::span::Passage;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordKind {
    /// It holds a letter or a digit.
    Word,
    /// Anything else that is not white space.
    Symbol,
}

/// One word or symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The number of its form in [`Words::forms`]: the article's own, by first appearance.
    pub form: u32,
    /// Where it stands.
    pub passage: Passage,
    /// What it is.
    pub kind: WordKind,
}

/// All words and symbols of an article, in order.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// In order of place.
    pub list: Vec<Word>,
    /// Each distinct form once, as [`fold`] writes it.
    pub forms: Vec<String>,
    /// The tokens of each segment: a block's text, an address, an alternative text.
    pub segments: Vec<Range<usize>>,
}

/// A form in which case and the style of apostrophes do not matter.
pub fn fold(token: &str) -> String {
    let mut folded = String::with_capacity(token.len());
    for letter in token.chars() {
        match letter {
            '’' | 'ʼ' | '‘' => folded.push('\''),
            // The variation selectors only say how a symbol is drawn.
            '\u{fe0e}' | '\u{fe0f}' => {}
            _ => folded.extend(letter.to_lowercase()),
        }
    }
    folded
}

impl Words {
    /// Splits each segment of `text`; the segments rise and do not overlap.
    pub fn split(text: &str, segments: &[Passage]) -> Self {
        let mut words = Self::default();
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        for segment in segments {
            let first = words.list.len();
            for_each_token(segment.slice(text), |token, at| {
                let start = segment.start + at as u32;
                let folded = fold(token);
                let form = match numbers.get(folded.as_str()) {
                    Some(form) => *form,
                    None => {
                        let form = words.forms.len() as u32;
                        words.forms.push(folded.clone());
                        numbers.insert(folded, form);
                        form
                    }
                };
                let kind = if token.chars().any(char::is_alphanumeric) { WordKind::Word } else { WordKind::Symbol };
                words.list.push(Word { form, passage: Passage::new(start, start + token.len() as u32), kind });
            });
            words.segments.push(first..words.list.len());
        }
        words
    }

    /// The numbers of the tokens that lie in a passage, as a range of [`Words::list`].
    pub fn within(&self, passage: Passage) -> Range<usize> {
        let start = self.list.partition_point(|word| word.passage.start < passage.start);
        let end = self.list.partition_point(|word| word.passage.end <= passage.end);
        start..end.max(start)
    }

    /// The tokens that lie in a passage.
    pub fn inside(&self, passage: Passage) -> &[Word] {
        self.list.get(self.within(passage)).unwrap_or_default()
    }

    /// The words (no symbols) that lie in a passage.
    pub fn words(&self, passage: Passage) -> impl DoubleEndedIterator<Item = &Word> {
        self.inside(passage).iter().filter(|word| word.kind == WordKind::Word)
    }

    /// The folded form of a token.
    pub fn form(&self, word: &Word) -> &str {
        self.forms.get(word.form as usize).map_or("", String::as_str)
    }
}

/// Calls `take` with each token that is not white space, and its place in bytes.
pub fn for_each_token<'t>(text: &'t str, mut take: impl FnMut(&'t str, usize)) {
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let end = chunk_end(bytes, start);
        let chunk = text.get(start..end).unwrap_or_default();
        if chunk.is_ascii() {
            ascii_tokens(chunk, |token, at| take(token, start + at));
        } else {
            let segments = chunk.split_word_bound_indices().filter(|(_, token)| !token.trim().is_empty());
            segments.for_each(|(at, token)| take(token, start + at));
        }
        start = end;
    }
}

/// A chunk ends before an ASCII blank with ASCII behind it: no rule of the annex looks across one. Spaces stay
/// together, because a mark may follow that belongs to all of them.
fn chunk_end(bytes: &[u8], start: usize) -> usize {
    let tail = bytes.get(start + 1..).unwrap_or_default();
    let blank = |pair: &[u8]| matches!(pair, [b' ' | b'\n' | b'\t' | b'\r', b'!'..=b'~' | b'\n' | b'\t' | b'\r']);
    tail.windows(2).position(blank).map_or(bytes.len(), |at| start + 1 + at)
}

/// The rules WB5 to WB13b for text that is all ASCII.
fn ascii_tokens<'t>(chunk: &'t str, mut take: impl FnMut(&'t str, usize)) {
    let bytes = chunk.as_bytes();
    let class = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let joins = |at: usize| class(at).is_ascii_alphanumeric() || class(at) == b'_';
    let mut start = 0;
    while start < bytes.len() {
        let mut end = start + 1;
        if joins(start) {
            loop {
                let (before, between, after) = (class(end - 1), class(end), class(end + 1));
                if joins(end) {
                    end += 1;
                } else if bridges(before, between, after) && end + 1 < bytes.len() {
                    end += 2;
                } else {
                    break;
                }
            }
        }
        if !class(start).is_ascii_whitespace() && class(start) != 0x0b {
            take(chunk.get(start..end).unwrap_or_default(), start);
        }
        start = end;
    }
}

/// Whether a mark between two characters joins them into one word.
fn bridges(before: u8, between: u8, after: u8) -> bool {
    let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match between {
        b'.' | b'\'' => letters || digits,
        b':' => letters,
        b',' | b';' => digits,
        _ => false,
    }
}
