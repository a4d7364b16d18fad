//! The reader of plain text: paragraphs between blank lines, list and quotation marks, and lines that look
//! like headings (which is a guess, and marked as one).

use super::build::Builder;
use super::{Article, BlockKind, Format};
use crate::source::Source;
use crate::span::Span;

/// A heading has at most this many words, and this many characters.
const HEADING_WORDS: usize = 12;
const HEADING_LENGTH: usize = 90;

/// Reads plain text.
pub(crate) fn read(source: &Source) -> Article {
    let mut builder = Builder::new(source, Format::Text);
    let lines = split_lines(&source.text);
    let blank = lines.iter().any(|line| line.text.is_empty());
    let one_a_block = !blank && !is_wrapped(source, &lines);
    let mut groups: Vec<&[Line]> =
        if one_a_block { lines.chunks(1).collect() } else { lines.split(|line| line.text.is_empty()).collect() };
    groups.retain(|group| group.iter().any(|line| !line.text.is_empty()));
    for (index, group) in groups.iter().enumerate() {
        let followed = groups.get(index + 1).is_some();
        paragraph(&mut builder, source, group, index == 0, followed);
    }
    builder.finish()
}

/// A line of the source: with its break, and without it and the white space at its ends.
#[derive(Clone, Copy)]
struct Line {
    whole: Span,
    text: Span,
}

fn split_lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for piece in text.get(start..).unwrap_or_default().split_inclusive(['\n', '\r']) {
        let whole = Span::of(start..start + piece.len());
        start += piece.len();
        // The LF of a CR LF belongs to the line before.
        if piece == "\n" && text.as_bytes().get(whole.start.saturating_sub(1) as usize) == Some(&b'\r') {
            continue;
        }
        lines.push(Line { whole, text: whole.trim(text) });
    }
    lines
}

/// Whether the lines look wrapped at a fixed width: at least a third of the characters in long lines.
fn is_wrapped(source: &Source, lines: &[Line]) -> bool {
    let length = |line: &Line| source.slice(line.text).chars().count();
    let all: usize = lines.iter().map(length).sum();
    let ended = lines.split_last().map_or(&[][..], |(_, rest)| rest);
    let continued = ended.iter().filter(|line| !source.slice(line.text).ends_with(['.', '!', '?', ':', '"', '”']));
    let wrapped: usize = continued.map(length).filter(|length| (50..=120).contains(length)).sum();
    wrapped * 3 >= all && wrapped > 0
}

fn paragraph(builder: &mut Builder, source: &Source, lines: &[Line], first: bool, followed: bool) {
    let (Some(start), Some(end)) = (lines.first(), lines.last()) else { return };
    let marked = |line: &Line| list_mark(source.slice(line.text)).is_some();
    if marked(start) && lines.len() > 1 || lines.len() == 1 && marked(start) {
        list(builder, source, lines);
        return;
    }
    if lines.iter().all(|line| source.slice(line.text).starts_with('>')) {
        quotation(builder, source, lines);
        return;
    }
    let kind = match lines {
        [line] if followed && looks_like_heading(source.slice(line.text)) => {
            BlockKind::Heading { level: if first { 1 } else { 2 }, sure: false }
        }
        _ => BlockKind::Paragraph,
    };
    builder.begin(kind, start.whole.start);
    fill(builder, lines, 0);
    builder.end(end.whole.end);
}

/// Writes lines into the open leaf, a soft break between them; `skip` bytes of the first are a mark.
fn fill(builder: &mut Builder, lines: &[Line], skip: u32) {
    let mut before: Option<Span> = None;
    for (index, line) in lines.iter().filter(|line| !line.text.is_empty()).enumerate() {
        if let Some(before) = before {
            builder.line_break(Span::new(before.end, line.text.start), true);
        }
        let skip = if index == 0 { skip } else { 0 };
        builder.text(Span::new(line.text.start + skip, line.text.end));
        before = Some(line.text);
    }
}

fn list(builder: &mut Builder, source: &Source, lines: &[Line]) {
    let start = lines.first().map_or(0, |line| line.whole.start);
    builder.open(BlockKind::List, start, None);
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let marked = |line: &Line| list_mark(source.slice(line.text)).is_some();
        let length = rest.iter().skip(1).position(marked).map_or(rest.len(), |at| at + 1);
        let (item, behind) = rest.split_at(length);
        let mark = list_mark(source.slice(first.text)).unwrap_or_default();
        builder.begin(BlockKind::ListItem, first.whole.start);
        fill(builder, item, mark);
        builder.end(item.last().map_or(first.whole.end, |line| line.whole.end));
        rest = behind;
    }
    builder.close(lines.last().map_or(start, |line| line.whole.end));
}

