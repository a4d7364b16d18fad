//! The guards: reasons to keep silent about two dates that differ.

use super::ground::Ground;
use super::tongue::{Marks, Tongue};
use super::{Claim, LONGEST};
use crate::article::{Article, BlockKind};
use crate::span::Passage;

/// A word that is neither the article's subject nor a common one weighs so much or more.
const WEIGHTY: u32 = 3;

/// Why two differing dates are no contradiction, or none that is sure enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// They are of two events.
    OtherEvent,
    /// One of them is told as changed or planned.
    Change,
    /// One of them is supposed, not said.
    Unsure,
    /// One of them is denied.
    Negated,
    /// The answer names the other date too.
    Taken,
    /// The body says elsewhere what the answer says.
    Supported,
    /// A stretch of years that the text names leads from one to the other.
    Derived,
    /// They are of two people, places or things.
    OtherName,
    /// They are of two parts or kinds.
    OtherPart,
    /// Each says of what it dates something that the other does not, and no kind of event joins them.
    OtherWords,
    /// The table's row is of something else.
    OtherRow,
    /// It happens again and again.
    Recurring,
    /// The two have too few words in common.
    Thin,
    /// The body gives several other dates for what might be meant.
    Rivals,
}

impl Silence {
    /// The reason as a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::OtherEvent => "The two dates are of different events.",
            Self::Change => "One of them is told as a plan, or as changed later.",
            Self::Unsure => "One of them is supposed, not said.",
            Self::Negated => "One of them is denied.",
            Self::Taken => "The answer or its question names the other date too.",
            Self::Supported => "The body says elsewhere what the answer says.",
            Self::Derived => "The text names the years that lie between them.",
            Self::OtherName => "Each names something that the other does not.",
            Self::OtherPart => "They speak of different parts or kinds.",
            Self::OtherWords => "Each is dated by a word that the other lacks.",
            Self::OtherRow => "The row of the table is of something that the answer does not name.",
            Self::Recurring => "They speak of what happens again and again.",
            Self::Thin => "They have too few words in common.",
            Self::Rivals => "The body gives several other dates for what might be meant.",
        }
    }
}

/// A pair of claims with what both stand on.
pub(super) struct Pair<'a> {
    pub(super) article: &'a Article,
    pub(super) tongue: &'a Tongue,
    pub(super) ground: &'a Ground,
    pub(super) answer: &'a Claim,
    pub(super) other: &'a Claim,
}

