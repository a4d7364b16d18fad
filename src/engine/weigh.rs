//! Weighing: what each signal finds at a target, and what it all comes to.

use std::collections::BTreeMap;

use super::Desk;
use crate::article::{Article, TextKind};
use crate::finding::{Reason, Severity};
use crate::measure::{Part, Reading, Target, Text, targets};
use crate::rule::{At, Fields, Pattern, Rule, Signal, Test};
use crate::span::{Passage, Span};

/// What a target came to: at least one level is reached.
pub(crate) struct Verdict {
    pub(crate) severity: Severity,
    pub(crate) points: i32,
    pub(crate) needs: i32,
    pub(crate) message: String,
    pub(crate) reasons: Vec<Reason>,
    /// The places of all that speaks for it.
    pub(crate) evidence: Vec<Passage>,
    /// The places of what had to hold.
    pub(crate) must: Vec<Passage>,
    /// The same, of patterns that read the source itself.
    pub(crate) raw: Vec<Span>,
    /// The second place.
    pub(crate) other: Option<Passage>,
}

/// What one signal found.
#[derive(Default)]
struct Evidence {
    places: Vec<Passage>,
    raw: Vec<Span>,
    fields: Fields,
}

/// What a target came to, before levels and guards.
struct Tally<'r> {
    groups: BTreeMap<usize, Strongest<'r>>,
    must: Vec<Passage>,
    raw: Vec<Span>,
}

impl Tally<'_> {
    fn points(&self) -> i32 {
        self.groups.values().map(|group| group.signal.points).sum()
    }
}

/// The strongest of a group.
struct Strongest<'r> {
    signal: &'r Signal,
    evidence: Evidence,
}

impl Desk<'_, '_> {
    /// Weighs a target, or each pair that it is one side of; the strongest that fires.
    pub(crate) fn weigh(&self, rule: &Rule, target: &Target) -> Option<Verdict> {
        let verdicts = self.others(rule, target).into_iter().filter_map(|other| self.weigh_pair(rule, target, other));
        // Of equal ones the first.
        verdicts
            .reduce(|best, next| if (next.severity, next.points) > (best.severity, best.points) { next } else { best })
    }

    /// The second places that a target is weighed with, if a measure of the rule relates two; otherwise none, once.
    fn others(&self, rule: &Rule, target: &Target) -> Vec<Option<Passage>> {
        let relating = rule.signals.iter().find_map(|signal| match signal.test {
            Test::Measure(measure) if signal.must && measure.relates() => Some(measure),
            _ => None,
        });
        match relating {
            Some(measure) => measure.read(self.facts, target).into_iter().map(|reading| reading.other).collect(),
            None => vec![None],
        }
    }

    /// The points and the reasons of the target that comes nearest to firing; for whoever writes a rule.
    pub(crate) fn nearest(&self, rule: &Rule) -> Option<(i32, Vec<Reason>)> {
        let kinds = rule.looks_at.iter();
        let all = kinds.flat_map(|kind| targets(self.facts, *kind, &rule.among));
        let pairs =
            all.flat_map(|target| self.others(rule, &target).into_iter().map(move |other| (target.clone(), other)));
        let tallied = pairs.filter_map(|(target, other)| self.tally(rule, &target, other).map(|tally| (target, tally)));
        let (target, tally) = tallied.max_by_key(|(_, tally)| tally.points())?;
        Some((tally.points(), self.reasons(rule, &target, tally.groups.values())))
    }

    fn weigh_pair(&self, rule: &Rule, target: &Target, other: Option<Passage>) -> Option<Verdict> {
        let tally = self.tally(rule, target, other)?;
        let points = tally.points();
        let Tally { groups, must, raw } = tally;
        let (severity, needs) = rule.needs.iter().rev().find(|(_, needs)| points >= *needs).copied()?;
        if rule.unless.iter().any(|unless| self.evidence(rule, unless, target, other).is_some()) {
            return None;
        }
        let message = rule.message.fill(|place| {
            let (name, field) = place.split_once('.')?;
            let signal = rule.signals.iter().find(|signal| signal.must && signal.name.as_deref() == Some(name))?;
            groups.get(&signal.group)?.evidence.fields.get(field).cloned()
        });
        let supporting = || groups.values().filter(|group| group.signal.points > 0 || group.signal.must);
        let evidence = supporting().flat_map(|group| group.evidence.places.iter().copied()).collect();
        let reasons = self.reasons(rule, target, supporting());
        Some(Verdict { severity, points, needs, message, reasons, evidence, must, raw, other })
    }

