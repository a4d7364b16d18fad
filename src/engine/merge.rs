//! Merging: findings of one category that overlap become one.

use super::say_once;
use crate::finding::Finding;

/// The highest severity wins, then the most points, then the rule's name; the others' reasons are kept.
pub(super) fn within_category(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    let mut merged: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        match merged.last_mut() {
            Some(last) if finding.span.overlaps(last.span) => join(last, finding),
            _ => merged.push(finding),
        }
    }
    merged.iter_mut().for_each(|finding| say_once(&mut finding.reasons));
    without_mirrored_pairs(merged)
}

/// Makes one of two: `into` becomes the winner with the loser's reasons behind its own.
fn join(into: &mut Finding, other: Finding) {
    let rank = |finding: &Finding| (finding.severity, finding.points);
    let wins = rank(&other) > rank(into) || rank(&other) == rank(into) && other.rule < into.rule;
    let mut loser = if wins { std::mem::replace(into, other) } else { other };
    into.reasons.append(&mut loser.reasons);
}

/// Of two findings of the same pair, either way round, the first stays.
fn without_mirrored_pairs(findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = std::collections::BTreeSet::new();
    let pair = |finding: &Finding| {
        let other = finding.related.first()?.span;
        Some((finding.span.min(other), finding.span.max(other)))
    };
    findings.into_iter().filter(|finding| pair(finding).is_none_or(|pair| seen.insert(pair))).collect()
}
