//! The engine: rules × targets → findings. It weighs; it does not know what any rule is about.

mod merge;
mod trial;
mod weigh;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

pub use trial::{Trial, test};

use crate::article::{Article, BlockKind};
use crate::finding::{Edit, Finding, Fix, Reason, Related, fingerprint};
use crate::house::House;
use crate::measure::{Facts, Target, TargetKind, sentence_at, targets};
use crate::rule::{Hits, Marks, Rule, Rules, Test};
use crate::span::{Passage, Span};
use weigh::Verdict;

/// Checks an article: every rule at everything it looks at. The findings come in order of place, then rule.
pub fn check(article: &Article, rules: &Rules, house: &House) -> Vec<Finding> {
    check_with(article, rules, house, |_| true)
}

/// The same with those rules only that `runs` names.
pub(crate) fn check_with(
    article: &Article,
    rules: &Rules,
    house: &House,
    runs: impl Fn(&Rule) -> bool,
) -> Vec<Finding> {
    let facts = Facts::new(article, house);
    let language = facts.language();
    let mut desk = Desk::new(&facts, rules);
    let mut all: Vec<Finding> = Vec::new();
    let mut rest = rules.list.as_slice();
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|rule| rule.category == first.category).count();
        let (category, behind) = rest.split_at(length);
        let read = category.iter().filter(|rule| runs(rule) && rules.reads(rule, language));
        let found = merge::within_category(read.flat_map(|rule| desk.run(rule)).collect());
        desk.reported.insert(first.category.clone(), found.iter().map(|finding| finding.span).collect());
        all.extend(found);
        rest = behind;
    }
    all.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    identify(article, &mut all);
    all
}

/// Gives each finding its fingerprint.
fn identify(article: &Article, findings: &mut [Finding]) {
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    for finding in findings {
        let primary = finding.span.slice(&article.raw);
        let second = finding.related.first().map_or("", |related| related.span.slice(&article.raw));
        let bare = fingerprint(&finding.rule, primary, second, 0);
        let occurrence = seen.entry(bare.clone()).or_default();
        finding.fingerprint = match *occurrence {
            0 => bare,
            again => fingerprint(&finding.rule, primary, second, again),
        };
        *occurrence += 1;
    }
}

/// Where an article is weighed: its facts, where phrases stand, and what was reported so far.
pub(crate) struct Desk<'f, 'a> {
    pub(crate) facts: &'f Facts<'a>,
    pub(crate) hits: Hits,
    /// By category; they rise and do not overlap.
    pub(crate) reported: BTreeMap<Arc<str>, Vec<Span>>,
}

/// What fired: the targets (several if they were joined) and what was found at each.
struct Fired {
    target: Target,
    place: Span,
    verdict: Verdict,
}

impl<'f, 'a> Desk<'f, 'a> {
    pub(crate) fn new(facts: &'f Facts<'a>, rules: &Rules) -> Self {
        Self { facts, hits: rules.book(facts.language()).walk(facts.article), reported: BTreeMap::new() }
    }