    /// What each group found; nothing if something that must hold does not.
    fn tally<'r>(&self, rule: &'r Rule, target: &Target, other: Option<Passage>) -> Option<Tally<'r>> {
        let mut groups: BTreeMap<usize, Strongest<'_>> = BTreeMap::new();
        let mut must: Vec<Passage> = Vec::new();
        let mut raw: Vec<Span> = Vec::new();
        // What must hold is looked at first, group by group: most targets end at the first of them.
        let musts = || rule.signals.iter().filter(|signal| signal.must);
        let mut tried: Vec<usize> = Vec::new();
        for group in musts().map(|signal| signal.group) {
            if tried.contains(&group) {
                continue;
            }
            tried.push(group);
            for signal in musts().filter(|signal| signal.group == group) {
                if let Some(evidence) = self.evidence(rule, signal, target, other) {
                    must.extend(&evidence.places);
                    raw.extend(&evidence.raw);
                    keep_strongest(&mut groups, signal, evidence);
                }
            }
            if !groups.contains_key(&group) {
                return None;
            }
        }
        for signal in rule.signals.iter().filter(|signal| !signal.must) {
            if let Some(evidence) = self.evidence(rule, signal, target, other) {
                keep_strongest(&mut groups, signal, evidence);
            }
        }
        Some(Tally { groups, must, raw })
    }

    /// The reasons in words, the strongest first; the rule's summary where no signal has words.
    fn reasons<'s, 'r: 's>(
        &self,
        rule: &Rule,
        target: &Target,
        groups: impl Iterator<Item = &'s Strongest<'r>>,
    ) -> Vec<Reason> {
        let reason = |text: String, points: i32, spans: Vec<Span>| Reason {
            rule: rule.name.clone(),
            points: Some(points),
            text,
            spans: if spans.is_empty() { vec![target.span] } else { spans },
        };
        let mut reasons: Vec<Reason> = groups
            .filter_map(|group| {
                let text = group.signal.because.as_ref()?.fill(|place| group.evidence.fields.get(place).cloned());
                let places = group.evidence.places.iter().filter(|place| !place.is_empty());
                let spans =
                    places.map(|place| self.facts.article.span(*place)).chain(group.evidence.raw.iter().copied());
                Some(reason(text, group.signal.points, spans.collect()))
            })
            .collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.points));
        if reasons.is_empty() {
            reasons.push(reason(rule.summary.clone(), 0, Vec::new()));
        }
        reasons
    }

    /// What a signal finds at a target; nothing if it does not hold.
    fn evidence(&self, rule: &Rule, signal: &Signal, target: &Target, other: Option<Passage>) -> Option<Evidence> {
        match &signal.test {
            Test::Phrases(set) => self.phrases(rule, signal, *set, target, other),
            Test::Pattern(pattern) => self.pattern(rule, signal, pattern, target, other),
            Test::Shape(shape) => shape.holds(self.facts, target).then(|| Evidence {
                fields: Fields::from_iter([("match".to_owned(), self.facts.article.text(target.text).to_owned())]),
                ..Evidence::default()
            }),
            Test::Measure(measure) => {
                let mut readings = measure.read(self.facts, target).into_iter();
                let reading = readings.find(|reading| !measure.relates() || reading.other == other)?;
                signal.bounds.hold(reading.value).then(|| self.measured(reading))
            }
            Test::Reported(categories) => {
                let place = match signal.part {
                    Part::OtherSentence => self.facts.article.span(other?),
                    _ => target.span,
                };
                self.was_reported(categories, place).then(Evidence::default)
            }
        }
    }

    fn measured(&self, reading: Reading) -> Evidence {
        let mut fields: Fields = reading.fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        fields.insert("value".to_owned(), reading.value.to_string());
        let first = reading.places.first().map(|place| self.facts.article.text(*place).to_owned());
        fields.extend(first.map(|text| ("match".to_owned(), text)));
        Evidence { places: reading.places, raw: Vec::new(), fields }
    }

    fn phrases(
        &self,
        rule: &Rule,
        signal: &Signal,
        set: usize,
        target: &Target,
        other: Option<Passage>,
    ) -> Option<Evidence> {
        let kinds = kinds_read(rule, signal, target);
        let mut places: Vec<Passage> = Vec::new();
        for passage in self.passages(rule, signal, target, other) {
            let core = core(self.facts.article, signal.at, passage);
            let hits = self.hits.within(set, passage).iter().copied();
            let stands = hits.filter(|hit| stands(signal.at, *hit, core));
            places.extend(stands.filter(|hit| self.facts.article.reads_as(*hit, &kinds)));
        }
        self.counted(signal, places, Vec::new(), Fields::default())
    }

    fn pattern(
        &self,
        rule: &Rule,
        signal: &Signal,
        pattern: &Pattern,
        target: &Target,
        other: Option<Passage>,
    ) -> Option<Evidence> {
        let regex = pattern.regex()?;
        let article = self.facts.article;
        let (mut places, mut raw, mut fields) = (Vec::new(), Vec::new(), Fields::default());
        let mut take_names = |slice: &str| {
            if fields.is_empty()
                && let Some(captures) = regex.captures(slice)
            {
                let named = regex.capture_names().flatten();
                fields
                    .extend(named.filter_map(|name| Some((name.to_owned(), captures.name(name)?.as_str().to_owned()))));
            }
        };
        if signal.part == Part::Raw {
            let slice = target.span.slice(&article.raw);
            take_names(slice);
            let start = target.span.start as usize;
            raw.extend(regex.find_iter(slice).map(|found| Span::of(start + found.start()..start + found.end())));
        } else {
            let kinds = kinds_read(rule, signal, target);
            for passage in self.passages(rule, signal, target, other) {
                let slice = article.text(passage);
                take_names(slice);
                let core = core(article, signal.at, passage);
                let start = passage.start as usize;
                let found = regex.find_iter(slice).map(|found| Passage::of(start + found.start()..start + found.end()));
                let stands = found.filter(|found| stands(signal.at, *found, core));
                places.extend(stands.filter(|found| article.reads_as(*found, &kinds)));
            }
        }
        self.counted(signal, places, raw, fields)
    }

    /// Places within the signal's bounds, with the first of them as `{match}`.
    fn counted(&self, signal: &Signal, places: Vec<Passage>, raw: Vec<Span>, mut fields: Fields) -> Option<Evidence> {
        let count = places.len() + raw.len();
        if !signal.bounds.hold(count as i64) {
            return None;
        }
        let article = self.facts.article;
        let first = places.first().map(|place| article.text(*place));
        let first = first.or_else(|| raw.first().map(|span| span.slice(&article.raw))).unwrap_or_default();
        fields.insert("match".to_owned(), first.to_owned());
        fields.insert("value".to_owned(), count.to_string());
        Some(Evidence { places, raw, fields })
    }

    fn passages(&self, rule: &Rule, signal: &Signal, target: &Target, other: Option<Passage>) -> Vec<Passage> {
        let Text::Visible(mut passages) = signal.part.of(self.facts, target, other) else { return Vec::new() };
        if signal.part == Part::HeadingAbove {
            // What another category reported is no heading for a rule that asks for that category.
            let article = self.facts.article;
            passages.retain(|heading| !self.was_reported(super::asked(rule), article.span(*heading)));
        }
        passages
    }
}

