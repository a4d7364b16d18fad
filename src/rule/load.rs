//! Loading: from the text of rule files to rules that can run, with all mistakes at once.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use toml::de::{DeTable, DeValue};

use super::file::{File, Placed, nearest};
use super::lists::{WordLists, stem};
use super::mistake::Mistakes;
use super::phrase::Set;
use super::signal::{self, Read, Surroundings};
use super::template::Template;
use super::{Books, Example, FixRule, Marks, Rule, RuleFiles, Rules, Signal, Test, example};
use crate::article::TextKind;
use crate::finding::Severity;
use crate::measure::{Part, TargetKind};
use crate::source::Source;
use crate::span::Span;

const KEYS: [&str; 18] = [
    "summary",
    "message",
    "also",
    "help",
    "why",
    "url",
    "category",
    "needs",
    "looks-at",
    "among",
    "marks",
    "joins",
    "languages",
    "signal",
    "unless",
    "fix",
    "bad",
    "good",
];

/// See [`Rules::load`].
pub(super) fn load(built_in: &RuleFiles, own: Option<&RuleFiles>) -> Result<Rules, Mistakes> {
    let mut mistakes = Mistakes::default();
    let none = RuleFiles::default();
    let own = own.unwrap_or(&none);
    let mut rules = Rules::none();
    rules.lists = WordLists::of(built_in.lexicon);
    let unparsed = built_in.words.iter().filter(|_| built_in.lexicon.is_none());
    unparsed.chain(&own.words).for_each(|source| rules.lists.add(source, &mut mistakes));
    rules.lists.check(&own.words, &mut mistakes);
    let replaced = |source: &Arc<Source>| own.rules.iter().any(|other| stem(&other.name) == stem(&source.name));
    let kept = built_in.rules.iter().filter(|source| !replaced(source)).map(|source| (source, false));
    let mut unread = false;
    for (source, compile) in kept.chain(own.rules.iter().map(|source| (source, true))) {
        let mut file = File { source: source.clone(), mistakes: &mut mistakes };
        let loaded = rule(&mut file, &rules.lists, &mut rules.phrases, compile);
        unread |= loaded.is_none();
        rules.list.extend(loaded);
    }
    // What is asked for may be reported by a rule that could not be read.
    if !unread {
        order(&mut rules.list, &mut mistakes);
    }
    rules.hosts = built_in.hosts.iter().chain(&own.hosts).cloned().collect();
    let languages = rules.lists.languages().map(|language| (language.to_owned(), OnceLock::new()));
    rules.books = Books { of: languages.collect(), wordless: OnceLock::new() };
    if mistakes.is_empty() { Ok(rules) } else { Err(mistakes.sorted()) }
}

/// A rule, if its file is TOML. What is missing in it is noted as a mistake, and empty here.
fn rule(file: &mut File<'_>, lists: &WordLists, sets: &mut Vec<Set>, compile: bool) -> Option<Rule> {
    let source = file.source.clone();
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    if file.refuse_syntax(&errors) {
        return None;
    }
    let table = root.get_ref();
    let head = Span::new(0, source.text.find('\n').unwrap_or(source.text.len()) as u32);
    file.refuse_unknown(table, &KEYS);
    let looks_at = kinds(file, table, "looks-at", "target", &TargetKind::ALL.map(|kind| (kind.name(), kind)));
    if looks_at.is_empty() && !table.contains_key("looks-at") {
        file.mistake(head, "`looks-at` is missing", None);
    }
    let written = languages_written(file, table, lists);
    let first_set = sets.len();
    let around = Surroundings { looks_at: &looks_at, languages: &written, lists, compile };
    let signals = signals(file, table, "signal", &around, sets, head);
    let unless = signals_of(signals_read(file, table, "unless", &around, sets));
    let languages = languages(written, sets.get(first_set..).unwrap_or_default(), lists);
    sets.iter_mut().skip(first_set).for_each(|set| set.languages.clone_from(&languages));
    let needs = needs(file, table, head);
    let written = table.get("signal").and_then(|value| value.get_ref().as_array()).map_or(0, |items| items.len());
    // What only a signal that was refused could give is no second mistake.
    let whole = !signals.is_empty() && signals.len() == written;
    if whole {
        check_points(file, &signals, &needs, table);
        refuse_lonely_pairs(file, &signals, &unless, head);
    }
    let among = kinds(file, table, "among", "kind of text", &TextKind::ALL.map(|kind| (kind.name(), kind)));
    let mut words = |key| file.needed(table, key, head).map(|text| text.value).unwrap_or_default();
    Some(Rule {
        name: Arc::from(stem(&source.name)),
        summary: words("summary"),
        why: words("why"),
        category: words("category").into(),
        message: message(file, table, head, &signals, whole),
        also: also(file, table, head, &signals),
        help: file.text(table, "help").map(|text| text.value),
        url: file.text(table, "url").map(|text| text.value),
        needs,
        looks_at,
        among: if among.is_empty() { vec![TextKind::Prose] } else { among },
        marks: marks(file, table, &signals, whole),
        joins: file.truth(table, "joins"),
        languages,
        signals: cheapest_first(signals_of(signals)),
        unless: cheapest_first(unless),
        fix: fix(file, table),
        bad: examples(file, table, "bad", head),
        good: examples(file, table, "good", head),
        source,
    })
}

