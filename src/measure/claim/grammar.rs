//! The value grammar: which words of a text are a date, and whether they date what the text says.
//!
//! A date is *firm* where it says when something was: behind a preposition, or with its day or month. "A 2015
//! film", "(1998)", "the storm of 1987" only mention a year: such a date may support another, never accuse one.

use super::date::{Bound, Date};
use super::tongue::Tongue;
use crate::article::{Article, Word};
use crate::span::Passage;

/// Years that a number of four digits may be.
const YEARS: std::ops::RangeInclusive<u32> = 1000..=2100;

/// A date in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) value: Date,
    /// Its own words, without "in", "early" or "about".
    pub(super) passage: Passage,
    /// Whether it dates what the text says.
    pub(super) firm: bool,
}

/// The dates of a passage, in order.
pub(super) fn dates(article: &Article, tongue: &Tongue, passage: Passage) -> Vec<Found> {
    let mut found = Vec::new();
    if !article.text(passage).bytes().any(|byte| byte.is_ascii_digit()) {
        return found;
    }
    let reader = Reader { article, tongue, tokens: article.words.inside(passage) };
    let mut at = 0;
    while at < reader.tokens.len() {
        if let Some((date, end)) = reader.date(at) {
            found.extend(reader.found(date, at, end));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The parts of a date as they are written.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    last_day: Option<u32>,
    decade: bool,
}

impl Parts {
    fn value(self) -> Option<Date> {
        let date = |day: u32| match (self.year, self.month) {
            (Some(year), Some(month)) => Some(Date::day(year, month, day)),
            (None, Some(month)) => Some(Date::yearly(month, day)),
            _ => None,
        };
        match (self.year, self.month, self.day) {
            (_, _, Some(day)) => match self.last_day {
                Some(last) => date(day)?.to(date(last)?),
                None => date(day),
            },
            (Some(year), Some(month), None) => Some(Date::month(year, month)),
            (Some(year), None, None) if self.decade => Some(Date::decade(year)),
            (Some(year), None, None) => Some(Date::year(year)),
            _ => None,
        }
    }

    /// Whether it is a year and no more.
    fn is_bare(self) -> bool {
        self.month.is_none() && !self.decade
    }
}

/// A date that was read.
#[derive(Clone, Copy)]
struct Reading {
    value: Date,
    /// Whether it is a year or a decade and no more: then only its place makes it a date.
    bare: bool,
    decade: bool,
    range: bool,
}

/// What stands before a date.
#[derive(Default)]
struct Lead {
    placed: bool,
    determined: bool,
    about: bool,
    winter: bool,
    bound: Option<Bound>,
}

struct Reader<'a> {
    article: &'a Article,
    tongue: &'a Tongue,
    tokens: &'a [Word],
}

impl<'a> Reader<'a> {
    /// The folded form of a token; empty beyond the ends.
    fn form(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| self.article.words.form(token))
    }

    fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| self.article.text(token.passage))
    }

    /// Whether a token stands right behind the one before it, without white space.
    fn joined(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        matches!((before, self.tokens.get(at)), (Some(before), Some(token)) if before.passage.end == token.passage.start)
    }

    fn is(&self, list: &str, at: usize) -> bool {
        let form = self.form(at);
        !form.is_empty() && self.tongue.holds(list, form)
    }

    fn digits(&self, at: usize, length: std::ops::RangeInclusive<usize>) -> Option<u32> {
        let form = self.form(at);
        let fits = length.contains(&form.len()) && form.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| form.parse().ok()).flatten()
    }

    fn year(&self, at: usize) -> Option<u32> {
        self.digits(at, 4..=4).filter(|year| YEARS.contains(year))
    }

    /// A day of a month, "14" or "14th", and the token behind it (behind "of", too).
    fn day(&self, at: usize) -> Option<(u32, usize)> {
        let form = self.form(at);
        let figures = form.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let ending = form.strip_prefix(figures).unwrap_or_default();
        let fits =
            (1..=2).contains(&figures.len()) && (ending.is_empty() || self.tongue.holds("claim-day-endings", ending));
        let day = fits.then(|| figures.parse::<u32>().ok()).flatten().filter(|day| (1..=31).contains(day))?;
        let dotted = self.form(at + 1) == "." && self.joined(at + 1);
        Some((day, at + 1 + usize::from(dotted)))
    }

    /// A month by its name, and the token behind it (behind a full stop that shortens it, too).
    fn month(&self, at: usize) -> Option<(u32, usize)> {
        let month = self.tongue.number("months", self.form(at))?;
        let capital = self.text(at).starts_with(char::is_uppercase);
        if !capital && self.is("claim-month-homographs", at) {
            return None;
        }
        let dotted = self.form(at + 1) == "." && self.joined(at + 1) && self.text(at).chars().count() <= 4;
        Some((month, at + 1 + usize::from(dotted)))
    }

    /// A dash or a word that leads from the first date of a range to the last.
    fn leads_on(&self, at: usize) -> Option<usize> {
        let dash = matches!(self.form(at), "-" | "–" | "—");
        (dash || self.is("claim-date-range", at)).then_some(at + 1)
    }

    /// A date that begins at a token, and the token behind it.
    fn date(&self, at: usize) -> Option<(Reading, usize)> {
        let (parts, end) = self.parts(at)?;
        let between = at.checked_sub(1).is_some_and(|before| self.is("claim-date-between", before));
        let joint = if between && self.is("claim-date-between-and", end) { Some(end + 1) } else { self.leads_on(end) };
        let range = joint.and_then(|joint| self.range(parts, joint));
        let (bare, decade) = (parts.month.is_none(), parts.decade);
        if let Some((value, end)) = range {
            return Some((Reading { value, bare, decade, range: true }, end));
        }
        parts.value().map(|value| (Reading { value, bare, decade, range: false }, end))
    }

    /// The rest of a range: the second date lends the first its year, "2016–18" its century.
    fn range(&self, first: Parts, at: usize) -> Option<(Date, usize)> {
        if let (Some(year), true) = (first.year, first.is_bare())
            && let Some(short) = self.digits(at, 2..=2)
            && self.joined(at)
        {
            return Some((Date::year(year).to(Date::year(year / 100 * 100 + short))?, at + 1));
        }
        let (last, end) = self.parts(at)?;
        let first = Parts { year: first.year.or(last.year), ..first };
        let alike = first.day.is_some() == last.day.is_some() && first.decade == last.decade;
        if !alike && !last.is_bare() {
            return None;
        }
        Some((first.value()?.to(last.value()?)?, end))
    }

    /// One date without a range of months or years.
    fn parts(&self, at: usize) -> Option<(Parts, usize)> {
        self.iso(at)
            .or_else(|| self.dotted(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.year_only(at))
    }

    /// 2022-02-14
    fn iso(&self, at: usize) -> Option<(Parts, usize)> {
        let year = self.year(at)?;
        let month = self.digits(at + 2, 2..=2).filter(|month| (1..=12).contains(month))?;
        let day = self.digits(at + 4, 2..=2).filter(|day| (1..=31).contains(day))?;
        let dashed = self.form(at + 1) == "-" && self.form(at + 3) == "-";
        let whole = (1..=4).all(|next| self.joined(at + next));
        let parts = Parts { year: Some(year), month: Some(month), day: Some(day), ..Parts::default() };
        (dashed && whole).then_some((parts, at + 5))
    }

    /// 14.02.2022
    fn dotted(&self, at: usize) -> Option<(Parts, usize)> {
        let mut numbers = self.form(at).split('.').map(|number| number.parse::<u32>().ok());
        let (day, month, year) = (numbers.next()??, numbers.next()??, numbers.next()??);
        let fits = (1..=31).contains(&day) && (1..=12).contains(&month) && YEARS.contains(&year);
        let parts = Parts { year: Some(year), month: Some(month), day: Some(day), ..Parts::default() };
        (fits && numbers.next().is_none()).then_some((parts, at + 1))
    }

    /// 14 May 1887, 14th of May, 21 to 23 July 2023
    fn day_first(&self, at: usize) -> Option<(Parts, usize)> {
        let (day, mut end) = self.day(at)?;
        let mut last_day = None;
        if let Some(next) = self.leads_on(end)
            && let Some((last, behind)) = self.day(next)
        {
            last_day = Some(last);
            end = behind;
        }
        if self.is("claim-date-link", end) {
            end += 1;
        }
        let (month, end) = self.month(end)?;
        let (year, end) = self.year_behind(end);
        Some((Parts { year, month: Some(month), day: Some(day), last_day, decade: false }, end))
    }

    /// May 14, 1887; May 14; May 1887; July 21–23, 2023
    fn month_first(&self, at: usize) -> Option<(Parts, usize)> {
        let (month, end) = self.month(at)?;
        let month = Some(month);
        if let Some((day, mut end)) = self.day(end) {
            let mut last_day = None;
            if let Some(next) = self.leads_on(end)
                && let Some((last, behind)) = self.day(next)
                && self.month(behind).is_none()
            {
                last_day = Some(last);
                end = behind;
            }
            let (year, end) = self.year_behind(end);
            return Some((Parts { year, month, day: Some(day), last_day, decade: false }, end));
        }
        let (year, end) = self.year_behind(end);
        year.map(|_| (Parts { year, month, ..Parts::default() }, end))
    }

    /// The year that may stand behind a month or a day, behind a comma or "of" too.
    fn year_behind(&self, at: usize) -> (Option<u32>, usize) {
        let skipped = usize::from(self.form(at) == "," || self.is("claim-date-link", at));
        match self.year(at + skipped).filter(|_| !self.goes_on(at + skipped + 1)) {
            Some(year) => (Some(year), at + skipped + 1),
            None => (None, at),
        }
    }

    /// 2018; the 1990s
    fn year_only(&self, at: usize) -> Option<(Parts, usize)> {
        if let Some(year) = self.year(at) {
            let apostrophe = matches!(self.form(at + 1), "'") && self.joined(at + 1) && self.joined(at + 2);
            let decade = apostrophe && self.is("claim-decade-endings", at + 2);
            let end = if decade { at + 3 } else { at + 1 };
            return Some((Parts { year: Some(year), decade, ..Parts::default() }, end));
        }
        let (figures, ending) = self.form(at).split_at_checked(4)?;
        let year = figures.parse::<u32>().ok().filter(|year| YEARS.contains(year) && year % 10 == 0)?;
        let decade = self.tongue.holds("claim-decade-endings", ending);
        decade.then_some((Parts { year: Some(year), decade, ..Parts::default() }, at + 1))
    }

    /// Whether a number goes on at a token: "2018-era", "2018/19", "2018%", "2018 metres".
    fn goes_on(&self, at: usize) -> bool {
        let sign = matches!(self.form(at), "%" | "°" | "€" | "$" | "£" | "¥" | "×" | "+" | "=");
        let hyphen =
            self.joined(at) && matches!(self.form(at), "-" | "/" | "_" | "." | ":" | "–") && self.joined(at + 1);
        sign || hyphen || self.is("claim-units", at)
    }

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
        let mut first = true;
        while let Some(before) = rest.checked_sub(1) {
            rest = before;
            let dash = matches!(self.form(rest), "-" | "," | "." | "(");
            lead.determined |= first && self.is("claim-date-determiners", rest);
            lead.about |= self.is("claim-date-about", rest);
            lead.winter |= self.is("claim-date-winter", rest);
            let part = self.is("claim-date-part", rest) || self.is("claim-date-winter", rest);
            let passed = part || self.is("claim-date-about", rest) || self.is("claim-date-link", rest);
            first = false;
            if !passed && !(dash && rest.checked_sub(1).is_some_and(|word| self.passes_mark(word))) {
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
        lead.placed = lead.bound.is_some();
        lead
    }

    /// A mark is passed over behind "mid", "Friday", "c."
    fn passes_mark(&self, word: usize) -> bool {
        self.is("claim-date-part", word) || self.is("claim-date-about", word)
    }

    /// The date as it stands in the text; nothing where it is another number.
    fn found(&self, date: Reading, at: usize, end: usize) -> Option<Found> {
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
        let doubtful = year % 100 == 0 || lead.about || lead.bound == Some(Bound::Before);
        !(doubtful && self.has_noun_behind(end))
    }

    /// Whether a word in lower case that names something stands right behind.
    fn has_noun_behind(&self, end: usize) -> bool {
        let text = self.text(end);
        let word = text.starts_with(char::is_alphabetic);
        word && !self.is("claim-pale", end) && !self.is("claim-joins", end) && !self.is("claim-cuts", end)
    }
}
