//! The comparison of an answer's claim with those of the body: how far their words agree, and what speaks
//! against taking two differing dates for a contradiction.

use rustc_hash::FxHashMap;

use super::date::Relation;
use super::ground::Unit;
use super::guard::{Pair, Silence};
use super::{Claim, Claims, Setting};
use crate::article::Article;
use crate::span::Passage;

/// An answer looks at so many places of the index, its rarest words first, and compares so many sentences.
const PLACES: usize = 256;
const SENTENCES: usize = 12;
/// Below this agreement two sentences are not of the same thing, in percent.
const RELATED: i64 = 30;
/// A sentence that says what the answer says supports it from this agreement on, or if it agrees almost as well
/// as the one that says otherwise.
const SUPPORT: i64 = 40;
const ALMOST: i64 = 15;
/// Other dates count as rivals if they agree almost as well; so many are too many.
const CLOSE: i64 = 12;
const TOO_MANY: i64 = 2;

/// A statement of the body that cannot be true beside an answer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its number in [`Claims::body`].
    pub other: usize,
    /// How far the two agree in all but the date, in percent: the share of the answer's and its question's words
    /// that the other sentence holds, and the reverse.
    pub agreement: i64,
    /// The same of the words right around the two dates.
    pub near: i64,
    /// How far another statement of the body agrees that says what the answer says, in percent.
    pub support: i64,
    /// 100 where both name the same kind of event, 50 where one names none.
    pub event: i64,
    /// Of year, month and day, the share that is equal, where both name two of them or more.
    pub alike: i64,
    /// How many other dates the body has for words that agree about as well.
    pub rivals: i64,
    /// Why nothing should be said of it.
    pub silence: Option<Silence>,
}

/// All that differ from the answer, the best agreeing first.
pub(super) fn against_body(article: &Article, claims: &Claims, setting: &Setting, answer: &Claim) -> Vec<Candidate> {
    let profile = Profile::of(article, setting, answer);
    let mut candidates = Vec::new();
    let mut support = 0;
    for home in profile.homes(setting) {
        let Some(unit) = setting.ground.units.get(home) else { continue };
        for (_, mention) in at_home(&claims.mentions, home) {
            if answer.value.relation(mention.value) == Relation::Same {
                support = support.max(profile.support(article, setting, unit, mention));
            }
        }
        for (number, other) in at_home(&claims.body, home) {
            match answer.value.relation(other.value) {
                Relation::Same => support = support.max(profile.support(article, setting, unit, other)),
                Relation::Differs => candidates.extend(profile.candidate(article, setting, unit, other, number)),
                Relation::Near | Relation::Unrelated => {}
            }
        }
    }
    let said = claims.said.get(answer.home).map_or(&[][..], Vec::as_slice);
    for candidate in &mut candidates {
        let Some(other) = claims.body.get(candidate.other) else { continue };
        candidate.support = support;
        let supported = support >= SUPPORT || support > 0 && support + ALMOST >= candidate.agreement;
        let taken = said.iter().any(|said| said.relation(other.value) == Relation::Same);
        let outside = [(taken, Silence::Taken), (supported, Silence::Supported)];
        let outside = outside.into_iter().find_map(|(holds, silence)| holds.then_some(silence));
        candidate.silence = candidate.silence.or(outside);
    }
    candidates.sort_by_key(|candidate| (-candidate.agreement, candidate.other));
    count_rivals(claims, &mut candidates);
    candidates
}

/// Among those that nothing else speaks against: how many say a third thing and agree about as well.
fn count_rivals(claims: &Claims, candidates: &mut [Candidate]) {
    let open: Vec<(usize, i64)> = candidates
        .iter()
        .filter(|candidate| candidate.silence.is_none())
        .map(|candidate| (candidate.other, candidate.agreement))
        .collect();
    for candidate in candidates {
        let Some(mine) = claims.body.get(candidate.other) else { continue };
        let rival = |(other, agreement): &&(usize, i64)| {
            let differs = claims.body.get(*other).map(|other| other.value.relation(mine.value));
            differs == Some(Relation::Differs) && agreement + CLOSE >= candidate.agreement
        };
        candidate.rivals = open.iter().filter(rival).count() as i64;
        if candidate.rivals >= TOO_MANY {
            candidate.silence = candidate.silence.or(Some(Silence::Rivals));
        }
    }
}

/// The claims of a unit with their numbers, out of a list by unit.
fn at_home(claims: &[Claim], home: usize) -> impl Iterator<Item = (usize, &Claim)> {
    let first = claims.partition_point(|claim| claim.home < home);
    claims.iter().enumerate().skip(first).take_while(move |(_, claim)| claim.home == home)
}

/// An answer's words, with what they weigh.
struct Profile<'a> {
    answer: &'a Claim,
    /// All of them, rising: those of its clause twice, the rest of the sentence and the question once.
    all: Vec<(u32, u32)>,
    question: Vec<u32>,
}

