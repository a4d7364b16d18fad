//! Reading a `[[signal]]` or `[[unless]]`: one test, its bounds, where it looks, and its reason.

use toml::de::DeTable;

use super::file::{File, Placed, nearest};
use super::lists::WordLists;
use super::phrase::{Phrase, Set};
use super::template::Template;
use super::{At, Bounds, Pattern, Signal, Test};
use crate::measure::{Measure, Part, Shape, TargetKind};
use crate::span::Span;

const TESTS: [&str; 5] = ["phrases", "pattern", "is", "measure", "reported"];
const KEYS: [&str; 9] = ["name", "phrases", "pattern", "is", "measure", "reported", "in", "at", "because"];
const BOUNDS: [&str; 2] = ["at-least", "at-most"];
const EARNS: [&str; 4] = ["points", "group", "must", "exact"];
/// A pattern has a literal of this many characters, so that most articles need not run it.
const LITERAL: usize = 3;
/// A signal earns or costs at most so many points.
const MOST_POINTS: i32 = 100;

/// What a signal needs to know of its rule.
pub(super) struct Surroundings<'r> {
    pub(super) looks_at: &'r [TargetKind],
    pub(super) languages: &'r Option<Vec<String>>,
    pub(super) lists: &'r WordLists,
    /// Whether patterns are compiled now: those of a user's rule.
    pub(super) compile: bool,
}

/// A signal as it is read; the rule gives groups their numbers.
pub(super) struct Read {
    pub(super) signal: Signal,
    pub(super) group: Option<String>,
    pub(super) span: Span,
    /// What its `because` and the rule's `message` may use.
    pub(super) gives: Vec<String>,
}

/// Reads a signal; `earns` is false for an `[[unless]]`.
pub(super) fn read(
    file: &mut File<'_>,
    table: &Placed<&DeTable<'_>>,
    rule: &Surroundings<'_>,
    sets: &mut Vec<Set>,
    earns: bool,
) -> Option<Read> {
    let (place, table) = (table.span, table.value);
    let earning: &[&str] = if earns { &EARNS } else { &[] };
    file.refuse_unknown(table, &[&KEYS[..], &BOUNDS[..], earning].concat());
    let written: Vec<&str> = TESTS.into_iter().filter(|key| table.contains_key(*key)).collect();
    if written.len() != 1 {
        let found = if written.is_empty() { "none".to_owned() } else { written.join(" and ") };
        file.mistake(
            place,
            format!("a signal has one test, and this one has {found}"),
            Some(format!("one of {}", TESTS.join(", "))),
        );
        return None;
    }
    let named = match file.text(table, "in") {
        Some(text) => file.named(&text, "part", &Part::ALL.map(|part| (part.name(), part))),
        None => Some(Part::Text),
    };
    let at = match file.text(table, "at") {
        Some(text) => file.named(&text, "place", &[("start", At::Start), ("end", At::End), ("whole", At::Whole)]),
        None => Some(At::Anywhere),
    };
    let part = named.unwrap_or(Part::Text);
    let points = points(file, table, place, earns);
    refuse_missing_part(file, table, part, place, rule);
    let test = test(file, table, rule, sets, part)?;
    let bounds = bounds(file, table, &test, place);
    check_position(file, table, &test, part);
    let gives = gives(&test);
    let because = file
        .text(table, "because")
        .and_then(|text| template(file, &text, |name| gives.iter().any(|gift| gift == name)));
    let group = file.text(table, "group").map(|text| text.value);
    let name = file.text(table, "name").map(|text| text.value).or_else(|| group.clone());
    let signal = Signal {
        name,
        group: 0,
        must: file.truth(table, "must"),
        exact: file.truth(table, "exact"),
        points: points?,
        test,
        bounds,
        part: named?,
        at: at?,
        because,
    };
    Some(Read { signal, group, span: place, gives })
}