    /// Whether a finding of one of these categories stands at a place.
    pub(crate) fn was_reported<'c>(&self, categories: impl IntoIterator<Item = &'c Arc<str>>, place: Span) -> bool {
        let mut reported = categories.into_iter().filter_map(|category| self.reported.get(category));
        reported.any(|spans| !place.among(spans).is_empty())
    }

    /// What a rule finds in the article.
    fn run(&self, rule: &Rule) -> Vec<Finding> {
        let mut findings = Vec::new();
        for kind in &rule.looks_at {
            let mut before: Option<usize> = None;
            let mut group: Vec<Fired> = Vec::new();
            for (index, target) in targets(self.facts, *kind, &rule.among).into_iter().enumerate() {
                let Some(verdict) = self.weigh(rule, &target) else { continue };
                let neighbour = rule.joins && before.is_some_and(|before| before + 1 == index);
                if !neighbour && !group.is_empty() {
                    findings.push(self.finding(rule, std::mem::take(&mut group)));
                }
                let place = self.place(rule, &target, &verdict);
                group.push(Fired { target, place, verdict });
                before = Some(index);
            }
            if !group.is_empty() {
                findings.push(self.finding(rule, group));
            }
        }
        findings
    }

    /// One finding out of what fired at one target, or at several that are joined.
    fn finding(&self, rule: &Rule, group: Vec<Fired>) -> Finding {
        let place = group.iter().map(|fired| fired.place).reduce(Span::cover).unwrap_or_default();
        let place = place.trim(&self.facts.article.raw);
        let strongest = group.iter().max_by_key(|fired| (fired.verdict.severity, fired.verdict.points));
        let (severity, points, needs) = strongest.map_or((crate::finding::Severity::Note, 0, 0), |fired| {
            (fired.verdict.severity, fired.verdict.points, fired.verdict.needs)
        });
        let message = strongest.map(|fired| fired.verdict.message.clone()).unwrap_or_default();
        let also = rule.also.clone().unwrap_or_default();
        let second = |fired: &Fired| fired.verdict.other.map(|other| self.facts.article.span(other));
        let related = group.iter().filter_map(second).map(|span| Related { span, message: also.clone() }).collect();
        let fix = self.fix(rule, &group);
        let mut reasons: Vec<_> = group.into_iter().flat_map(|fired| fired.verdict.reasons).collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.points));
        say_once(&mut reasons);
        Finding {
            rule: rule.name.clone(),
            category: rule.category.clone(),
            severity,
            span: place,
            message,
            reasons,
            related,
            help: rule.help.clone(),
            url: rule.url.clone(),
            points: Some(points),
            needs: Some(needs),
            fix,
            fingerprint: String::new(),
        }
    }

    /// What is underlined.
    fn place(&self, rule: &Rule, target: &Target, verdict: &Verdict) -> Span {
        let article = self.facts.article;
        let marked = match rule.marks {
            Marks::Target => None,
            Marks::Match => {
                let raw = verdict.raw.iter().copied();
                let seen = verdict.must.iter().map(|place| article.span(*place));
                return raw.chain(seen).reduce(Span::cover).unwrap_or(target.span).trim(&article.raw);
            }
            Marks::Sentences => {
                let evidence = verdict.evidence.iter().chain(&verdict.must);
                let inside = evidence.filter(|place| target.text.contains(**place));
                inside.map(|place| sentence_on_its_line(self.facts, *place)).reduce(Passage::cover)
            }
        };
        marked.map_or(target.span, |passage| article.span(passage)).trim(&article.raw)
    }

    fn fix(&self, rule: &Rule, group: &[Fired]) -> Option<Fix> {
        let fix = rule.fix.as_ref()?;
        let edits = group.iter().flat_map(|fired| {
            let found = fired.verdict.must.iter().map(|place| self.facts.article.span(*place));
            let found: Vec<Span> = found.chain(fired.verdict.raw.iter().copied()).collect();
            if !fix.extent && !found.is_empty() {
                return found;
            }
            let block = self.facts.article.block(fired.target.block);
            let whole = block.filter(|block| {
                let article = self.facts.article;
                let all = block.text.is_empty() || fired.place.contains(article.span(block.text));
                let pictures = article.images_of(fired.target.block).iter();
                fix.extent
                    && all
                    && pictures.map(|image| image.span).all(|image| fired.place.contains(image))
                    && !matches!(fired.target.kind, TargetKind::Run | TargetKind::Section | TargetKind::Article)
                    && !matches!(block.kind, BlockKind::TableCell { .. })
            });
            vec![whole.map_or(fired.place, |block| block.extent)]
        });
        let edits = edits.map(|span| Edit { span, text: fix.with.clone() });
        let mut edits: Vec<Edit> = edits.collect();
        edits.sort_by_key(|edit| edit.span);
        edits.dedup_by(|next, edit| {
            let one = next.span.overlaps(edit.span);
            edit.span = if one { edit.span.cover(next.span) } else { edit.span };
            one
        });
        Some(Fix { safe: fix.safe, edits })
    }
}

/// The sentence that holds a place, cut at the edges of the lines that the place stands on.
fn sentence_on_its_line(facts: &Facts<'_>, place: Passage) -> Passage {
    let lines = &facts.article.lines;
    let line = |at: u32| lines.get(lines.partition_point(|line| line.text.end <= at)).map(|line| line.text);
    let edges = line(place.start).zip(line(place.end.saturating_sub(1)));
    let edges = edges.map(|(first, last)| first.cover(last)).filter(|edges| edges.contains(place));
    let sentence = sentence_at(facts, place).unwrap_or(place);
    edges.map_or(place, |edges| sentence.within(edges))
}

/// Of reasons that say the same, the first stays.
fn say_once(reasons: &mut Vec<Reason>) {
    let mut said: FxHashSet<String> = FxHashSet::default();
    reasons.retain(|reason| said.insert(reason.text.clone()));
}

/// The categories that a rule asks for, itself.
pub(crate) fn asked(rule: &Rule) -> impl Iterator<Item = &Arc<str>> {
    let signals = rule.signals.iter().chain(&rule.unless);
    signals.flat_map(|signal| match &signal.test {
        Test::Reported(categories) => categories.as_slice(),
        _ => &[],
    })
}
