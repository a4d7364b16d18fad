//! Sentences: the boundaries of Unicode Standard Annex 29, joined again behind abbreviations.

use unicode_segmentation::UnicodeSegmentation;

use super::Article;
use crate::lexicon::{LEXICON, Lists};
use crate::span::Passage;

/// Cuts a block's text into sentences, without the white space between them.
pub(crate) fn cut(article: &Article, block: Passage) -> Vec<Passage> {
    let lists = LEXICON.of(article.language.as_ref().map_or("en", |language| language.tag()));
    let text = article.text(block);
    let mut sentences: Vec<Passage> = Vec::new();
    let mut open: Option<Passage> = None;
    for (at, piece) in text.split_sentence_bound_indices() {
        let start = block.start + at as u32;
        let here = Passage::new(start, start + piece.len() as u32);
        let whole = open.map_or(here, |open| open.cover(here));
        let rest = text.get(at + piece.len()..).unwrap_or_default();
        if goes_on(piece, rest, lists) {
            open = Some(whole);
        } else {
            sentences.push(whole.trim(article.visible.text()));
            open = None;
        }
    }
    sentences.extend(open.map(|open| open.trim(article.visible.text())));
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Whether what looks like the end of a sentence is none: an abbreviation, an initial, a quotation that
/// its sentence goes on behind.
fn goes_on(piece: &str, rest: &str, lists: Option<&Lists>) -> bool {
    let piece = piece.trim_end();
    let next = rest.trim_start().chars().next();
    if next.is_none() {
        return false;
    }
    if next.is_some_and(char::is_lowercase) && piece.ends_with(['!', '?', '"', '”', '’', '\'', ')', '…']) {
        return true;
    }
    let Some(before) = piece.strip_suffix('.') else { return false };
    let last = before.rsplit(|letter: char| letter.is_whitespace() || "([“\"‘".contains(letter)).next();
    let last = last.unwrap_or_default();
    let initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let word = last.to_lowercase();
    let binds = lists.is_some_and(|lists| {
        lists.holds("abbreviations", &word)
            || (lists.holds("abbreviations-before-a-number", &word) && next.is_some_and(char::is_numeric))
    });
    initial || binds
}
