//! The trial of examples: does each rule do what its examples say?

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Desk, asked, check_with};
use crate::article::Article;
use crate::finding::Finding;
use crate::house::House;
use crate::measure::Facts;
use crate::rule::{Example, Outcome, Rule, Rules};
use crate::source::Source;
use crate::span::Span;

/// What trying all examples of some rules came to.
#[derive(Debug, Default)]
pub struct Trial {
    /// How many examples were tried.
    pub examples: usize,
    /// How many rules they belong to.
    pub rules: usize,
    /// Those that did not do what they say, as findings in the rules' files.
    pub failed: Vec<(Arc<Source>, Vec<Finding>)>,
}

/// Tries the examples of all rules that `which` names.
pub fn test(rules: &Rules, house: &House, which: impl Fn(&Rule) -> bool) -> Trial {
    let mut trial = Trial::default();
    for rule in rules.list.iter().filter(|rule| which(rule)) {
        trial.rules += 1;
        let mut failed: Vec<Finding> = Vec::new();
        for example in rule.bad.iter().chain(&rule.good) {
            trial.examples += 1;
            failed.extend(attempt(rules, house, rule, example));
        }
        if !failed.is_empty() {
            failed.sort_by_key(|finding| finding.span);
            trial.failed.push((rule.source.clone(), failed));
        }
    }
    trial
}

/// Nothing if the example does what it says; otherwise a finding about it.
fn attempt(rules: &Rules, house: &House, rule: &Rule, example: &Example) -> Option<Finding> {
    let Some((source, moved)) = example.plant(&rules.hosts) else {
        let host = example.host.clone().unwrap_or_default();
        let message = format!("there is no host `{host}` in {}", example.format.name());
        return Some(complain(rule, example, message, None));
    };
    let article = Article::read(&source, example.format);
    let categories = needed(rules, rule);
    let runs = |other: &Rule| other.name == rule.name || categories.contains(&other.category);
    let findings = check_with(&article, rules, house, runs);
    let found: Vec<&Finding> = findings.iter().filter(|finding| finding.rule == rule.name).collect();
    let outcome = compare(example, &found, moved);
    let shown = |span: Span| format!("“{}”", source.slice(span));
    let places = found.iter().map(|finding| {
        let second =
            finding.related.first().map(|related| format!(" with {}", shown(related.span))).unwrap_or_default();
        format!("{} at {}{second}", finding.severity.name(), shown(finding.span))
    });
    let found = Some(places.collect::<Vec<_>>().join("; ")).filter(|places| !places.is_empty());
    let help = found.map(|found| format!("it found {found}"));
    let help = help.or_else(|| {
        let facts = Facts::new(&article, house);
        let (points, reasons) = Desk::new(&facts, rules).nearest(rule)?;
        let needs = rule.needs.first().map_or(0, |(_, needs)| *needs);
        let reasons: Vec<&str> = reasons.iter().map(|reason| reason.text.as_str()).collect();
        Some(format!("the nearest came to {points} of {needs} points: {}", reasons.join("; ")))
    });
    let message = match outcome {
        Outcome::AsExpected => return None,
        Outcome::Noisy => format!("`{}` fires where this example says it must not", rule.name),
        Outcome::Missing => format!("`{}` is silent on a marked place of this example", rule.name),
        Outcome::Different => {
            format!("`{}` fires on this example, but with another severity or second place", rule.name)
        }
    };
    Some(complain(rule, example, message, help))
}

fn compare(example: &Example, found: &[&Finding], moved: u32) -> Outcome {
    let shift = |span: &Span| Span::new(span.start + moved, span.end + moved);
    let expected: Vec<Span> = example.places.iter().map(shift).collect();
    let second: Vec<Span> = example.second.iter().map(shift).collect();
    if found.iter().any(|finding| !expected.contains(&finding.span)) {
        return Outcome::Noisy;
    }
    if expected.iter().any(|place| !found.iter().any(|finding| finding.span == *place)) {
        return Outcome::Missing;
    }
    let related = |finding: &&Finding| finding.related.iter().map(|related| related.span).collect::<Vec<_>>();
    let others: Vec<Span> = found.iter().flat_map(related).collect();
    let severe = |severity| found.iter().all(|finding| finding.severity == severity);
    let same = example.severity.is_none_or(severe) && second.iter().all(|place| others.contains(place));
    if same { Outcome::AsExpected } else { Outcome::Different }
}

/// The categories that a rule asks for, and those that these ask for.
fn needed(rules: &Rules, rule: &Rule) -> Vec<Arc<str>> {
    let mut asks: BTreeMap<&Arc<str>, Vec<&Arc<str>>> = BTreeMap::new();
    for rule in &rules.list {
        asks.entry(&rule.category).or_default().extend(asked(rule));
    }
    let mut all: Vec<Arc<str>> = asked(rule).cloned().collect();
    let mut at = 0;
    while let Some(category) = all.get(at).cloned() {
        for inner in asks.get(&category).into_iter().flatten() {
            if !all.contains(inner) {
                all.push((*inner).clone());
            }
        }
        at += 1;
    }
    all
}

fn complain(rule: &Rule, example: &Example, message: String, help: Option<String>) -> Finding {
    crate::rule::complaint("example", &rule.source, example.span, message, help)
}
