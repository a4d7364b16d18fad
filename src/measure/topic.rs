//! Topic: which content words stand where, and so what belongs to the article and what does not.
//!
//! A *key* is a content word without its ending, cut to six letters (after `research/inserts.md`): no stop
//! words, no numbers, none of the vocabulary of publishing and reading, which every plug borrows.

use rustc_hash::FxHashMap;

use super::part::links_of;
use super::{Reading, Target, is_body};
use crate::article::{Article, BlockId, BlockKind, Language, TextKind, Word, Words};
use crate::lexicon::{LEXICON, Lists};
use crate::span::Passage;

/// Below so many different keys a share says nothing.
const ENOUGH_KEYS: usize = 4;
/// A key is cut to so many letters.
const KEY_LETTERS: usize = 6;
/// A title has at least so many keys.
const TITLE_KEYS: usize = 2;

/// The keys of an article.
pub(super) struct Topic {
    /// For each word form of the article its key; none for what is no content word.
    keys: Vec<Option<u32>>,
    /// For each key the first blocks it stands in (three are enough to know of another one).
    blocks: Vec<Vec<BlockId>>,
    /// For each key whether it stands in the title or a heading.
    headed: Vec<bool>,
    /// For each block that says word for word what an earlier one said, that one. They count as one: a plug that
    /// comes again and again is no subject.
    originals: FxHashMap<BlockId, BlockId>,
}

/// How many blocks of a key are remembered.
const REMEMBERED: usize = 3;

impl Topic {
    /// Counts the keys of an article.
    pub(super) fn of(article: &Article, language: Option<&Language>) -> Self {
        let lists = language.and_then(|language| LEXICON.of(language.tag()));
        let (keys, count) = keys(&article.words, lists);
        let mut topic =
            Self { keys, blocks: vec![Vec::new(); count], headed: vec![false; count], originals: FxHashMap::default() };
        let mut first: FxHashMap<Vec<u32>, BlockId> = FxHashMap::default();
        for (id, block) in article.numbered() {
            let titled = matches!(block.kind, BlockKind::Title | BlockKind::Description);
            if is_body(article, id) || titled {
                let headed = titled || block.kind.is_heading();
                let forms = article.words.words(block.text).map(|word| word.form).collect();
                let original = if headed { id } else { *first.entry(forms).or_insert(id) };
                if original != id {
                    topic.originals.insert(id, original);
                    continue;
                }
                for word in article.words.words(block.text).filter(|word| !is_code(article, word)) {
                    topic.count(word, id, headed);
                }
            }
        }
        topic
    }

    fn count(&mut self, word: &Word, block: BlockId, headed: bool) {
        let Some(key) = self.key(word) else { return };
        if let Some(seen) = self.headed.get_mut(key as usize) {
            *seen |= headed;
        }
        if let Some(blocks) = self.blocks.get_mut(key as usize)
            && blocks.len() < REMEMBERED
            && blocks.last() != Some(&block)
        {
            blocks.push(block);
        }
    }

    /// The key of a word.
    pub(super) fn key(&self, word: &Word) -> Option<u32> {
        self.keys.get(word.form as usize).copied().flatten()
    }