fn points(file: &mut File<'_>, table: &DeTable<'_>, place: Span, earns: bool) -> Option<i32> {
    if !earns {
        return Some(0);
    }
    if !table.contains_key("points") {
        file.mistake(place, "`points` is missing", None);
    }
    let written = file.number(table, "points")?;
    let must = table.get("must").and_then(|value| value.get_ref().as_bool()) == Some(true);
    if written.value == 0 && !must {
        file.mistake(written.span, "a signal of 0 points says nothing, unless it must hold", None);
    }
    let points = i32::try_from(written.value).ok().filter(|points| (-MOST_POINTS..=MOST_POINTS).contains(points));
    if points.is_none() {
        file.mistake(written.span, format!("points go from -{MOST_POINTS} to {MOST_POINTS}"), None);
    }
    points
}

fn test(
    file: &mut File<'_>,
    table: &DeTable<'_>,
    rule: &Surroundings<'_>,
    sets: &mut Vec<Set>,
    part: Part,
) -> Option<Test> {
    if let Some(written) = file.filled(table, "phrases") {
        let phrases: Vec<Phrase> = written.iter().filter_map(|phrase| Phrase::parse(phrase, file)).collect();
        for phrase in &phrases {
            refuse_unwritten(file, phrase, rule);
        }
        sets.push(Set { phrases, languages: None });
        return Some(Test::Phrases(sets.len() - 1));
    }
    if let Some(text) = file.text(table, "pattern") {
        return pattern(file, &text, rule, part);
    }
    if let Some(text) = file.text(table, "is") {
        let shape = file.named(&text, "shape", &Shape::ALL.map(|shape| (shape.name(), shape)))?;
        refuse_unfit(file, text.span, &format!("shape `{}`", text.value), rule, |kind| shape.fits(kind));
        return Some(Test::Shape(shape));
    }
    if let Some(text) = file.text(table, "measure") {
        let measure = file.named(&text, "measure", &Measure::ALL.map(|measure| (measure.name(), measure)))?;
        refuse_unfit(file, text.span, &format!("measure `{}`", text.value), rule, |kind| measure.fits(kind));
        return Some(Test::Measure(measure));
    }
    let categories = file.filled(table, "reported")?;
    Some(Test::Reported(categories.into_iter().map(|category| category.value.into()).collect()))
}

/// Lists that nobody wrote, and words of a language in a rule that does not say which.
fn refuse_unwritten(file: &mut File<'_>, phrase: &Phrase, rule: &Surroundings<'_>) {
    for list in phrase.lists() {
        if !rule.lists.is_known(list) {
            let help = nearest(list, rule.lists.names()).map(|near| format!("did you mean `{{{near}}}`?"));
            file.mistake(phrase.span, format!("nobody wrote a list `{list}`"), help);
        }
    }
    if rule.languages.is_none() && phrase.has_words() {
        let help = "put them into a list under rules/words, or say `languages = [\"en\"]` at the top";
        file.mistake(phrase.span, "words written in a rule belong to one language", Some(help.to_owned()));
    }
}

fn pattern(file: &mut File<'_>, text: &Placed<String>, rule: &Surroundings<'_>, part: Part) -> Option<Test> {
    let pattern = Pattern::new(text.value.clone());
    if rule.compile && pattern.regex().is_none() {
        let problem = regex::Regex::new(&text.value).err().map(|error| error.to_string()).unwrap_or_default();
        let problem = problem.lines().last().map(|line| line.trim_start_matches("error: ").to_owned());
        file.mistake(text.span, "this pattern is no regular expression", problem);
        return None;
    }
    let short = rule.looks_at.iter().all(|kind| part.is_short(*kind));
    if !short && longest_literal(&text.value) < LITERAL {
        let help = format!("write {LITERAL} letters that always stand there, or look at a `line` or a `link`");
        file.mistake(text.span, "this pattern would have to be tried at every place", Some(help));
    }
    Some(Test::Pattern(pattern))
}

/// The longest run of plain characters in a regex; an escape, a class or a quantifier ends one.
fn longest_literal(pattern: &str) -> usize {
    let (mut longest, mut run, mut in_class, mut escaped) = (0, 0, false, false);
    for letter in pattern.chars() {
        let plain = !escaped && !in_class && (letter.is_alphanumeric() || " -_/:=&<>\"'@%,;!".contains(letter));
        in_class = !escaped && (letter == '[' || in_class && letter != ']');
        if !escaped && matches!(letter, '?' | '*' | '{' | '|') {
            run = 0;
        }
        run = if plain { run + 1 } else { 0 };
        longest = longest.max(run);
        escaped = !escaped && letter == '\\';
    }
    longest
}

