//! Claims: what an article says happened when. An answer of an FAQ claims a date; a statement of the body
//! that gives the same event another date contradicts it.
//!
//! Precision comes first: a pair is only a [`Candidate`] where the words around both dates agree, and any of
//! the reasons in [`Silence`] makes it none.

mod clause;
mod compare;
mod date;
mod grammar;
mod ground;
mod guard;
mod tongue;

use rustc_hash::FxHashMap;

pub use compare::Candidate;
pub use date::{Bound, Date, Grain, Relation};
pub use guard::Silence;

use crate::article::{Article, BlockId, TextKind};
use crate::span::Passage;
use ground::Ground;
use tongue::{Marks, Tongue};

/// One dated statement.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The date.
    pub value: Date,
    /// The date's own words.
    pub passage: Passage,
    /// The sentence it stands in; of a table, the cell.
    pub sentence: Passage,
    /// The block it stands in.
    pub block: BlockId,
    /// The question that it answers.
    pub question: Option<Passage>,
    /// The words that belong to the date: its clause, or the cells beside it.
    own: Vec<Passage>,
    /// What those words mark, and what the sentence does.
    marks: Marks,
    told: Marks,
    /// The number of its unit in the ground, or of its pair.
    home: usize,
}

/// The dated statements of an article that has answers; none where it has no dated answer.
pub struct Claims {
    /// In the answers.
    pub answers: Vec<Claim>,
    /// In the body, by place.
    pub body: Vec<Claim>,
    /// What the body mentions with a date that dates nothing itself: it supports, but accuses no one.
    mentions: Vec<Claim>,
    /// All dates of each question with its answer.
    said: Vec<Vec<Date>>,
    setting: Option<Setting>,
}

/// What pairs are compared by.
struct Setting {
    tongue: Tongue,
    ground: Ground,
    /// The dated units that hold a stem.
    index: FxHashMap<u32, Vec<usize>>,
}

impl Claims {
    /// Finds them. An article without a dated answer costs no more than its answers.
    pub fn find(article: &Article) -> Self {
        let mut claims =
            Self { answers: Vec::new(), body: Vec::new(), mentions: Vec::new(), said: Vec::new(), setting: None };
        let Some(tongue) = Tongue::of(article).filter(|tongue| has_dated_answer(article, tongue)) else {
            return claims;
        };
        let mut answered: Vec<Passage> =
            article.pairs.iter().flat_map(|pair| pair.answer.iter().copied().chain([pair.question])).collect();
        answered.sort_unstable();
        let ground = Ground::of(article, &tongue, &answered);
        claims.find_answers(article, &tongue, &ground);
        claims.find_body(article, &tongue, &ground);
        let index = claims.index(&ground);
        claims.setting = Some(Setting { tongue, ground, index });
        claims
    }

    fn find_answers(&mut self, article: &Article, tongue: &Tongue, ground: &Ground) {
        for (home, pair) in article.pairs.iter().enumerate() {
            let asked = grammar::dates(article, tongue, pair.question);
            let mut said: Vec<Date> = asked.into_iter().map(|found| found.value).collect();
            let asked = tongue.marks(article, pair.question);
            for part in &pair.answer {
                let Some(block) = article.block_at(part.start) else { continue };
                let (mut firm, mut weak) = (Vec::new(), Vec::new());
                for sentence in sentences_of(article, block, *part) {
                    let place = Place { sentence, block, home, beside: &[] };
                    let (sure, vague) = place.claims(article, tongue, ground);
                    firm.extend(sure);
                    weak.extend(vague);
                }
                said.extend(firm.iter().chain(&weak).map(|claim| claim.value));
                for claim in &mut firm {
                    claim.question = Some(pair.question);
                    // "In 2018." is of the event that was asked for.
                    if claim.marks.events == 0 {
                        claim.marks.events = asked.events;
                    }
                }
                self.answers.append(&mut firm);
            }
            self.said.push(said);
        }
    }

