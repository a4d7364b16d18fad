//! Templates: the words of a rule with `{places}` to fill.

use std::fmt::Write as _;

/// A text with placeholders. `{{` and `}}` stand for braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Place(String),
}

/// A value that fills a placeholder is cut behind so many characters.
const LONGEST_VALUE: usize = 80;

impl Template {
    /// Reads a template. Nothing if a brace is left open.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '{' | '}' if letters.peek() == Some(&letter) => {
                    letters.next();
                    words.push(letter);
                }
                '{' => {
                    let mut name = String::new();
                    loop {
                        match letters.next() {
                            Some('}') => break,
                            Some(letter) => name.push(letter),
                            None => return None,
                        }
                    }
                    pieces.push(Piece::Words(std::mem::take(&mut words)));
                    pieces.push(Piece::Place(name));
                }
                '}' => return None,
                _ => words.push(letter),
            }
        }
        pieces.push(Piece::Words(words));
        Some(Self { pieces })
    }

    /// The names of its places.
    pub(crate) fn places(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Place(name) => Some(name.as_str()),
            Piece::Words(_) => None,
        })
    }

    /// The text with each place filled by what `value` gives for its name.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Place(name) => text.push_str(&shorten(&value(name).unwrap_or_default())),
            }
        }
        text
    }
}

/// White space as one blank, and no longer than fits into a reason.
fn shorten(value: &str) -> String {
    let mut short = String::new();
    for word in value.split_whitespace() {
        if short.chars().count() + word.chars().count() >= LONGEST_VALUE {
            if short.is_empty() {
                short.extend(word.chars().take(LONGEST_VALUE));
            }
            short.push('…');
            return short;
        }
        let blank = if short.is_empty() { "" } else { " " };
        let _ = write!(short, "{blank}{word}");
    }
    short
}
