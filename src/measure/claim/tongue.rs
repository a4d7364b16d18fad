//! A [`Tongue`]: what the claim measures know of a language, out of its word lists (`claim-…`) and tables.

use rustc_hash::FxHashMap;

use crate::article::{Article, Word};
use crate::lexicon::{LEXICON, Lists};
use crate::span::Passage;

/// The lists of kinds of events; two dates of different kinds are of two events.
const EVENTS: [&str; 30] = [
    "claim-event-open",
    "claim-event-close",
    "claim-event-begin",
    "claim-event-finish",
    "claim-event-found",
    "claim-event-build",
    "claim-event-renew",
    "claim-event-damage",
    "claim-event-announce",
    "claim-event-approve",
    "claim-event-buy",
    "claim-event-sell",
    "claim-event-birth",
    "claim-event-death",
    "claim-event-marry",
    "claim-event-join",
    "claim-event-leave",
    "claim-event-publish",
    "claim-event-record",
    "claim-event-win",
    "claim-event-lose",
    "claim-event-move",
    "claim-event-find",
    "claim-event-remove",
    "claim-event-add",
    "claim-event-hold",
    "claim-event-measure",
    "claim-event-rename",
    "claim-event-merge",
    "claim-event-last",
];

/// Those of which the same thing may have one each year.
const YEARLY: [&str; 4] = ["claim-event-hold", "claim-event-win", "claim-event-lose", "claim-event-measure"];

/// What a phrase says beside its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Event(u32),
    Change,
    Unsure,
    Negation,
    Scope,
    NextYear,
    Recurring,
}

/// The marks that stand in a passage.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// One bit a kind of event.
    pub(super) events: u32,
    /// The first word of each phrase that tells of a change, by form.
    pub(super) changes: Vec<u32>,
    /// Whether it is supposed, not said.
    pub(super) unsure: bool,
    /// Whether something is denied.
    pub(super) negated: bool,
    /// The words that tell one of a kind from another, by form.
    pub(super) scopes: Vec<u32>,
    /// Whether it speaks of the year after or before.
    pub(super) next_year: bool,
    /// Whether it speaks of what happens again and again.
    pub(super) recurring: bool,
}

impl Marks {
    /// Both together.
    pub(super) fn with(mut self, other: Self) -> Self {
        self.events |= other.events;
        self.changes.extend(other.changes);
        self.scopes.extend(other.scopes);
        self.unsure |= other.unsure;
        self.negated |= other.negated;
        self.next_year |= other.next_year;
        self.recurring |= other.recurring;
        self
    }
}

struct Phrase {
    rest: Vec<&'static str>,
    mark: Mark,
}

/// What we know of a language.
pub(super) struct Tongue {
    tag: String,
    lists: &'static Lists,
    phrases: FxHashMap<&'static str, Vec<Phrase>>,
    endings: Vec<&'static str>,
}

impl Tongue {
    /// The tongue of an article; none where we have no words of its language. An article too short to show
    /// its language is taken for English, whose lists say nothing to most other languages.
    pub(super) fn of(article: &Article) -> Option<Self> {
        let tag = article.language.as_ref().map_or("en", |language| language.tag());
        let lists = LEXICON.of(tag)?;
        lists.entries("claim-date-at").next()?;
        let mut phrases: FxHashMap<&'static str, Vec<Phrase>> = FxHashMap::default();
        let events = EVENTS.iter().enumerate().map(|(number, list)| (*list, Mark::Event(1 << number)));
        let others = [
            ("claim-change", Mark::Change),
            ("claim-unsure", Mark::Unsure),
            ("claim-negation", Mark::Negation),
            ("claim-scope", Mark::Scope),
            ("claim-next-year", Mark::NextYear),
            ("claim-recurring", Mark::Recurring),
        ];
        for (list, mark) in events.chain(others) {
            for entry in lists.entries(list) {
                let mut words = entry.split(' ');
                if let Some(first) = words.next() {
                    phrases.entry(first).or_default().push(Phrase { rest: words.collect(), mark });
                }
            }
        }
        let mut endings: Vec<&'static str> = lists.entries("claim-endings").collect();
        endings.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        Some(Self { tag: tag.to_owned(), lists, phrases, endings })
    }

    /// Whether a list holds a folded word.
    pub(super) fn holds(&self, list: &str, word: &str) -> bool {
        self.lists.holds(list, word)
    }

    /// What a folded word stands for in a table of numbers.
    pub(super) fn number(&self, table: &str, word: &str) -> Option<u32> {
        LEXICON.numbers.value(&self.tag, table, word)
    }

    /// A word without its ending; at least three letters stay.
    pub(super) fn stem<'w>(&self, word: &'w str) -> &'w str {
        let cut = |ending: &&str| word.strip_suffix(ending).filter(|stem| stem.chars().nth(2).is_some());
        self.endings.iter().find_map(cut).unwrap_or(word)
    }

    /// The marks that stand in a passage.
    pub(super) fn marks(&self, article: &Article, passage: Passage) -> Marks {
        let mut marks = Marks::default();
        let tokens = article.words.inside(passage);
        for (at, token) in tokens.iter().enumerate() {
            let Some(phrases) = self.phrases.get(article.words.form(token)) else { continue };
            let behind = tokens.get(at + 1..).unwrap_or_default();
            for phrase in phrases.iter().filter(|phrase| follows(article, behind, &phrase.rest)) {
                match phrase.mark {
                    Mark::Event(bit) => marks.events |= bit,
                    Mark::Change => marks.changes.push(token.form),
                    Mark::Unsure => marks.unsure = true,
                    Mark::Negation => marks.negated = true,
                    Mark::Scope => marks.scopes.push(token.form),
                    Mark::NextYear => marks.next_year = true,
                    Mark::Recurring => marks.recurring = true,
                }
            }
        }
        marks
    }

    /// Whether all of these kinds of events may have a date each year.
    pub(super) fn are_yearly(&self, events: u32) -> bool {
        let yearly = EVENTS.iter().enumerate().filter(|(_, list)| YEARLY.contains(list));
        events != 0 && events & !yearly.fold(0, |bits, (number, _)| bits | 1 << number) == 0
    }

    /// The stretches of years that a passage names: "five years", "a decade".
    pub(super) fn stretches(&self, article: &Article, passage: Passage) -> Vec<u32> {
        let tokens = article.words.inside(passage);
        let form = |at: usize| tokens.get(at).map_or("", |token| article.words.form(token));
        let unit = |at: usize| self.number("stretches", form(at));
        let mut years = Vec::new();
        for at in 0..tokens.len() {
            if let Some(unit) = unit(at) {
                let count = at.checked_sub(1).and_then(|before| self.count(form(before)));
                let count = count.or_else(|| at.checked_sub(2).and_then(|before| self.count(form(before))));
                // A lone "years" counts nothing; a lone "decade" is ten.
                years.extend(count.map(|count| count.saturating_mul(unit)).or((unit > 1).then_some(unit)));
            }
        }
        years
    }

    fn count(&self, word: &str) -> Option<u32> {
        let digits = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
        if digits { word.parse().ok() } else { self.number("numbers", word) }
    }
}

fn follows(article: &Article, tokens: &[Word], rest: &[&str]) -> bool {
    let enough = tokens.len() >= rest.len();
    enough && rest.iter().zip(tokens).all(|(word, token)| article.words.form(token) == *word)
}
