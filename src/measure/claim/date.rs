//! The [`Date`]: a stretch of days that a text names, and whether two of them can both be true.
//!
//! Days are counted as if each month had 31, which keeps their order and needs no calendar.

/// Days of a month, and of a year, in our count.
const MONTH: u32 = 31;
const YEAR: u32 = 12 * MONTH;
/// "About" a year means some years more or less; about a month or a day, a month.
const ABOUT_YEARS: u32 = 3 * YEAR;
/// "By the end of August" and "before September" are one; our months are longer than some.
const EDGE: u32 = 4;
/// A winter may reach into the next year.
const WINTER: u32 = 3 * MONTH;

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// A day.
    Day,
    /// A month of a year.
    Month,
    /// A year, or a part of one.
    Year,
    /// Ten years.
    Decade,
    /// From one date to another.
    Range,
}

/// Whether it is the date itself that is named, or a side of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// At that date.
    At,
    /// After or since it.
    After,
    /// Before or by it.
    Before,
}

/// What two dates are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They agree: one lies in the other.
    Same,
    /// They overlap, which proves nothing.
    Near,
    /// They cannot both be the date of one thing.
    Differs,
    /// They cannot be compared: one has no year.
    Unrelated,
}

/// A date, exact or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    first: u32,
    last: u32,
    /// How exact it is.
    pub grain: Grain,
    /// Whether it is given as about right.
    pub about: bool,
    /// The date itself, or a side of it.
    pub bound: Bound,
    yearly: bool,
}

impl Date {
    fn new(first: u32, last: u32, grain: Grain) -> Self {
        Self { first, last: last.max(first), grain, about: false, bound: Bound::At, yearly: false }
    }

    /// A whole year.
    pub fn year(year: u32) -> Self {
        Self::new(year * YEAR, year * YEAR + YEAR - 1, Grain::Year)
    }

    /// Ten years from that one on.
    pub fn decade(year: u32) -> Self {
        Self::new(year * YEAR, (year + 10) * YEAR - 1, Grain::Decade)
    }

    /// A month, from 1, of a year.
    pub fn month(year: u32, month: u32) -> Self {
        let first = year * YEAR + month.saturating_sub(1) * MONTH;
        Self::new(first, first + MONTH - 1, Grain::Month)
    }

    /// A day, from 1.
    pub fn day(year: u32, month: u32, day: u32) -> Self {
        let first = year * YEAR + month.saturating_sub(1) * MONTH + day.saturating_sub(1);
        Self::new(first, first, Grain::Day)
    }

    /// A day of every year, or of one that is not named.
    pub fn yearly(month: u32, day: u32) -> Self {
        Self { yearly: true, ..Self::day(0, month, day) }
    }

    /// From this date to the other; nothing where the other is not later.
    pub fn to(self, other: Self) -> Option<Self> {
        let fits = self.yearly == other.yearly && self.first < other.first && self.last < other.last;
        fits.then(|| Self { yearly: self.yearly, ..Self::new(self.first, other.last, Grain::Range) })
    }

    /// The same, given as about right.
    pub fn about(self) -> Self {
        Self { about: true, ..self }
    }

    /// The same as the winter of that year.
    pub fn winter(self) -> Self {
        Self { first: self.first.saturating_sub(WINTER), last: self.last + WINTER, ..self }
    }

    /// One side of it.
    pub fn bounded(self, bound: Bound) -> Self {
        Self { bound, ..self }
    }

    /// The first year.
    pub fn from_year(self) -> u32 {
        self.first / YEAR
    }

    /// Whether it names a year.
    pub fn has_year(self) -> bool {
        !self.yearly
    }

    /// How many years lie between two dates, from year to year; none where a year is missing.
    pub fn years_between(self, other: Self) -> Option<u32> {
        let both = self.has_year() && other.has_year();
        both.then(|| self.from_year().abs_diff(other.from_year()))
    }

    /// Whether the two can both be true.
    pub fn relation(self, other: Self) -> Relation {
        if self.yearly != other.yearly {
            return Relation::Unrelated;
        }
        let (a, b) = (self.stretch(other), other.stretch(self));
        let gap = a.0.max(b.0).saturating_sub(a.1.min(b.1));
        if gap > 0 && gap <= EDGE && self.bound != Bound::At && other.bound != Bound::At {
            Relation::Near
        } else if gap > 0 {
            Relation::Differs
        } else if a.0 <= b.0 && b.1 <= a.1 || b.0 <= a.0 && a.1 <= b.1 {
            Relation::Same
        } else {
            Relation::Near
        }
    }

