//! Parts: the text of a target, around it, or of what it relates to.

use super::{Facts, Target, TargetKind, is_body};
use crate::article::{Article, BlockId, Image, Link};
use crate::span::{Passage, Span};

/// Where a test looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The target's own text.
    Text,
    /// The line that holds it.
    Line,
    /// The sentence that holds it, or each of its sentences.
    Sentence,
    /// The texts of its links.
    LinkText,
    /// The addresses of its links.
    LinkUrl,
    /// The alternative texts of its images.
    ImageAlt,
    /// The addresses of its images.
    ImageUrl,
    /// The heading above it.
    HeadingAbove,
    /// What stands before it.
    Previous,
    /// What stands behind it.
    Next,
    /// The question that it answers.
    Question,
    /// The sentence of the pair's other place.
    OtherSentence,
    /// The source as it is written.
    Raw,
}

/// The text of a part: passages of the visible text, or the source itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// Passages of the visible text.
    Visible(Vec<Passage>),
    /// A stretch of the source.
    Raw(Span),
}

impl Part {
    /// All of them, in the order of the vocabulary.
    pub const ALL: [Self; 13] = [
        Self::Text,
        Self::Line,
        Self::Sentence,
        Self::LinkText,
        Self::LinkUrl,
        Self::ImageAlt,
        Self::ImageUrl,
        Self::HeadingAbove,
        Self::Previous,
        Self::Next,
        Self::Question,
        Self::OtherSentence,
        Self::Raw,
    ];

    /// Its name in rules.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Line => "line",
            Self::Sentence => "sentence",
            Self::LinkText => "link-text",
            Self::LinkUrl => "link-url",
            Self::ImageAlt => "image-alt",
            Self::ImageUrl => "image-url",
            Self::HeadingAbove => "heading-above",
            Self::Previous => "previous",
            Self::Next => "next",
            Self::Question => "question",
            Self::OtherSentence => "other-sentence",
            Self::Raw => "raw",
        }
    }

    /// What it is, for the vocabulary.
    pub fn about(self) -> &'static str {
        match self {
            Self::Text => "the target's own text (if left out)",
            Self::Line => "the line that holds the target",
            Self::Sentence => "the sentence that holds the target, or each of its sentences",
            Self::LinkText => "the texts of its links",
            Self::LinkUrl => "the addresses of its links",
            Self::ImageAlt => "the alternative texts of its images",
            Self::ImageUrl => "the addresses of its images",
            Self::HeadingAbove => "the heading above it",
            Self::Previous => "the line before a line, the sentence before a sentence, otherwise the block before",
            Self::Next => "the same behind it",
            Self::Question => "the question that a statement answers",
            Self::OtherSentence => "the sentence of the pair's second place",
            Self::Raw => "the source as it is written, markup included",
        }
    }

    /// Whether a target of that kind has it.
    pub fn fits(self, kind: TargetKind) -> bool {
        use TargetKind::{AnswerClaim, Article, Image, Line, Run, Section, Tail};
        match self {
            Self::Question | Self::OtherSentence => {
                kind == AnswerClaim || self == Self::OtherSentence && kind.is_block()
            }
            // Where in the text an image stands is not known.
            Self::Line => !matches!(kind, Run | Section | Article | Tail | Image),
            Self::ImageAlt | Self::ImageUrl => kind == Image || kind.is_block(),
            Self::Sentence => !matches!(kind, Line | Run | Section | Article | Image),
            Self::Previous | Self::Next => !matches!(kind, Article | Section | Tail),
            Self::HeadingAbove => kind != Article,
            _ => true,
        }
    }

    /// Whether it is at most a line long, so that a pattern without a literal is cheap there.
    pub(crate) fn is_short(self, kind: TargetKind) -> bool {
        let tag = matches!(kind, TargetKind::Line | TargetKind::Link | TargetKind::Image | TargetKind::Heading);
        matches!(
            self,
            Self::Line | Self::LinkText | Self::LinkUrl | Self::ImageAlt | Self::ImageUrl | Self::HeadingAbove
        ) || tag && matches!(self, Self::Text | Self::Raw)
    }

    /// Its text. `other` is the second place of the pair that is weighed. Of what is not the target's own, as much
    /// as is in sight: or many targets in one endless line would each read all of it.
    pub(crate) fn of(self, facts: &Facts<'_>, target: &Target, other: Option<Passage>) -> Text {
        let article = facts.article;
        let links = || links_of(article, target);
        let images = || images_of(article, target);
        let seen = |text: Passage, from: Passage| in_sight(article, text, from);
        let (front, back) = (|text: Passage| seen(text, text.front()), |text: Passage| seen(text, text.back()));
        Text::Visible(match self {
            Self::Raw => return Text::Raw(target.span),
            Self::Text => vec![target.text],
            Self::Line => lines(article, target).map(|line| seen(line, target.text)).collect(),
            Self::Sentence => {
                let sentences = target.text.among(article.sentences(target.block));
                sentences.iter().map(|sentence| seen(*sentence, target.text)).collect()
            }
            Self::LinkText => links().iter().map(|link| link.text).collect(),
            Self::LinkUrl => links().iter().map(|link| link.url).collect(),
            Self::ImageAlt => images().iter().filter_map(|image| image.alt).collect(),
            Self::ImageUrl => images().iter().filter_map(|image| image.url).collect(),
            Self::HeadingAbove => article.heading_above(target.block).map(front).into_iter().collect(),
            Self::Previous => neighbour(facts, target, false).map(back).into_iter().collect(),
            Self::Next => neighbour(facts, target, true).map(front).into_iter().collect(),
            Self::Question => {
                facts.claims().answers.get(target.number).and_then(|claim| claim.question).into_iter().collect()
            }
            Self::OtherSentence => {
                let sentence = other.and_then(|place| Some(seen(sentence_at(facts, place)?, place)));
                sentence.into_iter().collect()
            }
        })
    }
}

