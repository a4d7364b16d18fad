//! Question–answer pairs under an FAQ heading: sub-headings as questions, bold or marked lines as
//! questions, and the flattened form of plain text (a line that asks, then a paragraph that answers).

use super::{Article, Block, BlockId, BlockKind, TextKind};
use crate::lexicon::LEXICON;
use crate::span::Passage;

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The question.
    pub question: Passage,
    /// What answers it, block by block (of the first block, what is behind the question).
    pub answer: Vec<Passage>,
}

/// A question is at most this long, in characters.
const LONGEST_QUESTION: usize = 200;

/// Finds the pairs of all FAQ sections.
pub(crate) fn pair(article: &Article) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut faq: Option<u8> = None;
    let mut open: Option<Pair> = None;
    for (id, block) in article.numbered() {
        if block.kind.is_container() || block.text.is_empty() || !is_read(block) {
            continue;
        }
        if let BlockKind::Heading { level, sure } = block.kind {
            let inside = faq.is_some_and(|faq| level > faq || !sure);
            if is_faq_heading(article.text(block.text)) {
                faq = Some(level);
                pairs.extend(open.take());
                continue;
            }
            if faq.is_some() && asks(article, block.text) {
                pairs.extend(open.replace(Pair { question: block.text, answer: Vec::new() }));
                continue;
            }
            pairs.extend(open.take());
            if !inside || !sure {
                faq = None;
            }
            continue;
        }
        if faq.is_some() {
            take(article, id, block, &mut open, &mut pairs);
        }
    }
    pairs.extend(open);
    pairs.retain(|pair| !pair.answer.is_empty());
    pairs
}

/// Takes a block of an FAQ section: one question with its answer, a question, or more of an answer.
fn take(article: &Article, id: BlockId, block: &Block, open: &mut Option<Pair>, pairs: &mut Vec<Pair>) {
    let from = article.lines.partition_point(|line| line.block < id);
    let lines = article.lines.get(from..).unwrap_or_default();
    let lines: Vec<Passage> = lines.iter().take_while(|line| line.block == id).map(|line| line.text).collect();
    let mut rest = block.text;
    if let Some(question) = lines.first().copied().filter(|line| asks(article, *line)) {
        pairs.extend(open.replace(Pair { question, answer: Vec::new() }));
        rest = Passage::new(question.end, block.text.end).trim(article.visible.text());
    } else if let Some(question) = asking_sentence(article, block.text) {
        pairs.extend(open.replace(Pair { question, answer: Vec::new() }));
        rest = Passage::new(question.end, block.text.end).trim(article.visible.text());
    }
    if let Some(pair) = open
        && !rest.is_empty()
    {
        pair.answer.push(rest);
    }
}

/// In a wrapped document, or where a bold question is followed on its line: the first sentence, if it asks.
fn asking_sentence(article: &Article, block: Passage) -> Option<Passage> {
    let text = article.text(block);
    let end = text.find('?')? + 1;
    let question = Passage::new(block.start, block.start + end as u32);
    asks(article, question).then_some(question)
}

fn is_read(block: &Block) -> bool {
    matches!(block.reads, TextKind::Prose | TextKind::Quoted)
}

/// Whether a line asks: it ends in a question mark, and is short and one sentence.
fn asks(article: &Article, line: Passage) -> bool {
    let text = article.text(line).trim_end_matches(['*', '_', '"', '”', ' ']);
    let ends = text.ends_with(['?', '？']);
    ends && text.chars().count() <= LONGEST_QUESTION && !text.trim_end_matches(['?', '？']).contains(['.', '!'])
        || ends && starts_with_mark(text)
}

/// "Q:", "Q.", "F:": a mark of one or two characters before a question.
fn starts_with_mark(text: &str) -> bool {
    let mark = text.split([':', '.']).next().unwrap_or_default();
    mark.chars().count() <= 3 && mark.chars().next().is_some_and(char::is_uppercase)
}

/// A heading of more words is a sentence that happens to hold one of the list.
const HEADING_WORDS: usize = 8;

/// Whether a heading announces questions: it is one of the phrases of a list, or short with a word of another.
fn is_faq_heading(text: &str) -> bool {
    let folded: String = super::words::fold(text);
    let plain = folded.trim_matches(|letter: char| !letter.is_alphanumeric());
    let words = || plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    LEXICON.any_holds("faq-headings", plain)
        || words().count() <= HEADING_WORDS && words().any(|word| LEXICON.any_holds("faq-heading-words", word))
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Format};
    use crate::source::Source;

    /// Each question with its answer.
    fn pairs(text: &str, format: Format) -> Vec<(String, String)> {
        let article = Article::read(&Source::new("a", text).unwrap(), format);
        let answer =
            |pair: &super::Pair| pair.answer.iter().map(|part| article.text(*part)).collect::<Vec<_>>().join(" / ");
        article.pairs.iter().map(|pair| (article.text(pair.question).to_owned(), answer(pair))).collect()
    }

    fn owned(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(question, answer)| ((*question).to_owned(), (*answer).to_owned())).collect()
    }

    #[test]
    fn sub_headings_ask_until_the_next_section() {
        let text = "# Hall\n\n## FAQ\n\n### When does it open?\n\nAt ten.\n\nOn Sundays at two.\n\n### Is it warm?\n\nNo.\n\n## Contact\n\nWhere is it? Here.\n";
        let expected = [("When does it open?", "At ten. / On Sundays at two."), ("Is it warm?", "No.")];
        assert_eq!(pairs(text, Format::Markdown), owned(&expected));
    }

    #[test]
    fn bold_lines_and_marked_lines_ask() {
        let bold = "## Questions and answers\n\n**Is it warm?**\nNot before noon.\n\n**Is there a cat?** Yes, two.\n";
        let expected = [("Is it warm?", "Not before noon."), ("Is there a cat?", "Yes, two.")];
        assert_eq!(pairs(bold, Format::Markdown), owned(&expected));
        let marked = "## FAQs\n\n**Q: Is it warm?**\nA: Not before noon.\n";
        assert_eq!(pairs(marked, Format::Markdown), owned(&[("Q: Is it warm?", "A: Not before noon.")]));
    }

    #[test]
    fn flattened_text_asks_line_by_line_and_ends_at_a_line_that_does_not() {
        let text =
            "The hall\n\nIt opens late.\n\nFAQs\n\nWhen does it open?\n\nAt ten.\n\nLeave a Reply\n\nYour name.\n";
        assert_eq!(pairs(text, Format::Text), owned(&[("When does it open?", "At ten.")]));
    }

    #[test]
    fn questions_under_another_heading_are_none() {
        assert_eq!(pairs("## Doubts\n\n### Is it warm?\n\nNo.\n", Format::Markdown), Vec::new());
    }
}