    /// How many of year, month and day the two have in common, in percent of those both name; of two bare
    /// years nothing.
    pub fn alike(self, other: Self) -> i64 {
        let parts = |date: Self| match date.grain {
            Grain::Day => 3,
            Grain::Month => 2,
            _ => 1,
        };
        let named = parts(self).min(parts(other));
        if named < 2 || self.yearly || other.yearly {
            return 0;
        }
        let of = |date: Self| [date.first / YEAR, date.first % YEAR / MONTH, date.first % MONTH];
        let pairs = of(self).into_iter().zip(of(other)).take(named);
        let equal = pairs.filter(|(a, b)| a == b).count();
        (equal * 100 / named) as i64
    }

    /// The days it may mean beside another date: widened if it is about right, open on one side if it is
    /// a bound, unless the other is a bound on the same side.
    fn stretch(self, other: Self) -> (u32, u32) {
        let wide = match self.grain {
            _ if !self.about => 0,
            Grain::Day | Grain::Month => MONTH,
            _ => ABOUT_YEARS,
        };
        let (first, last) = (self.first.saturating_sub(wide), self.last.saturating_add(wide));
        match self.bound {
            Bound::After if other.bound != Bound::After => (first, u32::MAX),
            Bound::Before if other.bound != Bound::Before => (0, last),
            _ => (first, last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Relation::{Differs, Near, Same, Unrelated};

    fn both(a: Date, b: Date) -> Relation {
        assert_eq!(a.relation(b), b.relation(a));
        a.relation(b)
    }

    #[test]
    fn what_contains_the_other_is_the_same() {
        assert_eq!(both(Date::year(2022), Date::month(2022, 2)), Same);
        assert_eq!(both(Date::day(1887, 5, 14), Date::month(1887, 5)), Same);
        assert_eq!(both(Date::decade(1990), Date::year(1996)), Same);
        assert_eq!(both(Date::year(2016).to(Date::year(2018)).unwrap(), Date::month(2017, 3)), Same);
        assert_eq!(both(Date::year(2021), Date::year(2018)), Differs);
        assert_eq!(both(Date::day(1887, 5, 14), Date::month(1889, 5)), Differs);
        assert_eq!(both(Date::decade(1990), Date::year(1986)), Differs);
    }

    #[test]
    fn what_only_overlaps_proves_nothing() {
        let range = |from, to| Date::year(from).to(Date::year(to)).unwrap();
        assert_eq!(both(range(2014, 2017), range(2016, 2019)), Near);
        assert_eq!(both(range(2014, 2016), range(2018, 2019)), Differs);
        assert_eq!(Date::year(2018).to(Date::year(2016)), None);
    }

    #[test]
    fn about_and_winter_widen() {
        assert_eq!(both(Date::year(1850).about(), Date::year(1852)), Same);
        assert_eq!(both(Date::year(1850).about(), Date::year(1870)), Differs);
        assert_eq!(both(Date::year(1886).winter(), Date::month(1887, 1)), Same);
    }

    #[test]
    fn bounds_are_open_on_one_side() {
        let after = |year| Date::year(year).bounded(Bound::After);
        assert_eq!(both(after(2005), Date::year(2008)), Same);
        assert_eq!(both(after(2005), Date::year(2001)), Differs);
        assert_eq!(both(after(2005), after(2008)), Differs);
        assert_eq!(both(Date::year(2010).bounded(Bound::Before), Date::year(2008)), Same);
    }

    #[test]
    fn days_without_a_year_only_meet_their_like() {
        assert_eq!(both(Date::yearly(5, 14), Date::day(1887, 5, 14)), Unrelated);
        assert_eq!(both(Date::yearly(10, 2), Date::yearly(10, 9)), Differs);
        assert_eq!(both(Date::yearly(10, 2), Date::yearly(10, 2)), Same);
        assert_eq!(Date::month(2022, 2).alike(Date::month(2023, 2)), 50);
        assert_eq!(Date::day(1887, 5, 14).alike(Date::day(1889, 5, 14)), 66);
        assert_eq!(Date::year(1887).alike(Date::year(1889)), 0);
    }
}
