//! Phrases: words as people write them, all phrases of all rules in one trie of word numbers.
//!
//! A list is a node of the trie with a root of its own, never multiplied out. The trie of a language is
//! bound when its first article comes, and walked once an article.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::file::{File, Placed};
use super::lists::WordLists;
use crate::article::{Article, WordKind, fold, for_each_token};
use crate::source::Source;
use crate::span::{Passage, Span};

/// `…` stands for at most this many words.
const GAP_WORDS: u8 = 5;
/// So many symbols may stand between two words of a phrase.
const SYMBOLS_BETWEEN: usize = 8;
/// What ends a sentence, and so a phrase that does not write it.
const SENTENCE_ENDS: [&str; 5] = [".", "!", "?", "…", "。"];

/// A phrase as it is written, with its place.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub(super) text: String,
    pub(super) span: Span,
    pub(super) source: Arc<Source>,
}

/// The phrases of one signal.
#[derive(Debug)]
pub(super) struct Set {
    pub(super) phrases: Vec<Phrase>,
    /// The languages that the signal's rule reads; all if it has no words.
    pub(super) languages: Option<Vec<String>>,
}

/// One step of a phrase.
enum Step<'p> {
    Token(&'p str),
    List(&'p str),
    Gap,
}

impl Phrase {
    /// Takes a phrase if its braces close, it says something, and no `…` stands at its ends.
    pub(super) fn parse(written: &Placed<String>, file: &mut File<'_>) -> Option<Self> {
        let text = written.value.trim();
        let braces = text.matches('{').count() == text.matches('}').count();
        let gap = text.starts_with('…') || text.ends_with('…');
        let problem = match () {
            () if text.is_empty() => "a phrase says something",
            () if !braces => "a brace of this phrase is left open",
            () if gap => "`…` stands between words, not at the ends of a phrase",
            () => {
                let source = file.source.clone();
                return Some(Self { text: text.to_owned(), span: written.span, source });
            }
        };
        file.mistake(written.span, problem, None);
        None
    }

    /// The lists that it asks for.
    pub(super) fn lists(&self) -> impl Iterator<Item = &str> {
        lists_in(&self.text)
    }

    /// Whether it writes a word itself, which belongs to one language.
    pub(super) fn has_words(&self) -> bool {
        steps(&self.text)
            .iter()
            .any(|step| matches!(step, Step::Token(token) if token.chars().any(char::is_alphabetic)))
    }
}

/// The lists that a phrase asks for.
pub(super) fn lists_in(phrase: &str) -> impl Iterator<Item = &str> {
    phrase.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

fn steps(phrase: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for (index, part) in phrase.split('{').enumerate() {
        let words = match part.split_once('}') {
            Some((name, words)) if index > 0 => {
                steps.push(Step::List(name));
                words
            }
            _ => part,
        };
        for (index, words) in words.split('…').enumerate() {
            if index > 0 {
                steps.push(Step::Gap);
            }
            for_each_token(words, |token, _| steps.push(Step::Token(token)));
        }
    }
    steps.retain(|step| !matches!(step, Step::Token(token) if is_ignored(token)));
    steps
}

/// Symbols that do not matter between words.
fn is_ignored(token: &str) -> bool {
    let mut letters = token.chars();
    let (first, rest) = (letters.next(), letters.next());
    rest.is_none() && first.is_some_and(|first| ",'\"‘’“”„«»()[]-–—".contains(first))
}

/// The number of the mark that ends an entry of a list.
const LIST_END: u32 = u32::MAX;

#[derive(Debug, Default)]
struct Node {
    lists: Vec<(u32, u32)>,
    gap: Option<u32>,
    ends: Vec<u32>,
}

/// All phrases that are read in one language.
#[derive(Debug, Default)]
pub(crate) struct Book {
    vocabulary: FxHashMap<String, u32>,
    edges: FxHashMap<(u32, u32), u32>,
    nodes: Vec<Node>,
    lists: Vec<List>,
    numbers: FxHashMap<String, u32>,
    /// The words that a phrase can begin with, sorted.
    first: Vec<u32>,
    sets: usize,
}

#[derive(Debug)]
struct List {
    root: u32,
    /// The words that an entry can begin with.
    first: Vec<u32>,
}

impl Book {
    /// Binds all sets that are read in a language.
    pub(super) fn bind(sets: &[Set], lists: &WordLists, language: Option<&str>) -> Self {
        let mut book = Self { sets: sets.len(), nodes: vec![Node::default()], ..Self::default() };
        for (number, set) in sets.iter().enumerate() {
            let reads = set.languages.as_ref().is_none_or(|tags| tags.iter().any(|tag| Some(tag.as_str()) == language));
            for phrase in set.phrases.iter().filter(|_| reads) {
                book.add(0, &phrase.text, number as u32, lists, language.unwrap_or_default());
            }
        }
        book.find_first_words();
        book
    }

    fn add(&mut self, root: u32, phrase: &str, end: u32, lists: &WordLists, language: &str) {
        let mut node = root;
        for step in steps(phrase) {
            node = match step {
                Step::Token(token) => {
                    let next = self.vocabulary.len() as u32;
                    let word = *self.vocabulary.entry(fold(token)).or_insert(next);
                    let fresh = self.nodes.len() as u32;
                    let node = *self.edges.entry((node, word)).or_insert(fresh);
                    self.grow(node)
                }
                Step::List(name) => {
                    let list = self.list(name, lists, language);
                    let known =
                        self.nodes.get(node as usize).and_then(|node| node.lists.iter().find(|edge| edge.0 == list));
                    match known {
                        Some((_, next)) => *next,
                        None => {
                            let next = self.grow(self.nodes.len() as u32);
                            self.change(node, |node| node.lists.push((list, next)));
                            next
                        }
                    }
                }
                Step::Gap => match self.nodes.get(node as usize).and_then(|node| node.gap) {
                    Some(next) => next,
                    None => {
                        let next = self.grow(self.nodes.len() as u32);
                        self.change(node, |node| node.gap = Some(next));
                        next
                    }
                },
            };
        }
        self.change(node, |node| {
            if node.ends.last() != Some(&end) {
                node.ends.push(end);
            }
        });
    }

    /// The number of a list; its entries are added when it is first asked for. Loading refused circles.
    fn list(&mut self, name: &str, lists: &WordLists, language: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.lists.len() as u32;
        let root = self.grow(self.nodes.len() as u32);
        self.lists.push(List { root, first: Vec::new() });
        self.numbers.insert(name.to_owned(), number);
        for entry in lists.entries(language, name) {
            self.add(root, entry, LIST_END, lists, language);
        }
        number
    }

    fn grow(&mut self, node: u32) -> u32 {
        if self.nodes.len() as u32 == node {
            self.nodes.push(Node::default());
        }
        node
    }

    fn change(&mut self, node: u32, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(node as usize) {
            change(node);
        }
    }

    /// Works out which words a phrase, and an entry of each list, can begin with, also through the lists that it
    /// begins with.
    fn find_first_words(&mut self) {
        let roots: Vec<u32> = self.lists.iter().map(|list| list.root).chain([0]).collect();
        let mut direct: FxHashMap<u32, Vec<u32>> = roots.iter().map(|root| (*root, Vec::new())).collect();
        #[expect(clippy::iter_over_hash_type, reason = "sorted below")]
        for (from, word) in self.edges.keys() {
            if let Some(words) = direct.get_mut(from) {
                words.push(*word);
            }
        }
        let first = |root: &u32| {
            let mut first: Vec<u32> =
                self.leading(*root).iter().filter_map(|root| direct.get(root)).flatten().copied().collect();
            first.sort_unstable();
            first.dedup();
            first
        };
        let mut all: Vec<Vec<u32>> = roots.iter().map(first).collect();
        self.first = all.pop().unwrap_or_default();
        self.lists.iter_mut().zip(all).for_each(|(list, first)| list.first = first);
    }

    /// A root with those of the lists that can come first from it.
    fn leading(&self, root: u32) -> Vec<u32> {
        let mut roots = vec![root];
        let mut at = 0;
        while let Some(node) = roots.get(at).and_then(|root| self.nodes.get(*root as usize)) {
            for inner in node.lists.iter().filter_map(|(list, _)| self.lists.get(*list as usize)) {
                if !roots.contains(&inner.root) {
                    roots.push(inner.root);
                }
            }
            at += 1;
        }
        roots
    }

    /// Walks an article: where each set's phrases stand.
    pub(crate) fn walk(&self, article: &Article) -> Hits {
        let words = &article.words;
        let known = words.forms.iter().map(|form| self.vocabulary.get(form.as_str()).copied());
        let mut walk = Walk { article, known: known.collect(), end: 0, lists: FxHashMap::default() };
        let mut places: Vec<Vec<Passage>> = vec![Vec::new(); self.sets];
        let mut found = Vec::new();
        for segment in &words.segments {
            walk.end = segment.end;
            for start in segment.clone() {
                if walk.word(start).is_none_or(|word| self.first.binary_search(&word).is_err()) {
                    continue;
                }
                self.follow(&mut walk, 0, start, &mut found);
                for (end, set) in found.drain(..) {
                    let first = words.list.get(start).map(|word| word.passage);
                    let last = words.list.get(end - 1).map(|word| word.passage);
                    if let (Some(first), Some(last), Some(places)) = (first, last, places.get_mut(set as usize)) {
                        places.push(first.cover(last));
                    }
                }
            }
        }
        Hits { places: places.into_iter().map(longest).collect() }
    }

    /// Finds where phrases from `root` end that begin at the token `start`: behind which token, of which set.
    fn follow(&self, walk: &mut Walk<'_>, root: u32, start: usize, found: &mut Vec<(usize, u32)>) {
        let mut open: Vec<(u32, usize, u8)> = vec![(root, start, 0)];
        while let Some((node, from, mut gap)) = open.pop() {
            let Some(edges) = self.nodes.get(node as usize) else { continue };
            open.extend(edges.gap.map(|next| (next, from, GAP_WORDS)));
            let mut symbols = 0;
            for at in from..walk.end {
                let (word, kind) = (walk.word(at), walk.kind(at));
                let mut arrived: Vec<(u32, usize)> = Vec::new();
                if let Some(word) = word {
                    arrived.extend(self.edges.get(&(node, word)).map(|next| (*next, at + 1)));
                    for (list, next) in &edges.lists {
                        arrived.extend(self.list_ends(walk, *list, word, at).iter().map(|end| (*next, *end)));
                    }
                }
                for (next, end) in arrived {
                    let ends = self.nodes.get(next as usize).map_or(&[][..], |node| &node.ends);
                    found.extend(ends.iter().map(|set| (end, *set)));
                    open.push((next, end, 0));
                }
                // A phrase begins where it begins; behind that, symbols and the words of a gap are passed over.
                let passes = match kind {
                    WordKind::Word => {
                        let left = gap;
                        gap = gap.saturating_sub(1);
                        left > 0
                    }
                    WordKind::Symbol => {
                        symbols += 1;
                        symbols <= SYMBOLS_BETWEEN && !walk.ends_a_sentence(at)
                    }
                };
                if from == start && node == root || !passes {
                    break;
                }
            }
        }
    }

    /// Behind which tokens an entry of a list ends that begins at `start` with `word`.
    fn list_ends(&self, walk: &mut Walk<'_>, list: u32, word: u32, start: usize) -> Arc<[usize]> {
        let Some(entries) = self.lists.get(list as usize) else { return Arc::default() };
        if entries.first.binary_search(&word).is_err() {
            return Arc::default();
        }
        if let Some(known) = walk.lists.get(&(list, start)) {
            return known.clone();
        }
        let mut found = Vec::new();
        self.follow(walk, entries.root, start, &mut found);
        let mut ends: Vec<usize> = found.into_iter().map(|(end, _)| end).collect();
        ends.sort_unstable();
        ends.dedup();
        let ends: Arc<[usize]> = ends.into();
        walk.lists.insert((list, start), ends.clone());
        ends
    }
}

/// What is known while an article is walked.
struct Walk<'a> {
    article: &'a Article,
    /// The vocabulary's number of each form of the article.
    known: Vec<Option<u32>>,
    /// The end of the segment.
    end: usize,
    lists: FxHashMap<(u32, usize), Arc<[usize]>>,
}

impl Walk<'_> {
    fn word(&self, at: usize) -> Option<u32> {
        let word = self.article.words.list.get(at)?;
        self.known.get(word.form as usize).copied().flatten()
    }

    fn kind(&self, at: usize) -> WordKind {
        self.article.words.list.get(at).map_or(WordKind::Symbol, |word| word.kind)
    }

    fn ends_a_sentence(&self, at: usize) -> bool {
        self.article.words.list.get(at).is_some_and(|word| SENTENCE_ENDS.contains(&self.article.words.form(word)))
    }
}

/// Of places that overlap, the first and longest.
fn longest(mut places: Vec<Passage>) -> Vec<Passage> {
    places.sort_unstable_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    let mut kept: Vec<Passage> = Vec::with_capacity(places.len());
    for place in places {
        if kept.last().is_none_or(|last| last.end <= place.start) {
            kept.push(place);
        }
    }
    kept
}

/// Where the phrases of each set stand in an article.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    places: Vec<Vec<Passage>>,
}

impl Hits {
    /// The places of a set that lie in a passage, in order.
    pub(crate) fn within(&self, set: usize, passage: Passage) -> &[Passage] {
        let places = self.places.get(set).map_or(&[][..], Vec::as_slice);
        let first = places.partition_point(|place| place.start < passage.start);
        let behind = places.partition_point(|place| place.end <= passage.end);
        places.get(first..behind.max(first)).unwrap_or_default()
    }
}