fn refuse_unfit(
    file: &mut File<'_>,
    span: Span,
    what: &str,
    rule: &Surroundings<'_>,
    fits: impl Fn(TargetKind) -> bool,
) {
    for kind in rule.looks_at.iter().filter(|kind| !fits(**kind)) {
        file.mistake(span, format!("a {} has no {what}", kind.name()), None);
    }
}

fn refuse_missing_part(file: &mut File<'_>, table: &DeTable<'_>, part: Part, place: Span, rule: &Surroundings<'_>) {
    let span = table.get("in").map_or(place, |value| Span::of(value.span()));
    refuse_unfit(file, span, &format!("part `{}`", part.name()), rule, |kind| part.fits(kind));
}

fn bounds(file: &mut File<'_>, table: &DeTable<'_>, test: &Test, place: Span) -> Bounds {
    let bounds = Bounds {
        least: file.number(table, "at-least").map(|number| number.value),
        most: file.number(table, "at-most").map(|number| number.value),
    };
    let none = bounds == Bounds::default();
    match test {
        Test::Measure(_) if none => file.mistake(place, "a measure needs `at-least` or `at-most`", None),
        Test::Shape(_) | Test::Reported(_) if !none => file.mistake(place, "only what is counted has bounds", None),
        // Left out, a phrase or pattern has to stand there once.
        Test::Phrases(_) | Test::Pattern(_) if none => return Bounds { least: Some(1), most: None },
        _ => {}
    }
    bounds
}

/// `at` belongs to phrases and patterns, `in` to them and to what was reported.
fn check_position(file: &mut File<'_>, table: &DeTable<'_>, test: &Test, part: Part) {
    let worded = matches!(test, Test::Phrases(_) | Test::Pattern(_));
    let mut refuse = |key: &str, message: &str| {
        if let Some(value) = table.get(key) {
            file.mistake(Span::of(value.span()), message, None);
        }
    };
    if !worded {
        refuse("at", "`at` belongs to phrases and patterns");
    }
    match test {
        Test::Phrases(_) if part == Part::Raw => refuse("in", "the raw source is read by patterns only"),
        Test::Reported(_) if !matches!(part, Part::Text | Part::OtherSentence) => {
            refuse("in", "`reported` looks at the target or at `other-sentence`");
        }
        Test::Shape(_) | Test::Measure(_) if part != Part::Text => {
            refuse("in", "a shape or a measure is the target's own");
        }
        _ => {}
    }
}

/// What a test gives to templates.
fn gives(test: &Test) -> Vec<String> {
    let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    match test {
        Test::Phrases(_) => own(&["match", "value"]),
        Test::Pattern(pattern) => {
            let named = regex_names(pattern.text());
            [own(&["match", "value"]), named].concat()
        }
        Test::Measure(measure) => [own(&["match", "value"]), own(measure.fields())].concat(),
        Test::Shape(_) => own(&["match"]),
        Test::Reported(_) => Vec::new(),
    }
}

/// The names of a regex's groups, without compiling it.
fn regex_names(pattern: &str) -> Vec<String> {
    let opened = ["(?<", "(?P<"].into_iter().flat_map(|opening| pattern.split(opening).skip(1));
    opened.filter_map(|rest| rest.split_once('>')).map(|(name, _)| name.to_owned()).collect()
}

/// Reads a template whose places `fills` knows.
pub(super) fn template(file: &mut File<'_>, text: &Placed<String>, fills: impl Fn(&str) -> bool) -> Option<Template> {
    let Some(template) = Template::parse(&text.value) else {
        file.mistake(text.span, "a brace is left open here", Some("`{{` stands for a brace itself".to_owned()));
        return None;
    };
    let unfilled: Vec<String> = template.places().filter(|place| !fills(place)).map(str::to_owned).collect();
    for place in unfilled {
        file.mistake(text.span, format!("nothing fills `{{{place}}}`"), None);
    }
    Some(template)
}