/// How far is seen from a place, in bytes.
const SIGHT: u32 = 2_000;

/// The part of a text that is seen from a place of it, in whole words.
fn in_sight(article: &Article, text: Passage, from: Passage) -> Passage {
    let window = Passage::new(from.start.saturating_sub(SIGHT), from.end.saturating_add(SIGHT));
    if window.contains(text) {
        return text;
    }
    let words = article.words.inside(text.within(window));
    let seen = words.first().zip(words.last()).map(|(first, last)| first.passage.cover(last.passage));
    seen.unwrap_or_else(|| from.within(text))
}

/// The links of a target: of a block all, of a stretch of text those that begin in it.
pub(super) fn links_of<'a>(article: &'a Article, target: &Target) -> &'a [Link] {
    let links = &article.links;
    let range = match target.kind {
        kind if kind.is_block() => return article.links_of(target.block),
        TargetKind::Link => target.number..target.number + 1,
        _ => {
            let first = links.partition_point(|link| link.text.start < target.text.start);
            first..links.partition_point(|link| link.text.start < target.text.end).max(first)
        }
    };
    links.get(range).unwrap_or_default()
}

fn images_of<'a>(article: &'a Article, target: &Target) -> &'a [Image] {
    match target.kind {
        TargetKind::Image => article.images.get(target.number..target.number + 1).unwrap_or_default(),
        _ => article.images_of(target.block),
    }
}

fn lines<'a>(article: &'a Article, target: &Target) -> impl Iterator<Item = Passage> + use<'a> {
    let text = target.text;
    let first = article.lines.partition_point(|line| line.text.end <= text.start);
    let from = article.lines.get(first..).unwrap_or_default().iter();
    from.map(|line| line.text).take_while(move |line| line.overlaps(text))
}

/// The sentence of a place.
pub(crate) fn sentence_at(facts: &Facts<'_>, place: Passage) -> Option<Passage> {
    place.among(facts.article.sentences(facts.article.block_at(place.start)?)).first().copied()
}

/// How many blocks that are not the article's own are passed over in search of a neighbour.
const FAR: usize = 50;

fn neighbour(facts: &Facts<'_>, target: &Target, behind: bool) -> Option<Passage> {
    let article = facts.article;
    let beside = |number: usize| if behind { number.checked_add(1) } else { number.checked_sub(1) };
    match target.kind {
        TargetKind::Line => article.lines.get(beside(target.number)?).map(|line| line.text),
        TargetKind::Sentence => {
            let sentences = article.sentences(target.block);
            let at = sentences.partition_point(|sentence| sentence.start < target.text.start);
            sentences.get(beside(at)?).copied()
        }
        _ => {
            let own = target.block.0;
            let found = (1..=FAR as u32)
                .map_while(|far| if behind { own.checked_add(far) } else { own.checked_sub(far) })
                .map(BlockId)
                .find(|id| is_body(article, *id));
            article.block(found?).map(|block| block.text)
        }
    }
}