impl<'a> Profile<'a> {
    fn of(article: &Article, setting: &Setting, answer: &'a Claim) -> Self {
        let stems = |passage: Passage| setting.ground.stems(article, passage);
        let question = answer.question.map(stems).unwrap_or_default();
        let mut all: FxHashMap<u32, u32> = FxHashMap::default();
        for stem in stems(answer.sentence).into_iter().chain(question.iter().copied()) {
            let times = if answer.stems.contains(&stem) { 2 } else { 1 };
            all.insert(stem, setting.ground.weight(stem) * times);
        }
        let mut all: Vec<(u32, u32)> = all.into_iter().collect();
        all.sort_unstable();
        Self { answer, all, question }
    }

    /// The dated units that share its weightiest words, the most shared first.
    fn homes(&self, setting: &Setting) -> Vec<usize> {
        let mut lists: Vec<(&Vec<usize>, u32)> =
            self.all.iter().filter_map(|(stem, weight)| Some((setting.index.get(stem)?, *weight))).collect();
        lists.sort_by_key(|(list, _)| list.len());
        let mut shared: FxHashMap<usize, u32> = FxHashMap::default();
        let places = lists.iter().flat_map(|(list, weight)| list.iter().map(|home| (*home, *weight)));
        for (home, weight) in places.take(PLACES) {
            *shared.entry(home).or_default() += weight;
        }
        let mut homes: Vec<(usize, u32)> = shared.into_iter().collect();
        homes.sort_unstable_by_key(|(home, weight)| (std::cmp::Reverse(*weight), *home));
        homes.into_iter().take(SENTENCES).map(|(home, _)| home).collect()
    }

    fn knows(&self, stem: u32) -> bool {
        self.all.binary_search_by_key(&stem, |(stem, _)| *stem).is_ok()
    }

    /// How far a sentence agrees: three parts the share of the answer's words that it holds (its heading and its
    /// neighbours count half), two parts the share of the words around its date that the answer holds.
    fn agreement(&self, article: &Article, setting: &Setting, unit: &Unit, other: &Claim) -> i64 {
        let ground = &setting.ground;
        let heading = ground.heading(article, unit.block);
        let around: Vec<&Unit> = ground.around(article, other.home).collect();
        let beside = |stem: &u32| around.iter().any(|unit| unit.stems.binary_search(stem).is_ok());
        let held = |stem: u32| match () {
            () if unit.stems.binary_search(&stem).is_ok() => 100,
            () if heading.contains(&stem) || beside(&stem) => 50,
            () => 0,
        };
        let forward = share(self.all.iter().map(|(stem, weight)| (*weight, held(*stem))));
        let known = |stem: &u32| if self.knows(*stem) { 100 } else { 0 };
        let backward = share(other.stems.iter().map(|stem| (ground.weight(*stem), known(stem))));
        (forward * 3 + backward * 2) / 5
    }

    /// How far the words right around the dates agree, both ways; the question's may stand for the answer's.
    fn near(&self, setting: &Setting, other: &Claim) -> i64 {
        let theirs = &other.stems;
        let both = |mine: &[u32]| {
            let there = mine.iter().map(|stem| (setting.ground.weight(*stem), i64::from(theirs.contains(stem)) * 100));
            let back = theirs.iter().map(|stem| (setting.ground.weight(*stem), i64::from(mine.contains(stem)) * 100));
            share(there.chain(back))
        };
        both(&self.answer.stems).max(both(&self.question))
    }

    /// How far a statement of the same date backs the answer; half as far if it is of another event.
    fn support(&self, article: &Article, setting: &Setting, unit: &Unit, other: &Claim) -> i64 {
        let agreement = self.agreement(article, setting, unit, other);
        let (mine, theirs) = (self.answer.marks.events, other.marks.events);
        let elsewhere = mine & theirs == 0 && mine != 0 && theirs != 0;
        if elsewhere { agreement / 2 } else { agreement }
    }

    fn candidate(
        &self,
        article: &Article,
        setting: &Setting,
        unit: &Unit,
        other: &Claim,
        number: usize,
    ) -> Option<Candidate> {
        let agreement = self.agreement(article, setting, unit, other);
        if agreement < RELATED {
            return None;
        }
        let pair = Pair { article, tongue: &setting.tongue, ground: &setting.ground, answer: self.answer, other };
        let shared = unit.stems.iter().filter(|stem| self.knows(**stem)).count();
        let same_event = self.answer.marks.events & other.marks.events != 0;
        let thin = (shared < 2).then_some(Silence::Thin);
        Some(Candidate {
            other: number,
            agreement,
            near: self.near(setting, other),
            support: 0,
            event: if same_event { 100 } else { 50 },
            alike: self.answer.value.alike(other.value),
            rivals: 0,
            silence: pair.silence().or(thin),
        })
    }
}

/// The weighted mean of percentages; nothing of nothing.
fn share(parts: impl Iterator<Item = (u32, i64)>) -> i64 {
    let (whole, held) = parts.fold((0, 0), |(whole, held), (weight, percent)| {
        let weight = i64::from(weight);
        (whole + weight, held + weight * percent)
    });
    if whole == 0 { 0 } else { held / whole }
}
