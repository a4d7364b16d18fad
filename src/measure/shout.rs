//! Shouting: runs of words in capital letters.

use super::{Reading, Target};
use crate::article::{Article, Word, WordKind};
use crate::span::Passage;

/// The longest run of words that are all capitals; a single letter or a number inside counts as part of it,
/// not as a word. Nothing where there is none.
pub(super) fn longest(article: &Article, target: &Target) -> Option<Reading> {
    let mut best: Option<(i64, Passage)> = None;
    let mut open: Option<(i64, Passage)> = None;
    for word in article.words.inside(target.text) {
        if word.kind == WordKind::Symbol {
            continue;
        }
        open = match (weight(article, word), open) {
            (Some(weight), Some((words, place))) => Some((words + weight, place.cover(word.passage))),
            (Some(1), None) => Some((1, word.passage)),
            _ => None,
        };
        if open.is_some_and(|(words, _)| best.is_none_or(|(most, _)| words > most)) {
            best = open;
        }
    }
    best.map(|(value, place)| Reading { value, places: vec![place], ..Reading::default() })
}

/// 1 for a word in capitals, 0 for what may stand between them, nothing for what ends the run.
fn weight(article: &Article, word: &Word) -> Option<i64> {
    let text = article.text(word.passage);
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let capitals = text.chars().filter(|letter| letter.is_uppercase()).count();
    match (letters, capitals) {
        (0, _) | (1, 1) => Some(0),
        (letters, capitals) if letters >= 2 && letters == capitals => Some(1),
        _ => None,
    }
}