    fn find_body(&mut self, article: &Article, tongue: &Tongue, ground: &Ground) {
        for (home, unit) in ground.units.iter().enumerate() {
            let place = Place { sentence: unit.passage, block: unit.block, home, beside: &unit.beside };
            let (firm, weak) = place.claims(article, tongue, ground);
            self.body.extend(firm);
            self.mentions.extend(weak);
        }
    }

    fn index(&self, ground: &Ground) -> FxHashMap<u32, Vec<usize>> {
        let mut homes: Vec<usize> = self.body.iter().chain(&self.mentions).map(|claim| claim.home).collect();
        homes.sort_unstable();
        homes.dedup();
        let mut index: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for home in homes {
            for stem in ground.units.get(home).map_or(&[][..], |unit| &unit.stems) {
                index.entry(*stem).or_default().push(home);
            }
        }
        index
    }

    /// The statements of the body that cannot be true beside an answer's, the best agreeing first.
    pub fn candidates(&self, article: &Article, answer: usize) -> Vec<Candidate> {
        let mut considered = self.considered(article, answer);
        considered.retain(|candidate| candidate.silence.is_none());
        considered
    }

    /// The same with those that are kept silent about, and why.
    pub fn considered(&self, article: &Article, answer: usize) -> Vec<Candidate> {
        match (self.answers.get(answer), &self.setting) {
            (Some(claim), Some(setting)) => compare::against_body(article, self, setting, claim),
            _ => Vec::new(),
        }
    }
}

/// A claim's value as a reader is shown it.
pub fn describe<'a>(article: &'a Article, claim: &Claim) -> &'a str {
    article.text(claim.passage)
}

fn has_dated_answer(article: &Article, tongue: &Tongue) -> bool {
    let mut parts = article.pairs.iter().flat_map(|pair| &pair.answer);
    parts.any(|part| grammar::dates(article, tongue, *part).iter().any(|found| found.firm))
}

/// The sentences of a block that stand in a part of it.
fn sentences_of(article: &Article, block: BlockId, part: Passage) -> Vec<Passage> {
    let sentences = ground::sentences(article, block).into_iter();
    let cut = sentences.map(|sentence| Passage::new(sentence.start.max(part.start), sentence.end.min(part.end)));
    cut.map(|sentence| sentence.trim(article.visible.text())).filter(|sentence| !sentence.is_empty()).collect()
}

/// Where claims are looked for.
struct Place<'a> {
    sentence: Passage,
    block: BlockId,
    home: usize,
    beside: &'a [Passage],
}

impl Place<'_> {
    /// The firm claims and the mere mentions of a sentence. What is quoted word for word, or asked, only mentions.
    fn claims(&self, article: &Article, tongue: &Tongue, ground: &Ground) -> (Vec<Claim>, Vec<Claim>) {
        let dates = grammar::dates(article, tongue, self.sentence);
        if dates.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let asks = article.text(self.sentence).ends_with(['?', '？']);
        let told = tongue.marks(article, self.sentence);
        let places: Vec<Passage> = dates.iter().map(|found| found.passage).collect();
        let claims = dates.iter().map(|found| {
            let clause = clause::around(article, tongue, ground, self.sentence, found.passage, &places);
            let clause = if self.beside.is_empty() { clause } else { self.sentence };
            let own: Vec<Passage> = std::iter::once(clause).chain(self.beside.iter().copied()).collect();
            let marks = own.iter().map(|part| tongue.marks(article, *part)).reduce(Marks::with).unwrap_or_default();
            let read = article.reads_as(found.passage, &[TextKind::Prose, TextKind::Quoted]);
            let claim = Claim {
                value: found.value,
                passage: found.passage,
                sentence: self.sentence,
                block: self.block,
                question: None,
                own,
                marks,
                told: told.clone(),
                home: self.home,
            };
            (claim, found.firm && read && !asks)
        });
        let (firm, weak): (Vec<_>, Vec<_>) = claims.partition(|(_, firm)| *firm);
        let only = |claims: Vec<(Claim, bool)>| claims.into_iter().map(|(claim, _)| claim).collect();
        (only(firm), only(weak))
    }
}
