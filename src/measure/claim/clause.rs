//! The clause of a date: the words of a sentence that belong to it, not to another date beside it.

use super::ground::Ground;
use super::tongue::Tongue;
use crate::article::{Article, Word};
use crate::span::Passage;

/// A clause without a subject is widened so many times.
const WIDENINGS: usize = 3;
/// Words in front of a date that belong to it and cut nothing.
const LEADING: [&str; 6] = [
    "claim-date-at",
    "claim-date-after",
    "claim-date-before",
    "claim-date-about",
    "claim-date-part",
    "claim-date-link",
];

/// The clause of `date` in `sentence`, which holds all the `dates`.
pub(super) fn around(
    article: &Article,
    tongue: &Tongue,
    ground: &Ground,
    sentence: Passage,
    date: Passage,
    dates: &[Passage],
) -> Passage {
    let cutter = Cutter { article, tongue, tokens: article.words.inside(sentence), date, dates };
    let own = article.words.within(date);
    let first = article.words.within(sentence).start;
    let (from, to) = (own.start.saturating_sub(first), own.end.saturating_sub(first));
    let (mut left, mut right) = (cutter.left(from, true), cutter.right(to));
    for _ in 0..WIDENINGS {
        if !ground.stems(article, cutter.passage(left, right)).is_empty() {
            break;
        }
        if left > 0 && !cutter.is_date(left - 1) {
            left = cutter.left(left - 1, false);
        } else {
            right = cutter.right((right + 1).min(cutter.tokens.len()));
        }
    }
    cutter.passage(left, right)
}

struct Cutter<'a> {
    article: &'a Article,
    tongue: &'a Tongue,
    tokens: &'a [Word],
    date: Passage,
    dates: &'a [Passage],
}

impl Cutter<'_> {
    fn passage(&self, left: usize, right: usize) -> Passage {
        let tokens = self.tokens.get(left..right.max(left)).unwrap_or_default();
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.passage.cover(last.passage),
            _ => self.date,
        }
    }

    fn form(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| self.article.words.form(token))
    }

    /// Whether a token belongs to another date.
    fn is_date(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        self.dates.iter().any(|date| *date != self.date && date.contains(token.passage))
    }

    fn cuts(&self, at: usize) -> bool {
        let mark = matches!(self.form(at), "," | ";" | ":" | "(" | ")" | "—" | "–" | "→" | "." | "…");
        mark && !self.is_date(at) || self.tongue.holds("claim-cuts", self.form(at))
    }

    /// Where the clause begins, going back from a token; `leading` passes over the words that lead to the date.
    fn left(&self, from: usize, leading: bool) -> usize {
        let mut at = from;
        if leading {
            while at > 0 && LEADING.iter().any(|list| self.tongue.holds(list, self.form(at - 1))) {
                at -= 1;
            }
        }
        let mut join = None;
        while at > 0 && !self.cuts(at - 1) {
            if self.is_date(at - 1) {
                return join.unwrap_or(at);
            }
            if self.tongue.holds("claim-joins", self.form(at - 1)) {
                join = join.or(Some(at));
            }
            at -= 1;
        }
        at
    }

    /// Where it ends. What stands between it and another date belongs to that one, unless a joint divides them.
    fn right(&self, from: usize) -> usize {
        let mut at = from;
        let mut join = None;
        while at < self.tokens.len() && !self.cuts(at) {
            if self.is_date(at) {
                return join.unwrap_or(from);
            }
            if self.tongue.holds("claim-joins", self.form(at)) {
                join = join.or(Some(at));
            }
            at += 1;
        }
        at
    }
}
