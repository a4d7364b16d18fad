//! Measures: what can be known of a target. A measure takes the [`Facts`] of an article and a [`Target`]
//! and gives whole numbers with the places that prove them. It does not know which rule asks.

pub mod claim;
mod part;
mod shape;
mod shout;
mod similarity;
mod target;
mod topic;

use std::sync::OnceLock;

pub(crate) use part::sentence_at;
pub use part::{Part, Text};
pub use shape::Shape;
pub(crate) use target::targets;
pub use target::{Target, TargetKind};

use crate::article::{Article, BlockId, Language};
use crate::house::House;
use crate::span::Passage;
use claim::{Candidate, Claims};
use similarity::Similarity;
use topic::Topic;

/// An article, its house, and what measures have worked out; each thing once, when first asked for.
pub struct Facts<'a> {
    /// The article.
    pub article: &'a Article,
    /// The publication.
    pub house: &'a House,
    body: OnceLock<Option<(BlockId, BlockId)>>,
    topic: OnceLock<Topic>,
    similarity: OnceLock<Similarity>,
    claims: OnceLock<Claims>,
    candidates: OnceLock<Vec<Vec<Candidate>>>,
}

impl<'a> Facts<'a> {
    /// The facts of an article in a house; nothing is worked out yet.
    pub fn new(article: &'a Article, house: &'a House) -> Self {
        Self {
            article,
            house,
            body: OnceLock::new(),
            topic: OnceLock::new(),
            similarity: OnceLock::new(),
            claims: OnceLock::new(),
            candidates: OnceLock::new(),
        }
    }

    /// The language of the article, or else of the house.
    pub fn language(&self) -> Option<&'a Language> {
        self.article.language.as_ref().or(self.house.language.as_ref())
    }

    /// Its dated statements.
    pub fn claims(&self) -> &Claims {
        self.claims.get_or_init(|| Claims::find(self.article))
    }

    /// The first and the last block of text of the article itself.
    fn body(&self) -> Option<(BlockId, BlockId)> {
        *self.body.get_or_init(|| {
            let mut body = self.article.numbered().map(|(id, _)| id).filter(|id| is_body(self.article, *id));
            let first = body.next()?;
            Some((first, body.next_back().unwrap_or(first)))
        })
    }

    /// For each dated answer the statements of the body that cannot be true beside it.
    fn candidates(&self, answer: usize) -> &[Candidate] {
        let all = self.candidates.get_or_init(|| {
            let claims = self.claims();
            (0..claims.answers.len()).map(|answer| claims.candidates(self.article, answer)).collect()
        });
        all.get(answer).map_or(&[], Vec::as_slice)
    }

    fn topic(&self) -> &Topic {
        self.topic.get_or_init(|| Topic::of(self.article, self.language()))
    }

    fn similarity(&self) -> &Similarity {
        self.similarity.get_or_init(|| Similarity::of(self.article, self.topic()))
    }
}

/// What a measure found: a number, the places that prove it, and values that rules may put into words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The number, in the unit of [`Measure::unit`].
    pub value: i64,
    /// The places that prove it.
    pub places: Vec<Passage>,
    /// The second place, of a measure that relates two.
    pub other: Option<Passage>,
    /// Values by name, as [`Measure::fields`] lists them.
    pub fields: Vec<(&'static str, String)>,
}

/// The built-in measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// How many words.
    Words,
    /// How much of it the rest of the article never speaks of.
    OffTopic,
    /// How little a title in it has to do with the rest of the article.
    ForeignTitle,
    /// How much of it the rest of the article speaks of.
    OnTopic,
    /// The longest run of words in capitals.
    Shouted,
    /// How much of an earlier block it says again.
    RepeatsEarlier,
    /// How many blocks stand between it and the block it is most like.
    BlocksApart,
    /// How well the statement agrees in its words with one that says another date.
    ContradictsBody,
    /// The same in the words right around the two dates.
    NearWords,
    /// Whether both name one kind of event.
    SameEvent,
    /// How much of the two dates is equal.
    DateAlike,
    /// How many other dates the body gives in such words.
    Rivals,
}

impl Measure {
    /// All of them, in the order of the vocabulary.
    pub const ALL: [Self; 12] = [
        Self::Words,
        Self::OffTopic,
        Self::ForeignTitle,
        Self::OnTopic,
        Self::Shouted,
        Self::RepeatsEarlier,
        Self::BlocksApart,
        Self::ContradictsBody,
        Self::NearWords,
        Self::SameEvent,
        Self::DateAlike,
        Self::Rivals,
    ];

