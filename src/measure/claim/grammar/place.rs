//! The place of a date: what stands before and behind it says whether it is one, and whether it is firm.

use super::{Found, Reader, Reading};
use crate::measure::claim::date::Bound;

/// What stands before a date.
#[derive(Default)]
struct Lead {
    placed: bool,
    determined: bool,
    about: bool,
    winter: bool,
    bound: Option<Bound>,
}

impl Reader<'_> {
    /// Whether something is written on to the front of a number: a currency sign, a path, a code.
    fn goes_before(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let part = self.is("claim-date-part", before.saturating_sub(1));
        let hyphen =
            self.joined(at) && matches!(self.form(before), "-" | "/" | "_" | "." | "#" | "@" | "&" | ":") && !part;
        hyphen || matches!(self.form(before), "$" | "€" | "£" | "¥" | "×" | "#" | "№")
    }

    /// What stands before a date: words for a part of a year and for "about", and the preposition.
    fn lead(&self, at: usize) -> Lead {
        let mut lead = Lead::default();
        let mut rest = at;
        let (mut first, mut opens) = (true, false);
        while let Some(before) = rest.checked_sub(1) {
            rest = before;
            let dash = matches!(self.form(rest), "-" | "," | "." | "(");
            lead.determined |= first && self.is("claim-date-determiners", rest);
            lead.about |= self.is("claim-date-about", rest);
            lead.winter |= self.is("claim-date-winter", rest);
            let part = self.is("claim-date-part", rest) || self.is("claim-date-winter", rest);
            let passed = part || self.is("claim-date-about", rest) || self.is("claim-date-link", rest);
            first = false;
            // "Around 1925." and "Early 2022." say when without a preposition.
            opens |= passed && before == 0 && (part || lead.about);
            if !(passed || dash && self.passes_mark(rest)) {
                break;
            }
            if at - rest > 6 {
                return lead;
            }
        }
        lead.bound = if self.is("claim-date-after", rest) {
            Some(Bound::After)
        } else if self.is("claim-date-before", rest) {
            Some(Bound::Before)
        } else if self.is("claim-date-at", rest) || self.is("claim-date-between", rest) {
            Some(Bound::At)
        } else {
            None
        };
        lead.placed = lead.bound.is_some() || opens;
        lead
    }

    /// A mark is passed over behind "mid", "Friday", "c."
    fn passes_mark(&self, mark: usize) -> bool {
        let word = mark.checked_sub(1);
        word.is_some_and(|word| self.is("claim-date-part", word) || self.is("claim-date-about", word))
    }

    /// The date as it stands in the text; nothing where it is another number.
    pub(super) fn found(&self, date: Reading, at: usize, end: usize) -> Option<Found> {
        let (first, last) = (self.tokens.get(at)?, self.tokens.get(end.checked_sub(1)?)?);
        let passage = first.passage.cover(last.passage);
        if date.bare && (self.goes_before(at) || self.goes_on(end)) {
            return None;
        }
        let lead = self.lead(at);
        let figures = self.form(at).starts_with(|letter: char| letter.is_ascii_digit());
        let attribute = lead.determined && self.has_noun_behind(end);
        let firm = match (date.bare, date.decade) {
            (true, true) => lead.placed && !attribute,
            (true, false) => {
                let alone = self.heads_entry(at, end) || self.is_whole(at, end);
                alone || !lead.determined && (date.range || lead.placed && self.ends_well(&lead, end))
            }
            // "the 14 May": the day is counted, the date is no attribute.
            (false, _) => figures || !attribute,
        };
        let mut value = date.value;
        value = if lead.about { value.about() } else { value };
        value = if lead.winter { value.winter() } else { value };
        if let Some(bound) = lead.bound.filter(|_| !date.range) {
            value = value.bounded(bound);
        }
        Some(Found { value, passage, firm })
    }

    /// Whether a year opens an entry of a list of dates ("1926: …", "1926 – …") or closes one ("Founded: 1926").
    fn heads_entry(&self, at: usize, end: usize) -> bool {
        let opens = at == 0 && matches!(self.form(end), ":" | "–" | "—" | "|");
        let closes = at.checked_sub(1).is_some_and(|before| self.form(before) == ":") && end >= self.tokens.len();
        opens || closes
    }

    /// Whether the text begins with the date and ends there, or goes on with a mark.
    fn is_whole(&self, at: usize, end: usize) -> bool {
        at == 0 && (end >= self.tokens.len() || matches!(self.form(end), "." | "," | ";" | "!"))
    }

    /// Whether what is behind a bare year lets it be one: "about 2000 sheep" is a number. Behind a clear
    /// preposition only round thousands and hundreds are in doubt.
    fn ends_well(&self, lead: &Lead, end: usize) -> bool {
        let year = end.checked_sub(1).and_then(|last| self.year(last)).unwrap_or_default();
        let doubtful = year.is_multiple_of(100) || lead.about || lead.bound == Some(Bound::Before);
        !(doubtful && self.has_noun_behind(end))
    }

    /// Whether a word in lower case that names something stands right behind.
    fn has_noun_behind(&self, end: usize) -> bool {
        let text = self.text(end);
        let word = text.starts_with(char::is_alphabetic);
        word && !self.is("claim-pale", end) && !self.is("claim-joins", end) && !self.is("claim-cuts", end)
    }
}
