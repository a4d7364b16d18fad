//! Sentences: the boundaries of Unicode Standard Annex 29, joined again behind abbreviations.

use unicode_segmentation::UnicodeSegmentation;

use super::Article;
use crate::lexicon::{LEXICON, Lists};
use crate::span::Passage;

/// Behind so many characters in a row that are no letters or digits a new sentence begins. The annex looks past
/// them for a small letter, and unicode-segmentation does so at each of them.
const DESERT: usize = 32;

/// Cuts a block's text into sentences, without the white space between them.
pub(crate) fn cut(article: &Article, block: Passage) -> Vec<Passage> {
    let language = article.language.as_ref().map_or("en", |language| language.tag());
    let lists = LEXICON.of(language);
    let text = article.text(block);
    let mut sentences: Vec<Passage> = Vec::new();
    let mut open: Option<Passage> = None;
    for (at, piece) in pieces(text).filter(|(_, piece)| !piece.trim().is_empty()) {
        let start = block.start + at as u32;
        let here = Passage::new(start, start + piece.len() as u32);
        let whole = open.map_or(here, |open| open.cover(here));
        let rest = text.get(at + piece.len()..).unwrap_or_default();
        if goes_on(piece, rest, lists) || is_day(piece, rest, language) {
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

/// What stands between two boundaries of the annex, with its place.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut dry = 0;
    let stretches = text.split_inclusive(move |letter: char| {
        dry = if letter.is_alphanumeric() || dry == DESERT { 0 } else { dry + 1 };
        dry == DESERT
    });
    stretches.flat_map(|stretch| stretch.split_sentence_bounds()).scan(0, |at, piece| {
        *at += piece.len();
        Some((*at - piece.len(), piece))
    })
}

/// Whether a full stop belongs to a day: "am 3. Mai".
fn is_day(piece: &str, rest: &str, language: &str) -> bool {
    let last = piece.trim_end().strip_suffix('.').and_then(|before| before.split_whitespace().next_back());
    let day = last.is_some_and(|last| last.len() <= 2 && last.bytes().all(|byte| byte.is_ascii_digit()));
    let month = || rest.split(|letter: char| !letter.is_alphabetic()).next();
    day && month().is_some_and(|word| LEXICON.numbers.value(language, "months", &word.to_lowercase()).is_some())
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

#[cfg(test)]
mod tests {
    use crate::article::{Article, BlockId, Format};
    use crate::source::Source;

    /// The sentences of a one-paragraph text in the language of its front matter.
    fn sentences(language: &str, text: &str) -> Vec<String> {
        let source = Source::new("a.md", format!("---\nlang: {language}\n---\n\n{text}\n")).unwrap();
        let article = Article::read(&source, Format::Markdown);
        let block = article.numbered().find(|(_, block)| !block.text.is_empty()).map_or(BlockId(0), |(id, _)| id);
        article.sentences(block).iter().map(|sentence| article.text(*sentence).to_owned()).collect()
    }

    #[test]
    fn abbreviations_and_initials_end_no_sentence() {
        let text = "Dr. Ada B. Winter lives in St. Ives. She has a cat, e.g. Mr. Tom. See no. 5 below!";
        let expected = ["Dr. Ada B. Winter lives in St. Ives.", "She has a cat, e.g. Mr. Tom.", "See no. 5 below!"];
        assert_eq!(sentences("en", text), expected);
    }

    #[test]
    fn a_desert_of_marks_costs_no_more_than_its_length() {
        let desert = ["&nbsp;) ", "&nbsp; "].map(|marks| marks.repeat(20_000)).concat();
        let text = format!("It ended. {desert}It began. 1. 1. {}", "1. ".repeat(50_000));
        let cut = sentences("en", &text);
        assert_eq!(cut.first().map(String::as_str), Some("It ended."));
        assert!(cut.iter().any(|sentence| sentence.ends_with("It began.")));
    }

    #[test]
    fn a_quotation_goes_on_with_its_sentence() {
        let text = "“Who was that?” she asked, and closed the door. Nobody said anything.";
        assert_eq!(sentences("en", text).len(), 2);
    }

    #[test]
    fn a_wrapped_line_is_no_end_and_a_day_in_german_none() {
        assert_eq!(sentences("en", "It rained all day on the\nthree of us. Then it stopped.").len(), 2);
        assert_eq!(sentences("de", "Sie kam am 3. Mai 1926 an. Dann ging sie.").len(), 2);
    }
}
