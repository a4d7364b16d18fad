//! Similarity: which earlier block a block says again.
//!
//! The share of a block's content keys (without order) and of its pairs of neighbouring keys (with order)
//! that one earlier block holds too, both ways: words that are in the copy only count against it as much as
//! words of the original that it leaves out. Earlier blocks are found through their rarest keys. Only what is
//! the same word for word is alike to 100 percent.

use rustc_hash::FxHashMap;

use super::topic::Topic;
use super::{Reading, Target, is_body};
use crate::article::{Article, BlockId, BlockKind};
use crate::span::Passage;

/// Below so many different keys two blocks are not compared.
const ENOUGH_KEYS: usize = 8;
/// Below so many words a copy word for word says nothing.
const ENOUGH_WORDS: usize = 12;
/// A key that stands in more blocks than this finds no candidates: so the work stays linear.
const TOO_COMMON: usize = 12;

/// The nearest earlier block of each block that has one.
pub(super) struct Similarity {
    nearest: FxHashMap<BlockId, Nearest>,
}

/// The earlier block that a block is most like.
pub(super) struct Nearest {
    /// In percent.
    pub(super) likeness: i64,
    /// How many blocks of text stand between the two.
    pub(super) apart: i64,
    text: Passage,
}

/// What is compared of a block.
struct Profile {
    block: BlockId,
    text: Passage,
    /// Its number among the article's own blocks of text.
    order: u32,
    /// The forms of all its words, in order.
    words: Vec<u32>,
    /// Sorted, each once.
    keys: Vec<u32>,
    /// Sorted, each once.
    pairs: Vec<(u32, u32)>,
}

impl Similarity {
    /// Compares each block with the earlier ones that share rare keys with it.
    pub(super) fn of(article: &Article, topic: &Topic) -> Self {
        let bodies = article.numbered().filter(|(id, _)| is_body(article, *id)).zip(0..);
        let compared = bodies.filter(|((_, block), _)| is_compared(block.kind));
        let profiles: Vec<Profile> =
            compared.map(|((id, block), order)| Profile::of(article, topic, id, block.text, order)).collect();
        let mut originals: FxHashMap<&[u32], usize> = FxHashMap::default();
        let mut holders: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        let mut nearest = FxHashMap::default();
        for (index, profile) in profiles.iter().enumerate() {
            let original = originals.get(profile.words.as_slice()).and_then(|original| profiles.get(*original));
            let copied = original.filter(|_| profile.words.len() >= ENOUGH_WORDS).map(|original| (100, original));
            if let Some((likeness, other)) = copied.or_else(|| nearest_of(&profiles, &holders, profile)) {
                let apart = i64::from(profile.order) - i64::from(other.order) - 1;
                nearest.insert(profile.block, Nearest { likeness, apart, text: other.text });
            }
            originals.entry(&profile.words).or_insert(index);
            for key in profile.keys.iter().filter(|_| profile.keys.len() >= ENOUGH_KEYS) {
                let blocks = holders.entry(*key).or_default();
                if blocks.len() < TOO_COMMON {
                    blocks.push(index);
                }
            }
        }
        Self { nearest }
    }

    /// What `value` says of a target and the earlier block that it is most like.
    pub(super) fn repeats(&self, target: &Target, value: impl Fn(&Nearest) -> i64) -> Vec<Reading> {
        let found = self.nearest.get(&target.block).filter(|_| target.kind.is_block());
        let reading = |nearest: &Nearest| Reading {
            value: value(nearest),
            places: vec![target.text],
            other: Some(nearest.text),
            ..Reading::default()
        };
        found.map(reading).into_iter().collect()
    }
}

/// Pull quotes and captions say again what the text says: that is what they are for.
fn is_compared(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem)
}

impl Profile {
    fn of(article: &Article, topic: &Topic, block: BlockId, text: Passage, order: u32) -> Self {
        let sequence: Vec<u32> = topic.content(article, text).map(|(key, _)| key).collect();
        let distinct = |mut keys: Vec<u32>| {
            keys.sort_unstable();
            keys.dedup();
            keys
        };
        let mut pairs: Vec<(u32, u32)> =
            sequence.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let keys = distinct(sequence);
        let words = article.words.words(text).map(|word| word.form).collect();
        Self { block, text, order, words, keys, pairs }
    }

    /// 0 to 99: three parts words in any order, one part pairs; of the longer of the two.
    fn likeness(&self, other: &Self) -> i64 {
        let share = |common: usize, a: usize, b: usize| (common * 100).checked_div(a.max(b)).unwrap_or_default();
        let keys = share(common(&self.keys, &other.keys), self.keys.len(), other.keys.len());
        let pairs = share(common(&self.pairs, &other.pairs), self.pairs.len(), other.pairs.len());
        ((keys * 3 + pairs) / 4).min(99) as i64
    }
}

/// How many items two sorted lists share.
fn common<T: Ord>(a: &[T], b: &[T]) -> usize {
    a.iter().filter(|item| b.binary_search(item).is_ok()).count()
}

/// The earliest of the most alike of the eight earlier blocks that share most keys.
fn nearest_of<'p>(
    profiles: &'p [Profile],
    holders: &FxHashMap<u32, Vec<usize>>,
    profile: &Profile,
) -> Option<(i64, &'p Profile)> {
    if profile.keys.len() < ENOUGH_KEYS {
        return None;
    }
    let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
    for key in &profile.keys {
        for index in holders.get(key).into_iter().flatten() {
            *shared.entry(*index).or_default() += 1;
        }
    }
    let mut candidates: Vec<(usize, usize)> = shared.into_iter().map(|(index, count)| (count, index)).collect();
    candidates.sort_unstable_by_key(|(count, index)| (std::cmp::Reverse(*count), *index));
    let best = candidates.into_iter().take(8).filter_map(|(_, index)| {
        let other = profiles.get(index)?;
        Some((profile.likeness(other), std::cmp::Reverse(index)))
    });
    let (likeness, std::cmp::Reverse(index)) = best.max()?;
    Some((likeness, profiles.get(index)?))
}