/// Where the words of a part begin and end, if it matters where in it a place stands: symbols around them do not.
fn core(article: &Article, at: At, part: Passage) -> (u32, u32) {
    if at == At::Anywhere {
        return (part.start, part.end);
    }
    let text = article.text(part);
    let first = text.find(char::is_alphanumeric).map_or(part.end, |first| part.start + first as u32);
    let behind = text.trim_end_matches(|letter: char| !letter.is_alphanumeric()).len();
    (first, part.start + behind as u32)
}

/// Whether a place stands where `at` says in a part with this core.
fn stands(at: At, place: Passage, (first, behind): (u32, u32)) -> bool {
    match at {
        At::Anywhere => true,
        At::Start => place.start <= first,
        At::End => place.end >= behind,
        At::Whole => place.start <= first && place.end >= behind,
    }
}

/// The strongest of a group counts: the most points for, or the most against. What a weaker one that had to hold
/// found is kept for the message.
fn keep_strongest<'r>(groups: &mut BTreeMap<usize, Strongest<'r>>, signal: &'r Signal, mut evidence: Evidence) {
    match groups.get(&signal.group) {
        Some(known) if known.signal.points.abs() >= signal.points.abs() => return,
        Some(known) => {
            for (name, value) in &known.evidence.fields {
                evidence.fields.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        None => {}
    }
    groups.insert(signal.group, Strongest { signal, evidence });
}

/// The kinds of text that count: what the rule reads, what its target is by nature, and data where the
/// part is an address, an alternative text or a heading.
fn kinds_read(rule: &Rule, signal: &Signal, target: &Target) -> Vec<TextKind> {
    let mut kinds = rule.among.clone();
    kinds.extend(target.kind.own_text());
    if matches!(signal.part, Part::LinkUrl | Part::ImageAlt | Part::ImageUrl)
        || target.kind == crate::measure::TargetKind::Image
    {
        kinds.push(TextKind::Data);
    }
    kinds
}