/// The values of a list of names out of a closed set.
fn kinds<T: Copy>(
    file: &mut File<'_>,
    table: &DeTable<'_>,
    key: &str,
    what: &str,
    all: &[(&'static str, T)],
) -> Vec<T> {
    let written = file.filled(table, key).unwrap_or_default();
    written.iter().filter_map(|text| file.named(text, what, all)).collect()
}

/// The languages that a rule names itself: those that we have words of, since no other is ever read.
fn languages_written(file: &mut File<'_>, table: &DeTable<'_>, lists: &WordLists) -> Option<Vec<String>> {
    let written = file.filled(table, "languages")?;
    for tag in written.iter().filter(|tag| !lists.languages().any(|known| known == tag.value)) {
        let known = lists.languages().collect::<Vec<_>>().join(", ");
        let help = format!("there are {known}, and a file words/{}.toml adds another", tag.value);
        file.mistake(tag.span, format!("nobody wrote words of the language `{}`", tag.value), Some(help));
    }
    Some(written.into_iter().map(|tag| tag.value).collect())
}

fn signals_read(
    file: &mut File<'_>,
    table: &DeTable<'_>,
    key: &str,
    rule: &Surroundings<'_>,
    sets: &mut Vec<Set>,
) -> Vec<Read> {
    let tables = file.tables(table, key);
    tables.iter().filter_map(|table| signal::read(file, table, rule, sets, key == "signal")).collect()
}

/// Patterns last: where something cheaper decides, they need not be compiled.
fn cheapest_first(mut signals: Vec<Signal>) -> Vec<Signal> {
    signals.sort_by_key(|signal| matches!(signal.test, Test::Pattern(_)));
    signals
}

fn signals_of(read: Vec<Read>) -> Vec<Signal> {
    read.into_iter().map(|read| read.signal).collect()
}

/// The signals, each with the number of its group; a group does not mix signs.
fn signals(
    file: &mut File<'_>,
    table: &DeTable<'_>,
    key: &str,
    rule: &Surroundings<'_>,
    sets: &mut Vec<Set>,
    head: Span,
) -> Vec<Read> {
    let mut read = signals_read(file, table, key, rule, sets);
    let mut groups: Vec<(String, bool)> = Vec::new();
    for (index, signal) in read.iter_mut().enumerate() {
        let negative = signal.signal.points < 0;
        let name = signal.group.clone().unwrap_or_else(|| format!("\0{index}"));
        let known = groups.iter().position(|(other, _)| *other == name);
        if known.and_then(|known| groups.get(known)).is_some_and(|(_, other)| *other != negative) {
            file.mistake(signal.span, format!("the group `{name}` mixes points for and against"), None);
        }
        signal.signal.group = known.unwrap_or(groups.len());
        if known.is_none() {
            groups.push((name, negative));
        }
    }
    if read.is_empty() && !table.contains_key(key) {
        file.mistake(head, "a rule needs a [[signal]]", None);
    }
    read
}

/// The languages in which all lists of a rule exist; none where it has no words of a language.
fn languages(written: Option<Vec<String>>, sets: &[Set], lists: &WordLists) -> Option<Vec<String>> {
    if written.is_some() {
        return written;
    }
    let phrases = || sets.iter().flat_map(|set| &set.phrases);
    let asked: Vec<&str> =
        phrases().flat_map(super::phrase::Phrase::lists).filter(|list| !lists.is_shared(list)).collect();
    if asked.is_empty() {
        return None;
    }
    let has_all = |language: &&str| asked.iter().all(|list| lists.is_read(language, list));
    Some(lists.languages().filter(has_all).map(str::to_owned).collect())
}

fn needs(file: &mut File<'_>, table: &DeTable<'_>, head: Span) -> Vec<(Severity, i32)> {
    let Some(value) = table.get("needs") else {
        file.mistake(head, "`needs` is missing", Some("such as `needs = { warning = 5, error = 8 }`".to_owned()));
        return Vec::new();
    };
    let span = Span::of(value.span());
    let DeValue::Table(levels) = value.get_ref() else {
        file.mistake(span, "`needs` is a table of severities", Some("such as { warning = 5, error = 8 }".to_owned()));
        return Vec::new();
    };
    file.refuse_unknown(levels, &Severity::ALL.map(Severity::name));
    let level = |severity: Severity| {
        let number = file.number(levels, severity.name())?;
        Some((severity, i32::try_from(number.value).unwrap_or_default()))
    };
    let needs: Vec<(Severity, i32)> = Severity::ALL.into_iter().filter_map(level).collect();
    if needs.len() < levels.len() {
        return Vec::new();
    }
    let rising = needs.windows(2).all(|pair| pair.first().map(|level| level.1) < pair.last().map(|level| level.1));
    if !rising || needs.is_empty() || needs.iter().any(|(_, points)| *points < 1) {
        file.mistake(span, "levels are whole numbers from 1 that rise from note to error", None);
        return Vec::new();
    }
    needs
}

/// Points that cannot reach a level, and one signal that alone makes an error.
fn check_points(file: &mut File<'_>, signals: &[Read], needs: &[(Severity, i32)], table: &DeTable<'_>) {
    let span = table.get("needs").map_or(Span::default(), |value| Span::of(value.span()));
    let mut best: BTreeMap<usize, i32> = BTreeMap::new();
    for read in signals {
        let most = best.entry(read.signal.group).or_default();
        *most = read.signal.points.max(*most);
    }
    let reach: i32 = best.values().sum();
    if let Some((severity, points)) = needs.iter().find(|(_, points)| *points > reach) {
        file.mistake(span, format!("{} needs {points} points, and the signals reach {reach}", severity.name()), None);
    }
    let error = needs.iter().find(|(severity, _)| *severity == Severity::Error).map(|(_, points)| *points);
    for read in signals.iter().filter(|read| error.is_some_and(|error| read.signal.points >= error)) {
        if !(read.signal.must && read.signal.exact) {
            let help = "an error takes two kinds of evidence; what is certain says `must = true` and `exact = true`";
            file.mistake(read.span, "this signal alone makes an error", Some(help.to_owned()));
        }
    }
}

fn marks(file: &mut File<'_>, table: &DeTable<'_>, signals: &[Read], whole: bool) -> Marks {
    let Some(text) = file.text(table, "marks") else { return Marks::Target };
    let all = [("target", Marks::Target), ("sentences", Marks::Sentences), ("match", Marks::Match)];
    let marks = file.named(&text, "way to mark", &all).unwrap_or(Marks::Target);
    if marks == Marks::Match && whole && !signals.iter().any(|read| read.signal.must) {
        file.mistake(text.span, "what is marked is the place of a signal that must hold, and there is none", None);
    }
    marks
}

/// The message; its places name a `must` signal (or a group all of whose `must` signals give the field).
fn message(file: &mut File<'_>, table: &DeTable<'_>, head: Span, signals: &[Read], whole: bool) -> Template {
    let Some(text) = file.needed(table, "message", head) else { return Template::default() };
    let fills = |place: &str| {
        if !whole {
            return true;
        }
        let Some((name, field)) = place.split_once('.') else { return false };
        let mut named =
            signals.iter().filter(|read| read.signal.must && read.signal.name.as_deref() == Some(name)).peekable();
        named.peek().is_some() && named.all(|read| read.gives.iter().any(|gift| gift == field))
    };
    signal::template(file, &text, fills).unwrap_or_default()
}

/// What the second place is labelled with: needed where the rule relates two.
fn also(file: &mut File<'_>, table: &DeTable<'_>, head: Span, signals: &[Read]) -> Option<String> {
    let text = if relates(signals) { file.needed(table, "also", head) } else { file.text(table, "also") };
    text.map(|text| text.value)
}

fn relates(signals: &[Read]) -> bool {
    signals.iter().any(|read| matches!(read.signal.test, Test::Measure(measure) if measure.relates()))
}

fn fix(file: &mut File<'_>, table: &DeTable<'_>) -> Option<FixRule> {
    let value = table.get("fix")?;
    let DeValue::Table(fix) = value.get_ref() else {
        file.mistake(Span::of(value.span()), "`fix` is a table, written as [fix]", None);
        return None;
    };
    file.refuse_unknown(fix, &["replaces", "with", "safe"]);
    let replaces = file.needed(fix, "replaces", Span::of(value.span()))?;
    let extent = file.named(&replaces, "thing to replace", &[("extent", true), ("match", false)])?;
    let with = file.text(fix, "with").map(|text| text.value).unwrap_or_default();
    Some(FixRule { extent, with, safe: file.truth(fix, "safe") })
}

fn examples(file: &mut File<'_>, table: &DeTable<'_>, key: &str, head: Span) -> Vec<Example> {
    let tables = file.tables(table, key);
    if tables.len() < 2 {
        file.mistake(head, format!("a rule shows two [[{key}]] examples or more"), None);
    }
    let read = |table: &Placed<&DeTable<'_>>| example::read(file, table, key == "bad");
    tables.iter().filter_map(read).collect()
}

/// `other-sentence` speaks of the second place of a pair, which a measure has to give.
fn refuse_lonely_pairs(file: &mut File<'_>, signals: &[Read], unless: &[Signal], head: Span) {
    let mut parts = signals.iter().map(|read| read.signal.part).chain(unless.iter().map(|signal| signal.part));
    if !relates(signals) && parts.any(|part| part == Part::OtherSentence) {
        file.mistake(head, "`other-sentence` needs a measure that relates two places", None);
    }
}

/// Puts each category behind those that its rules ask for; refuses circles and what nobody reports.
fn order(rules: &mut [Rule], mistakes: &mut Mistakes) {
    let mut asks: BTreeMap<Arc<str>, Vec<Arc<str>>> = BTreeMap::new();
    rules.iter().for_each(|rule| {
        asks.entry(rule.category.clone()).or_default();
    });
    for rule in rules.iter() {
        for asked in rule.signals.iter().chain(&rule.unless).flat_map(reported) {
            let known = asks.keys().cloned().collect::<Vec<_>>();
            if !known.contains(asked) {
                let help =
                    nearest(asked, known.iter().map(|name| &**name)).map(|near| format!("did you mean `{near}`?"));
                mistakes.add(&rule.source, place_of(rule, asked), format!("no rule reports `{asked}`"), help);
            } else if *asked == rule.category {
                mistakes.add(&rule.source, place_of(rule, asked), "a category can't ask for itself".to_owned(), None);
            } else if let Some(category) = asks.get_mut(&rule.category) {
                category.push(asked.clone());
            }
        }
    }
    let mut depth: BTreeMap<Arc<str>, usize> = asks.keys().map(|name| (name.clone(), 0)).collect();
    for round in 0..=asks.len() {
        let mut changed = false;
        for (category, asked) in &asks {
            let needed = asked.iter().filter_map(|name| depth.get(name)).max().map_or(0, |deepest| deepest + 1);
            if depth.get(category).is_some_and(|own| *own < needed) {
                depth.insert(category.clone(), needed);
                changed = true;
            }
        }
        if !changed {
            break;
        }
        if round == asks.len() {
            refuse_circle(rules, &asks, mistakes);
        }
    }
    rules.sort_by_key(|rule| (depth.get(&rule.category).copied(), rule.category.clone(), rule.name.clone()));
}

fn refuse_circle(rules: &[Rule], asks: &BTreeMap<Arc<str>, Vec<Arc<str>>>, mistakes: &mut Mistakes) {
    let leads = |from: &Arc<str>, to: &Arc<str>| reached(asks, from).contains(&to);
    for rule in rules {
        let own = &rule.category;
        for asked in rule.signals.iter().chain(&rule.unless).flat_map(reported).filter(|asked| leads(asked, own)) {
            let circle = rules.iter().filter(|other| leads(own, &other.category) && leads(&other.category, own));
            let files: Vec<&str> = circle.map(|other| other.source.name.as_str()).collect();
            let message = format!("`{own}` and `{asked}` ask for each other ({})", files.join(", "));
            mistakes.add(&rule.source, place_of(rule, asked), message, None);
        }
    }
}

/// The categories that one asks for, itself or through others.
fn reached<'a>(asks: &'a BTreeMap<Arc<str>, Vec<Arc<str>>>, from: &Arc<str>) -> Vec<&'a Arc<str>> {
    let mut all: Vec<&Arc<str>> = asks.get(from).into_iter().flatten().collect();
    let mut at = 0;
    while let Some(name) = all.get(at).copied() {
        for inner in asks.get(name).into_iter().flatten() {
            if !all.contains(&inner) {
                all.push(inner);
            }
        }
        at += 1;
    }
    all
}

fn reported(signal: &Signal) -> &[Arc<str>] {
    match &signal.test {
        Test::Reported(categories) => categories,
        _ => &[],
    }
}

/// Where a rule's file writes a name in quotation marks behind `reported`.
fn place_of(rule: &Rule, name: &str) -> Span {
    let text = &rule.source.text;
    let from = text.find("reported").unwrap_or_default();
    let found = text.get(from..).and_then(|rest| rest.find(&format!("\"{name}\"")));
    found.map_or(Span::default(), |at| Span::of(from + at..from + at + name.len() + 2))
}
