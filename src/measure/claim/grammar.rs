//! The value grammar: which words of a text are a date, and whether they date what the text says.
//!
//! A date is *firm* where it says when something was: behind a preposition, or with its day or month. "A 2015
//! film", "(1998)", "the storm of 1987" only mention a year: such a date may support another, never accuse one.

mod place;

use super::date::Date;
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
        Some((day, self.behind_dot(at + 1)))
    }

    /// The token behind a full stop that belongs to the word before it: the date goes on behind.
    fn behind_dot(&self, at: usize) -> usize {
        let dot = self.form(at) == "." && self.joined(at);
        let goes_on = self.digits(at + 1, 1..=4).is_some() || self.tongue.number("months", self.form(at + 1)).is_some();
        if dot && goes_on { at + 1 } else { at }
    }

    /// A month by its name, and the token behind it (behind a full stop that shortens it, too).
    fn month(&self, at: usize) -> Option<(u32, usize)> {
        let month = self.tongue.number("months", self.form(at))?;
        let capital = self.text(at).starts_with(char::is_uppercase);
        if !capital && self.is("claim-month-homographs", at) {
            return None;
        }
        Some((month, self.behind_dot(at + 1)))
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
        let value = parts.value()?;
        Some((Reading { value, bare, decade, range: parts.last_day.is_some() }, end))
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Format;
    use crate::measure::claim::date::Bound;
    use crate::source::Source;

    /// The dates of a text, those that are firm and those that are not.
    fn read(text: &str) -> (Vec<(String, Date)>, Vec<String>) {
        let article = Article::read(&Source::new("text", text).unwrap(), Format::Text);
        let tongue = Tongue::of(&article).unwrap();
        let all = Passage::of(0..article.visible.text().len());
        let found = dates(&article, &tongue, all);
        let firm = found.iter().filter(|found| found.firm);
        let firm = firm.map(|found| (article.text(found.passage).to_owned(), found.value)).collect();
        let weak = found.iter().filter(|found| !found.firm);
        (firm, weak.map(|found| article.text(found.passage).to_owned()).collect())
    }

    fn one(text: &str) -> (String, Date) {
        let (firm, _) = read(text);
        assert_eq!(firm.len(), 1, "{text}: {firm:?}");
        firm.into_iter().next().unwrap()
    }

    #[test]
    fn each_way_to_write_a_date_is_read() {
        let february = Date::day(2022, 2, 14);
        for text in ["on 14 February 2022.", "on February 14, 2022.", "on the 14th of Feb. 2022", "Done 2022-02-14."] {
            assert_eq!(one(text).1, february, "{text}");
        }
        assert_eq!(one("It fell in May 1887, before noon."), ("May 1887".into(), Date::month(1887, 5)));
        assert_eq!(one("It opens on 9 October at noon."), ("9 October".into(), Date::yearly(10, 9)));
        assert_eq!(one("It opened in 1949."), ("1949".into(), Date::year(1949)));
        assert_eq!(one("built in the 1990s, of brick"), ("1990s".into(), Date::decade(1990)));
        assert_eq!(one("dug in the spring of 1883"), ("1883".into(), Date::year(1883)));
        assert_eq!(one("stands there since mid-2018"), ("2018".into(), Date::year(2018).bounded(Bound::After)));
        assert!(one("put up in about 1850, they say").1.about);
    }

    #[test]
    fn ranges_are_one_date() {
        let years = Date::year(2016).to(Date::year(2018)).unwrap();
        for text in ["built 2016–2018", "built from 2016 to 2018", "built between 2016 and 2018.", "built in 2016-18."]
        {
            assert_eq!(one(text).1, years, "{text}");
        }
        let days = Date::day(2023, 7, 21).to(Date::day(2023, 7, 23)).unwrap();
        for text in ["held from 21 to 23 July 2023", "held July 21–23, 2023", "held 21 July to 23 July 2023"] {
            assert_eq!(one(text).1, days, "{text}");
        }
    }

    #[test]
    fn an_attribute_is_a_mention() {
        for text in ["a 2015 film", "the storm of 1987", "in the 2018 season", "his book (1998)", "the May 2018 vote"] {
            let (firm, weak) = read(text);
            assert_eq!((firm.len(), weak.len()), (0, 1), "{text}: {firm:?}");
        }
    }

    #[test]
    fn other_numbers_are_no_dates() {
        let texts = [
            "for 2000 people",
            "at 1,500 metres",
            "in ISO-9001",
            "over 2022 metres",
            "for $2000",
            "in v1.2019.3",
            "see /2022/05/loaf",
            "it may 12 times",
            "about 1200 sheep",
            "we march 20 miles",
        ];
        for text in texts {
            assert_eq!(read(text).0, Vec::new(), "{text}");
        }
        assert!(read("Formula 2022 and page 1998 and room 1205").0.is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in "((1[0-9]{3}|20[0-9]{2}|[0-9]{1,2}|May|March|in|from|to|between|and|the|s|th|of|early)|[-–., /'(:]| ){0,24}") {
            let Ok(source) = Source::new("text", text) else { return Ok(()) };
            let article = Article::read(&source, Format::Text);
            let Some(tongue) = Tongue::of(&article) else { return Ok(()) };
            let all = Passage::of(0..article.visible.text().len());
            let found = dates(&article, &tongue, all);
            for pair in found.windows(2) {
                proptest::prop_assert!(pair[0].passage.end <= pair[1].passage.start);
                proptest::prop_assert_eq!(pair[0].value.relation(pair[1].value), pair[1].value.relation(pair[0].value));
            }
        }
    }
}
