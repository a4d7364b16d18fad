//! Shapes: what a target looks like, yes or no.

use super::part::links_of;
use super::{Facts, Target, TargetKind};
use crate::article::{BlockId, BlockKind};
use crate::span::Passage;

/// The shape of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// It is all of its block.
    Alone,
    /// It has letters, none of them a capital.
    LowerCase,
    /// It ends in a mark that ends sentences, or in a colon or comma.
    Punctuated,
    /// It is the first text of the article.
    First,
    /// It is the last text of the article.
    Last,
    /// It is a whole block with paragraphs or headings of the article before and behind.
    Between,
    /// It is one of several short lines of a block, as in verse.
    InVerse,
    /// Nothing but a link.
    OnlyALink,
    /// It stands in an answer or a question of an FAQ.
    InFaq,
    /// An image that shows nothing: no address, or an empty one.
    Empty,
}

impl Shape {
    /// All of them, in the order of the vocabulary.
    pub const ALL: [Self; 10] = [
        Self::Alone,
        Self::LowerCase,
        Self::Punctuated,
        Self::First,
        Self::Last,
        Self::Between,
        Self::InVerse,
        Self::OnlyALink,
        Self::InFaq,
        Self::Empty,
    ];

    /// Its name in rules.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::LowerCase => "lower-case",
            Self::Punctuated => "punctuated",
            Self::First => "first",
            Self::Last => "last",
            Self::Between => "between",
            Self::InVerse => "in-verse",
            Self::OnlyALink => "only-a-link",
            Self::InFaq => "in-faq",
            Self::Empty => "empty",
        }
    }

    /// What it is, for the vocabulary.
    pub fn about(self) -> &'static str {
        match self {
            Self::Alone => "it is all of its block",
            Self::LowerCase => "it has letters, and no capital",
            Self::Punctuated => "it ends in . ! ? … : ; or ,",
            Self::First => "it is the first text of the article",
            Self::Last => "it is the last text of the article",
            Self::Between => "it is a block of its own, with text of the article before and behind",
            Self::InVerse => "it is, or is one line of, a block of three or more short lines, as in verse",
            Self::OnlyALink => "it is nothing but a link",
            Self::InFaq => "it stands in a question or an answer",
            Self::Empty => "an image without an address",
        }
    }

    /// Whether a target of that kind can have it.
    pub fn fits(self, kind: TargetKind) -> bool {
        match self {
            Self::Empty => kind == TargetKind::Image,
            Self::InVerse => kind == TargetKind::Line || kind.is_block(),
            _ => kind != TargetKind::Article,
        }
    }

    /// Whether the target has it.
    pub(crate) fn holds(self, facts: &Facts<'_>, target: &Target) -> bool {
        let article = facts.article;
        let text = article.text(target.text);
        match self {
            Self::Alone => is_whole_block(facts, target),
            Self::LowerCase => text.chars().any(char::is_lowercase) && !text.chars().any(char::is_uppercase),
            Self::Punctuated => text.ends_with(['.', '!', '?', '…', ':', ';', ',', '。']),
            Self::First => !body_before(facts, target.block),
            Self::Last => !body_behind(facts, target.block),
            Self::Between => {
                is_whole_block(facts, target) && body_before(facts, target.block) && body_behind(facts, target.block)
            }
            Self::InVerse => in_verse(facts, target),
            Self::OnlyALink => only_a_link(facts, target),
            Self::InFaq => in_faq(facts, target.text),
            Self::Empty => {
                let image = article.images.get(target.number);
                image.is_some_and(|image| image.url.is_none_or(Passage::is_empty))
            }
        }
    }
}

fn is_whole_block(facts: &Facts<'_>, target: &Target) -> bool {
    let article = facts.article;
    article.block(target.block).is_some_and(|block| match target.kind {
        TargetKind::Image => block.text.is_empty() && article.images_of(target.block).len() == 1,
        _ => block.text == target.text,
    })
}

fn only_a_link(facts: &Facts<'_>, target: &Target) -> bool {
    links_of(facts.article, target).iter().take(2).any(|link| link.text == target.text)
}

fn body_before(facts: &Facts<'_>, block: BlockId) -> bool {
    facts.body().is_some_and(|(first, _)| first < block)
}

fn body_behind(facts: &Facts<'_>, block: BlockId) -> bool {
    facts.body().is_some_and(|(_, last)| last > block)
}

/// A line of verse is at most this long on average, in bytes (so that each line need not be counted anew).
const VERSE_LINE: usize = 70;

/// A block of three or more lines that are short on average.
fn in_verse(facts: &Facts<'_>, target: &Target) -> bool {
    let count = facts.article.lines_of(target.block).len();
    let length = facts.article.block(target.block).map_or(0, |block| block.text.len() as usize);
    let verse = count >= 3 && length <= count * VERSE_LINE;
    verse && facts.article.block(target.block).is_some_and(|block| block.kind != BlockKind::ListItem)
}

fn in_faq(facts: &Facts<'_>, text: Passage) -> bool {
    let pairs = &facts.article.pairs;
    let at = pairs.partition_point(|pair| pair.question.start <= text.start);
    let Some(pair) = at.checked_sub(1).and_then(|at| pairs.get(at)) else { return false };
    pair.question.overlaps(text) || !text.among(&pair.answer).is_empty()
}
