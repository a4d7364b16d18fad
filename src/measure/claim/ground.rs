//! The [`Ground`]: the sentences of the body, with the stems of their words and what each stem weighs.

use rustc_hash::{FxHashMap, FxHashSet};

use super::LONGEST;
use super::tongue::Tongue;
use crate::article::{Article, BlockId, BlockKind, Word};
use crate::measure::is_body;
use crate::span::Passage;

/// The heaviest word weighs this much; a third of it in a title or in many sentences.
const HEAVIEST: u32 = 9;

/// A sentence of the body, or a table cell with what it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) passage: Passage,
    pub(super) block: BlockId,
    /// The cells beside a table cell and the header above it.
    pub(super) beside: Vec<Passage>,
    /// The stems of all of its words, rising.
    pub(super) stems: Vec<u32>,
}

/// What there is to agree with.
pub(super) struct Ground {
    /// For each word form of the article its stem; none for a word without a subject.
    stems: Vec<Option<u32>>,
    /// For each word form whether it is ever written in lower case.
    lower: Vec<bool>,
    weights: Vec<u32>,
    /// The word forms of the title, rising, and their stems.
    title: Vec<u32>,
    titled: Vec<u32>,
    /// The stems of the headings.
    headings: FxHashMap<BlockId, Vec<u32>>,
    /// Whether capitals show names; not where all nouns have them.
    capitals: bool,
    pub(super) units: Vec<Unit>,
}

impl Ground {
    /// The ground of an article; `answered` are the questions and answers, rising.
    pub(super) fn of(article: &Article, tongue: &Tongue, answered: &[Passage]) -> Self {
        let (stems, count) = stems(article, tongue);
        let mut ground = Self {
            stems,
            lower: vec![false; article.words.forms.len()],
            weights: vec![0; count],
            title: Vec::new(),
            titled: Vec::new(),
            headings: FxHashMap::default(),
            capitals: true,
            units: units(article, answered),
        };
        ground.see_capitals(article);
        if let Some(title) = article.title() {
            ground.title = article.words.words(title).map(|word| word.form).collect();
            ground.title.sort_unstable();
            ground.titled = ground.stems(article, title);
        }
        for (id, block) in
            article.numbered().filter(|(_, block)| block.kind.is_heading() && block.text.len() <= LONGEST)
        {
            let stems = ground.stems(article, block.text);
            ground.headings.insert(id, stems);
        }
        ground.weigh(article);
        ground
    }