fn quotation(builder: &mut Builder, source: &Source, lines: &[Line]) {
    let start = lines.first().map_or(0, |line| line.whole.start);
    let end = lines.last().map_or(start, |line| line.whole.end);
    builder.open(BlockKind::Quotation, start, Some(super::TextKind::Quoted));
    builder.begin(BlockKind::Quote, start);
    let unmarked: Vec<Line> = lines
        .iter()
        .map(|line| {
            let text = source.slice(line.text);
            let mark = text.len() - text.trim_start_matches(['>', ' ', '\t']).len();
            Line { text: Span::new(line.text.start + mark as u32, line.text.end), ..*line }
        })
        .collect();
    fill(builder, &unmarked, 0);
    builder.end(end);
    builder.close(end);
}

/// The length in bytes of a list mark ("- ", "* ", "• ", "3. ") with its blank; nothing where there is none.
fn list_mark(line: &str) -> Option<u32> {
    let mark: &str = line.split_whitespace().next()?;
    let bullet = matches!(mark, "-" | "*" | "•" | "–" | "·" | "+");
    let digits = mark
        .strip_suffix(['.', ')'])
        .is_some_and(|number| (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()));
    let behind = line.get(mark.len()..)?;
    let blank = behind.len() - behind.trim_start().len();
    ((bullet || digits) && blank > 0 && blank < behind.len()).then_some((mark.len() + blank) as u32)
}

/// A short line that does not end like a sentence and begins like a title.
fn looks_like_heading(line: &str) -> bool {
    let begins = line.chars().next().is_some_and(|letter| letter.is_uppercase() || letter.is_numeric());
    let ends = !line.ends_with(['.', '!', ',', ';', ':', '"', '”', '…']);
    let short = line.chars().count() <= HEADING_LENGTH && line.split_whitespace().count() <= HEADING_WORDS;
    let caseless = line.chars().next().is_some_and(|letter| letter.is_alphabetic() && !letter.is_lowercase());
    (begins || caseless) && ends && short
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each block's kind and text.
    fn blocks(text: &str) -> Vec<(&'static str, String)> {
        let article = read(&Source::new("a.txt", text).unwrap());
        let leaves = article.blocks.iter().filter(|block| !block.kind.is_container());
        leaves.map(|block| (block.kind.name(), article.text(block.text).to_owned())).collect()
    }

    fn owned(expected: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        expected.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect()
    }

    #[test]
    fn short_lines_between_paragraphs_are_headings_that_nobody_is_sure_of() {
        let text =
            "\u{feff}A walk\r\n\r\nWe went out at nine, and came home late.\r\n\r\nThe way back\r\n\r\nIt rained.\r\n";
        let expected = [
            ("heading", "A walk"),
            ("paragraph", "We went out at nine, and came home late."),
            ("heading", "The way back"),
            ("paragraph", "It rained."),
        ];
        assert_eq!(blocks(text), owned(&expected));
    }

    #[test]
    fn without_a_blank_line_each_line_is_a_block_unless_the_text_is_wrapped() {
        let short = "It was cold.\nWe stayed in.\nThe stove was warm.";
        assert_eq!(blocks(short).len(), 3);
        let wrapped = "We went out at nine in the morning, when the fog was still lying on the\nmeadows, and nobody in the \
                       village had yet lit a fire, and we came home only\nwhen it was dark again.";
        assert_eq!(blocks(wrapped).len(), 1);
    }

    #[test]
    fn marks_of_lists_and_quotations_are_no_text() {
        let expected = [("list-item", "eggs"), ("list-item", "a loaf of bread"), ("quote", "Bring both. And butter.")];
        assert_eq!(blocks("- eggs\n- a loaf\n  of bread\n\n> Bring both.\n> And butter.\n"), owned(&expected));
    }

    #[test]
    fn every_line_of_a_paragraph_is_remembered() {
        let article = read(&Source::new("a.txt", "one\ntwo\n\nthree\n").unwrap());
        let lines: Vec<&str> = article.lines.iter().map(|line| article.text(line.text)).collect();
        assert_eq!(lines, ["one", "two", "three"]);
        assert_eq!(article.visible.text(), "one twothree");
    }
}