    /// Its name in rules.
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::OffTopic => "off-topic",
            Self::ForeignTitle => "foreign-title",
            Self::OnTopic => "on-topic",
            Self::Shouted => "shouted",
            Self::RepeatsEarlier => "repeats-earlier",
            Self::BlocksApart => "blocks-apart",
            Self::ContradictsBody => "contradicts-body",
            Self::NearWords => "near-words",
            Self::SameEvent => "same-event",
            Self::DateAlike => "date-alike",
            Self::Rivals => "rivals",
        }
    }

    /// What it measures, for the vocabulary.
    pub fn about(self) -> &'static str {
        match self {
            Self::Words => "how many words the target has; code does not count",
            Self::OffTopic => {
                "the share of its content words that stand nowhere else in the article; nothing below 4 of them"
            }
            Self::ForeignTitle => {
                "the same share for a title in it: a link's text, words in title case, a quoted or emphasised title"
            }
            Self::OnTopic => "the share of its content words that stand in the title, a heading or two other blocks",
            Self::Shouted => {
                "the longest run of words in capital letters; acronyms the article explains by use do not count"
            }
            Self::RepeatsEarlier => {
                "the share of its content words and word pairs that one earlier block has too; nothing below 8 content words"
            }
            Self::BlocksApart => "how many blocks of text stand between it and the one that it repeats",
            Self::ContradictsBody => {
                "a statement of the body with another date of the same event: how far the two agree otherwise"
            }
            Self::NearWords => "how far the words right around the two dates agree",
            Self::SameEvent => {
                "100 where both name the same kind of event (opened, founded …), 50 where one names none"
            }
            Self::DateAlike => "of year, month and day, the share that is equal",
            Self::Rivals => "how many other dates the body gives in words that agree about as well",
        }
    }

    /// In what it counts.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Words | Self::Shouted => "words",
            Self::BlocksApart => "blocks",
            Self::Rivals => "dates",
            _ => "percent",
        }
    }

    /// The values that `because` and `message` may use, beside `{value}` and `{match}`.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::OffTopic => &["words"],
            Self::ForeignTitle => &["title"],
            Self::ContradictsBody => &["says", "other"],
            _ => &[],
        }
    }

    /// Whether it relates the target to a second place.
    pub fn relates(self) -> bool {
        matches!(self, Self::RepeatsEarlier | Self::BlocksApart) || self.compares_claims()
    }

    fn compares_claims(self) -> bool {
        matches!(self, Self::ContradictsBody | Self::NearWords | Self::SameEvent | Self::DateAlike | Self::Rivals)
    }

    /// Whether a target of that kind has it.
    pub fn fits(self, kind: TargetKind) -> bool {
        match self {
            _ if self.compares_claims() => kind == TargetKind::AnswerClaim,
            Self::RepeatsEarlier | Self::BlocksApart => kind.is_block(),
            _ => kind != TargetKind::Article,
        }
    }

    /// What it finds at a target: nothing, one reading, or one for each second place.
    pub fn read(self, facts: &Facts<'_>, target: &Target) -> Vec<Reading> {
        let one = |value: Option<Reading>| value.into_iter().collect();
        match self {
            Self::Words => {
                let words = facts.article.words.words(target.text);
                let value = words.filter(|word| !topic::is_code(facts.article, word)).count() as i64;
                vec![Reading { value, ..Reading::default() }]
            }
            Self::OffTopic => one(facts.topic().off_topic(facts.article, target)),
            Self::ForeignTitle => one(facts.topic().foreign_title(facts.article, target)),
            Self::OnTopic => one(facts.topic().on_topic(facts.article, target)),
            Self::Shouted => one(shout::longest(facts.article, target)),
            Self::RepeatsEarlier => facts.similarity().repeats(target, |nearest| nearest.likeness),
            Self::BlocksApart => facts.similarity().repeats(target, |nearest| nearest.apart),
            Self::ContradictsBody => contradictions(facts, target, |candidate| candidate.agreement),
            Self::NearWords => contradictions(facts, target, |candidate| candidate.near),
            Self::SameEvent => contradictions(facts, target, |candidate| candidate.event),
            Self::DateAlike => contradictions(facts, target, |candidate| candidate.alike),
            Self::Rivals => contradictions(facts, target, |candidate| candidate.rivals),
        }
    }
}

/// One reading for each statement of the body that cannot be true beside the answer's.
fn contradictions(facts: &Facts<'_>, target: &Target, value: impl Fn(&Candidate) -> i64) -> Vec<Reading> {
    let claims = facts.claims();
    let Some(answer) = claims.answers.get(target.number) else { return Vec::new() };
    let says = |passage| facts.article.text(passage).to_owned();
    let candidates = facts.candidates(target.number).iter();
    let pairs = candidates.filter_map(|candidate| claims.body.get(candidate.other).map(|other| (candidate, other)));
    pairs
        .map(|(candidate, other)| Reading {
            value: value(candidate),
            places: vec![answer.passage],
            other: Some(other.passage),
            fields: vec![("says", says(answer.passage)), ("other", says(other.passage))],
        })
        .collect()
}

/// Whether a block is text of the article itself: no furniture, nothing hidden, no code, no data.
pub(crate) fn is_body(article: &Article, id: BlockId) -> bool {
    use crate::article::TextKind::{Prose, Quoted};
    article.block(id).is_some_and(|block| {
        !block.kind.is_container() && !block.text.is_empty() && matches!(block.reads, Prose | Quoted)
    })
}