    /// The stems of a passage, rising, each once.
    pub(super) fn stems(&self, article: &Article, passage: Passage) -> Vec<u32> {
        let mut stems: Vec<u32> = article.words.words(passage).filter_map(|word| self.stem(word)).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// What a stem weighs.
    pub(super) fn weight(&self, stem: u32) -> u32 {
        self.weights.get(stem as usize).copied().unwrap_or(HEAVIEST)
    }

    /// Whether the title holds a word form.
    pub(super) fn is_titled(&self, form: u32) -> bool {
        self.title.binary_search(&form).is_ok()
    }

    /// The stems of the heading above a block.
    pub(super) fn heading(&self, article: &Article, block: BlockId) -> &[u32] {
        let heading = article.block(block).and_then(|block| block.heading);
        heading.and_then(|heading| self.headings.get(&heading)).map_or(&[], Vec::as_slice)
    }

    /// The forms of the names in a passage: words with a capital that is not only the sentence's, without
    /// those of the title, which all of the article is about.
    pub(super) fn names(&self, article: &Article, passage: Passage) -> Vec<u32> {
        if !self.capitals {
            return Vec::new();
        }
        let named = |word: &&Word| {
            let capital = article.text(word.passage).starts_with(char::is_uppercase);
            let subject = self.stem(word).is_some_and(|stem| self.titled.binary_search(&stem).is_err());
            let lower = self.lower.get(word.form as usize).copied().unwrap_or(true);
            capital && subject && !(lower && word.passage.start == passage.start)
        };
        article.words.words(passage).filter(named).map(|word| word.form).collect()
    }

    /// The units around a unit that its sentence may lean on: the one before and the one behind, under the same heading.
    pub(super) fn around(&self, article: &Article, unit: usize) -> impl Iterator<Item = &Unit> {
        let heading = |unit: &Unit| article.block(unit.block).and_then(|block| block.heading);
        let here = self.units.get(unit).map(heading);
        let near = [unit.checked_sub(1), unit.checked_add(1)].into_iter().flatten();
        let units = near.filter_map(|near| self.units.get(near));
        units.filter(move |unit| Some(heading(unit)) == here && unit.passage.len() <= LONGEST)
    }

    fn stem(&self, word: &Word) -> Option<u32> {
        self.stems.get(word.form as usize).copied().flatten()
    }

    /// Notes which words are ever written small, and whether capitals are rare enough to show names.
    fn see_capitals(&mut self, article: &Article) {
        let (mut all, mut capitals) = (0_usize, 0_usize);
        for unit in &self.units {
            for word in article.words.words(unit.passage) {
                let letter = article.text(word.passage).chars().next().unwrap_or_default();
                if letter.is_lowercase()
                    && let Some(lower) = self.lower.get_mut(word.form as usize)
                {
                    *lower = true;
                }
                if word.passage.start != unit.passage.start {
                    all += 1;
                    capitals += usize::from(letter.is_uppercase());
                }
            }
        }
        self.capitals = capitals * 4 < all.max(1);
    }

    /// Weighs each stem by how few units hold it.
    fn weigh(&mut self, article: &Article) {
        let mut units = std::mem::take(&mut self.units);
        let mut counts = vec![0_u64; self.weights.len()];
        for unit in &mut units {
            let all = std::iter::once(unit.passage).chain(unit.beside.iter().copied());
            unit.stems = all.flat_map(|passage| self.stems(article, passage)).collect();
            unit.stems.sort_unstable();
            unit.stems.dedup();
            for stem in &unit.stems {
                if let Some(count) = counts.get_mut(*stem as usize) {
                    *count += 1;
                }
            }
        }
        let all = units.len() as u64;
        self.units = units;
        for (stem, (weight, count)) in self.weights.iter_mut().zip(counts).enumerate() {
            let ratio = (all * all / count.pow(2).max(1)).max(1);
            let rare = ratio.ilog2().clamp(1, HEAVIEST);
            let titled = self.titled.binary_search(&(stem as u32)).is_ok();
            let common = titled || count >= 5 && count * 10 > all;
            *weight = if common { (rare / 3).max(1) } else { rare };
        }
    }
}

/// The stem of each word form, and how many stems there are.
fn stems(article: &Article, tongue: &Tongue) -> (Vec<Option<u32>>, usize) {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut stems = Vec::with_capacity(article.words.forms.len());
    for form in &article.words.forms {
        let word = form.starts_with(char::is_alphabetic);
        let subject = word && !tongue.holds("claim-pale", form) && tongue.number("months", form).is_none();
        let next = numbers.len() as u32;
        stems.push(subject.then(|| *numbers.entry(tongue.stem(form)).or_insert(next)));
    }
    (stems, numbers.len())
}

/// The units of the body, in order: sentences, cut where a line ends too; the cells of tables, without their headers.
fn units(article: &Article, answered: &[Passage]) -> Vec<Unit> {
    let mut units = Vec::new();
    let tables = Tables::of(article);
    for (id, block) in article.numbered() {
        let text = matches!(
            block.kind,
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote | BlockKind::TableCell { header: false, .. }
        );
        let answer = answered.partition_point(|passage| passage.end <= block.text.start);
        let inside = answered.get(answer).is_some_and(|passage| passage.overlaps(block.text));
        if !text || inside || !is_body(article, id) {
            continue;
        }
        let beside = tables.beside(id);
        if let BlockKind::TableCell { .. } = block.kind {
            units.push(Unit { passage: block.text, block: id, beside, stems: Vec::new() });
            continue;
        }
        for passage in sentences(article, id) {
            units.push(Unit { passage, block: id, beside: Vec::new(), stems: Vec::new() });
        }
    }
    units
}

/// The sentences of a block, cut where a line ends: rows that were pasted as lines are no sentence.
pub(super) fn sentences(article: &Article, block: BlockId) -> Vec<Passage> {
    let from = article.lines.partition_point(|line| line.block < block);
    let lines = article.lines.get(from..).unwrap_or_default().iter().take_while(|line| line.block == block);
    let mut lines = lines.map(|line| line.text).peekable();
    let mut cut = Vec::new();
    for sentence in article.sentences(block) {
        while let Some(line) = lines.peek() {
            let part = Passage::new(sentence.start.max(line.start), sentence.end.min(line.end));
            let part = part.trim(article.visible.text());
            cut.extend((!part.is_empty()).then_some(part));
            if line.end > sentence.end {
                break;
            }
            lines.next();
        }
    }
    cut
}

/// The cells of each row and the headers of each column.
#[derive(Default)]
struct Tables {
    cells: FxHashMap<BlockId, (BlockId, u32, u32)>,
    rows: FxHashMap<(BlockId, u32), Vec<Passage>>,
    headers: FxHashMap<(BlockId, u32), Passage>,
}

/// A row with more cells is data, not a statement.
const LONGEST_ROW: usize = 12;

impl Tables {
    fn of(article: &Article) -> Self {
        let mut tables = Self::default();
        let mut headed: FxHashSet<BlockId> = FxHashSet::default();
        for (id, block) in article.numbered() {
            let (BlockKind::TableCell { row, column, header }, Some(table)) = (block.kind, block.parent) else {
                continue;
            };
            if header && row == 0 {
                headed.insert(table);
                tables.headers.insert((table, column), block.text);
                continue;
            }
            tables.cells.insert(id, (table, row, column));
            let cells = tables.rows.entry((table, row)).or_default();
            if cells.len() <= LONGEST_ROW {
                cells.push(block.text);
            }
        }
        tables
    }

    /// What a cell belongs to: the row's first cell and the column's header; a first cell, all of its row.
    fn beside(&self, id: BlockId) -> Vec<Passage> {
        let Some((table, row, column)) = self.cells.get(&id) else { return Vec::new() };
        let cells = self.rows.get(&(*table, *row)).map_or(&[][..], Vec::as_slice);
        let header = self.headers.get(&(*table, *column)).copied();
        let others = if *column == 0 { cells.get(1..) } else { cells.get(..1) };
        others
            .unwrap_or_default()
            .iter()
            .copied()
            .chain(header)
            .filter(|passage| !passage.is_empty() && passage.len() <= LONGEST)
            .collect()
    }
}