impl Pair<'_> {
    /// The first reason for silence that lies in the pair itself.
    pub(super) fn silence(&self) -> Option<Silence> {
        let (mine, theirs) = (&self.answer.marks, &self.other.marks);
        let (told, other_told) = (&self.answer.told, &self.other.told);
        let reasons = [
            (mine.events & theirs.events == 0 && mine.events != 0 && theirs.events != 0, Silence::OtherEvent),
            (differ(&told.changes, &other_told.changes), Silence::Change),
            (told.unsure || other_told.unsure, Silence::Unsure),
            (mine.negated || theirs.negated, Silence::Negated),
            (self.recurs(), Silence::Recurring),
        ];
        let marked = reasons.into_iter().find_map(|(holds, silence)| holds.then_some(silence));
        marked
            .or_else(|| self.other_row().then_some(Silence::OtherRow))
            .or_else(|| self.parts_differ(mine, theirs).then_some(Silence::OtherPart))
            .or_else(|| self.names_differ().then_some(Silence::OtherName))
            .or_else(|| self.derived().then_some(Silence::Derived))
            .or_else(|| self.words_differ().then_some(Silence::OtherWords))
    }

    /// Whether it is of something that has a date each year, and the two are of two years or of none.
    fn recurs(&self) -> bool {
        let one_year = self.answer.value.years_between(self.other.value) == Some(0);
        let told = self.answer.told.recurring || self.other.told.recurring;
        !one_year && (told || self.tongue.are_yearly(self.answer.marks.events & self.other.marks.events))
    }

    /// Where the answer's words may stand: its sentence and its question.
    fn near_answer(&self) -> impl Iterator<Item = Passage> {
        std::iter::once(self.answer.sentence).chain(self.answer.question)
    }

    /// Where the other's may: its sentence, the cells beside it, its neighbours, the heading above.
    fn near_other(&self) -> impl Iterator<Item = Passage> {
        let around = self.ground.around(self.article, self.other.home).map(|unit| unit.passage);
        let heading = self.article.heading_above(self.other.block).filter(|heading| heading.len() <= LONGEST);
        std::iter::once(self.other.sentence).chain(self.other.own.iter().copied()).chain(around).chain(heading)
    }

    fn lacks(&self, form: u32, mut places: impl Iterator<Item = Passage>) -> bool {
        !places.any(|place| self.article.words.inside(place).iter().any(|word| word.form == form))
    }

    /// Whether one of them speaks of "the first" or "the upper" one, and the other does not.
    fn parts_differ(&self, mine: &Marks, theirs: &Marks) -> bool {
        let untitled = |form: &&u32| !self.ground.is_titled(**form);
        mine.scopes.iter().filter(untitled).any(|form| self.lacks(*form, self.near_other()))
            || theirs.scopes.iter().filter(untitled).any(|form| self.lacks(*form, self.near_answer()))
    }

    /// Whether each has a name, or a number beside its date, that the other lacks.
    fn names_differ(&self) -> bool {
        let lacking = |mine: &[u32], theirs: &[u32]| {
            mine.iter().any(|form| self.lacks(*form, self.near_other()))
                && theirs.iter().any(|form| self.lacks(*form, self.near_answer()))
        };
        lacking(&self.answer.names, &self.other.names) || lacking(&self.numbers(self.answer), &self.numbers(self.other))
    }

    /// Whether each has a weighty word right at its date that the other sentence lacks; unless both name one kind
    /// of event, these may be two things that happened: "raised" and "abolished".
    fn words_differ(&self) -> bool {
        let weighty = |stem: &&u32| self.ground.weight(**stem) >= WEIGHTY;
        let stems = |places: &mut dyn Iterator<Item = Passage>| -> Vec<u32> {
            places.flat_map(|place| self.ground.stems(self.article, place)).collect()
        };
        let lacking = |mine: &[u32], theirs: &[u32]| mine.iter().filter(weighty).any(|stem| !theirs.contains(stem));
        self.answer.marks.events & self.other.marks.events == 0
            && lacking(&self.other.stems, &stems(&mut self.near_answer()))
            && lacking(&self.answer.stems, &stems(&mut std::iter::once(self.other.sentence)))
    }

    /// The numbers among a claim's own words, its date apart.
    fn numbers(&self, claim: &Claim) -> Vec<u32> {
        let words = claim.own.iter().flat_map(|part| self.article.words.words(*part));
        let outside = words.filter(|word| !claim.passage.overlaps(word.passage));
        let figures =
            outside.filter(|word| self.article.text(word.passage).starts_with(|letter: char| letter.is_ascii_digit()));
        figures.map(|word| word.form).collect()
    }

    /// Whether a table's row is named with a word that the answer does not know.
    fn other_row(&self) -> bool {
        let column = self.article.block(self.other.block).map(|block| block.kind);
        let (Some(BlockKind::TableCell { column: 1.., .. }), Some(key)) = (column, self.other.own.get(1)) else {
            return false;
        };
        let known: Vec<u32> = self.near_answer().flat_map(|place| self.ground.stems(self.article, place)).collect();
        self.ground.stems(self.article, *key).iter().any(|stem| !known.contains(stem))
    }

    /// Whether a stretch of years named near either of them is what lies between.
    fn derived(&self) -> bool {
        let Some(between) = self.answer.value.years_between(self.other.value).filter(|years| *years > 0) else {
            return false;
        };
        let near = |years: u32| years.abs_diff(between) <= u32::from(years >= 5);
        let next = between == 1 && (self.answer.told.next_year || self.other.told.next_year);
        let mut places = self.near_answer().chain(self.near_other());
        next || places.any(|place| self.tongue.stretches(self.article, place).into_iter().any(near))
    }
}

/// Whether one list has an entry that the other lacks.
fn differ(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|entry| !b.contains(entry)) || b.iter().any(|entry| !a.contains(entry))
}