    /// The content words of a passage in order, each with its key; none that are code.
    pub(super) fn content<'a>(&self, article: &'a Article, passage: Passage) -> impl Iterator<Item = (u32, &'a Word)> {
        let words = article.words.words(passage).filter(|word| !is_code(article, word));
        words.filter_map(|word| self.key(word).map(|key| (key, word)))
    }

    /// The different keys of a passage, each with the first word that has it.
    pub(super) fn distinct<'a>(&self, article: &'a Article, passage: Passage) -> Vec<(u32, &'a Word)> {
        let mut found: Vec<(u32, &Word)> = self.content(article, passage).collect();
        found.sort_by_key(|(key, word)| (*key, word.passage));
        found.dedup_by_key(|(key, _)| *key);
        found.sort_by_key(|(_, word)| word.passage);
        found
    }

    /// In how many blocks but this one a key stands; up to [`REMEMBERED`].
    fn elsewhere(&self, key: u32, block: BlockId) -> usize {
        let own = self.originals.get(&block).unwrap_or(&block);
        let blocks = self.blocks.get(key as usize).map_or(&[][..], Vec::as_slice);
        blocks.iter().filter(|other| *other != own).count()
    }

    /// The share of the target's keys that stand nowhere else.
    pub(super) fn off_topic(&self, article: &Article, target: &Target) -> Option<Reading> {
        self.foreign(article, target.text, target.block, ENOUGH_KEYS).map(|(value, words)| Reading {
            value,
            places: words.iter().map(|word| word.passage).collect(),
            fields: vec![("words", quoted(article, &words))],
            ..Reading::default()
        })
    }

    fn foreign<'a>(
        &self,
        article: &'a Article,
        text: Passage,
        block: BlockId,
        enough: usize,
    ) -> Option<(i64, Vec<&'a Word>)> {
        let keys = self.distinct(article, text);
        if keys.len() < enough {
            return None;
        }
        let count = keys.len();
        let foreign: Vec<&Word> =
            keys.into_iter().filter(|(key, _)| self.elsewhere(*key, block) == 0).map(|(_, word)| word).collect();
        Some(((foreign.len() * 100 / count) as i64, foreign))
    }

    /// The share of the target's keys that the article speaks of: in its title, a heading, or two other blocks.
    pub(super) fn on_topic(&self, article: &Article, target: &Target) -> Option<Reading> {
        let keys = self.distinct(article, target.text);
        let known = |key: u32| {
            let headed = self.headed.get(key as usize).copied().unwrap_or_default();
            self.elsewhere(key, target.block) >= if headed { 1 } else { 2 }
        };
        let spoken: Vec<Passage> = keys.iter().filter(|(key, _)| known(*key)).map(|(_, word)| word.passage).collect();
        let value = (spoken.len() * 100).checked_div(keys.len())? as i64;
        Some(Reading { value, places: spoken, ..Reading::default() })
    }

    /// The most foreign of the titles in the target: a link's text, a run of words in title case.
    pub(super) fn foreign_title(&self, article: &Article, target: &Target) -> Option<Reading> {
        let anchors = links_of(article, target).iter().map(|link| link.text);
        let titles = anchors.chain(title_case_runs(article, target.text));
        let measured = titles.filter_map(|title| {
            self.foreign(article, title, target.block, TITLE_KEYS).map(|(value, _)| (value, title))
        });
        let (value, title) = measured.max_by_key(|(value, title)| (*value, title.len()))?;
        let fields = vec![("title", article.text(title).to_owned())];
        Some(Reading { value, places: vec![title], fields, ..Reading::default() })
    }
}

/// Whether a word of running text is code, and so no word of the text.
pub(super) fn is_code(article: &Article, word: &Word) -> bool {
    article.region_at(word.passage.start) == Some(TextKind::Code)
}

/// Runs of at least four words in which all content words begin with a capital.
fn title_case_runs(article: &Article, text: Passage) -> Vec<Passage> {
    const CAPITALS: usize = 4;
    let mut runs = Vec::new();
    let mut open: Option<(Passage, usize)> = None;
    for word in article.words.inside(text) {
        let written = article.text(word.passage);
        let capital = written.chars().next().is_some_and(|first| first.is_uppercase() || first.is_numeric());
        let small = written.chars().count() <= 4 && written.chars().all(char::is_alphabetic);
        open = match open {
            Some((run, capitals)) if capital => Some((run.cover(word.passage), capitals + 1)),
            // Small words and dashes stand between, but no title ends in one.
            Some(open) if small || matches!(written, "-" | "–" | "’" | "&") => Some(open),
            Some((run, capitals)) => {
                runs.extend((capitals >= CAPITALS).then_some(run));
                None
            }
            None => capital.then_some((word.passage, 1)),
        };
    }
    runs.extend(open.filter(|(_, capitals)| *capitals >= CAPITALS).map(|(run, _)| run));
    runs
}

/// The first few words in quotation marks, as a reason shows them.
fn quoted(article: &Article, words: &[&Word]) -> String {
    let shown: Vec<String> = words.iter().take(4).map(|word| format!("“{}”", article.text(word.passage))).collect();
    shown.join(", ")
}

/// The key of each form, and how many keys there are.
fn keys(words: &Words, lists: Option<&Lists>) -> (Vec<Option<u32>>, usize) {
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let endings: Vec<&str> = lists.map(|lists| lists.entries("endings").collect()).unwrap_or_default();
    let keys = words.forms.iter().map(|form| {
        let key = key_of(form, lists, &endings)?;
        let next = numbers.len() as u32;
        Some(*numbers.entry(key).or_insert(next))
    });
    let keys = keys.collect();
    (keys, numbers.len())
}

fn key_of(form: &str, lists: Option<&Lists>, endings: &[&str]) -> Option<String> {
    let letters = form.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters < 3 || form.chars().any(|letter| letter.is_ascii_digit()) {
        return None;
    }
    let without_owner = form.strip_suffix("'s").unwrap_or(form);
    let idle = |word: &str| {
        lists.is_some_and(|lists| {
            ["common", "stop-words", "publishing-words"].iter().any(|list| lists.holds(list, word))
        })
    };
    if idle(form) || idle(without_owner) {
        return None;
    }
    let stem = endings
        .iter()
        .filter_map(|ending| without_owner.strip_suffix(ending))
        .filter(|stem| stem.chars().count() >= 3)
        .min_by_key(|stem| stem.len())
        .unwrap_or(without_owner);
    if idle(stem) {
        return None;
    }
    Some(stem.chars().take(KEY_LETTERS).collect())
}
