//! The rule language, mechanism by mechanism: small rules over small texts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::sync::Arc;

use copydesk::article::{Article, Format};
use copydesk::engine;
use copydesk::finding::{Finding, Severity};
use copydesk::house::House;
use copydesk::rule::{RuleFiles, Rules};
use copydesk::source::Source;

/// What every rule needs beside what a test is about.
const HEAD: &str = "summary = \"A fault.\"\nwhy = \"It is one.\"\nmessage = \"a fault\"\n";
const EXAMPLES: &str = "
[[bad]]\ntext = \"⟦x⟧\"\n[[bad]]\ntext = \"⟦x⟧\"\n
[[good]]\ntext = \"y\"\nbecause = \"y\"\n[[good]]\ntext = \"y\"\nbecause = \"y\"\n";

/// Rules out of the parts of them that matter, by name; with a word list for English.
fn rules(parts: &[(&str, &str)]) -> Rules {
    let source = |name: String, text: String| Arc::new(Source::new(name, text).unwrap());
    let words = "sweets = [\"toffee\", \"boiled … drops\", \"{nuts} brittle\"]\nnuts = [\"almond\", \"hazel\"]\ncommon = [\"the\"]\n";
    let files = RuleFiles {
        rules: parts
            .iter()
            .map(|(name, part)| source(format!("{name}.toml"), format!("{HEAD}{part}{EXAMPLES}")))
            .collect(),
        words: vec![source("en.toml".into(), words.into())],
        ..RuleFiles::default()
    };
    Rules::load(&RuleFiles::default(), Some(&files)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn check(rules: &Rules, text: &str, format: Format) -> Vec<(Finding, String)> {
    let source = Source::new("a", text).unwrap();
    let article = Article::read(&source, format);
    let findings = engine::check(&article, rules, &House::default());
    findings.into_iter().map(|finding| (finding.clone(), source.slice(finding.span).to_owned())).collect()
}

/// The underlined texts of one rule over a Markdown text.
fn marked(rule: &str, text: &str) -> Vec<String> {
    check(&rules(&[("fault", rule)]), text, Format::Markdown).into_iter().map(|(_, text)| text).collect()
}

const TOFFEE: &str = "category = \"fault\"\nlooks-at = [\"paragraph\"]\nneeds = { warning = 1 }\n[[signal]]\npoints = 1\nphrases = [\"{sweets}\"]\n";

#[test]
fn phrases_are_whole_words_with_gaps_and_lists_whatever_their_case_and_marks() {
    let fires = |text: &str| !marked(TOFFEE, text).is_empty();
    assert!(fires("There was TOFFEE."));
    assert!(fires("They sold boiled, sticky, lemon drops."));
    assert!(fires("He asked for (hazel) brittle.") && fires("The almond-brittle was gone."));
    assert!(!fires("The toffees were gone."), "whole words only");
    assert!(!fires("It boiled over. The rain came down in drops."), "no phrase crosses the end of a sentence");
    assert!(!fires("boiled in one two three four five six drops"), "a gap has five words at most");
    assert!(!fires("It is `toffee`.") && !fires("He said \"toffee\"."), "code and what is mentioned are not read");
}

#[test]
fn of_a_group_the_strongest_counts_and_levels_rise_with_points() {
    let rule = "category = \"fault\"\nlooks-at = [\"paragraph\"]\nneeds = { note = 2, warning = 3, error = 5 }
[[signal]]\ngroup = \"sweet\"\npoints = 2\nphrases = [\"{sweets}\"]
[[signal]]\ngroup = \"sweet\"\npoints = 3\nphrases = [\"{sweets}\"]\nat-least = 2
[[signal]]\npoints = 2\nmeasure = \"words\"\nat-least = 5
[[signal]]\npoints = -1\nmeasure = \"words\"\nat-least = 9";
    let severity = |text: &str| {
        check(&rules(&[("fault", rule)]), text, Format::Markdown)
            .first()
            .map(|(finding, _)| (finding.severity, finding.points))
    };
    assert_eq!(severity("no sweets in these five words"), Some((Severity::Note, Some(2))));
    assert_eq!(severity("toffee"), Some((Severity::Note, Some(2))));
    assert_eq!(severity("toffee, toffee"), Some((Severity::Warning, Some(3))));
    assert_eq!(severity("toffee and toffee and toffee"), Some((Severity::Error, Some(5))));
    assert_eq!(severity("toffee and toffee and toffee and then some more"), Some((Severity::Warning, Some(4))));
    assert_eq!(severity("nothing at all"), None);
}

#[test]
fn what_must_hold_must_hold_and_what_excuses_silences() {
    let rule = "category = \"fault\"\nlooks-at = [\"paragraph\"]\nneeds = { warning = 2 }
[[signal]]\nmust = true\npoints = 1\nphrases = [\"{sweets}\"]
[[signal]]\npoints = 2\nmeasure = \"words\"\nat-least = 3
[[unless]]\nin = \"heading-above\"\nphrases = [\"{nuts}\"]";
    assert_eq!(marked(rule, "five words without any sweets").len(), 0);
    assert_eq!(marked(rule, "a bag of toffee").len(), 1);
    assert_eq!(marked(rule, "# Hazel\n\na bag of toffee").len(), 0);
}

#[test]
fn among_says_which_text_is_read() {
    let rule = TOFFEE.replace("needs =", "among = [\"prose\", \"code\", \"quoted\", \"mentioned\"]\nneeds =");
    assert_eq!(marked(&rule, "It is `toffee`."), ["It is `toffee`."]);
    assert_eq!(marked(&rule, "He said \"toffee\".").len(), 1);
    let quote = TOFFEE.replace("\"paragraph\"", "\"quote\"");
    assert_eq!(marked(&quote, "> toffee for all"), ["toffee for all"], "a quote is read by those who look at quotes");
    let furniture = "<nav><p>toffee</p></nav><p>bread</p>";
    assert!(check(&rules(&[("fault", TOFFEE)]), furniture, Format::Html).is_empty());
}

#[test]
fn marks_say_what_is_underlined() {
    let text = "Bread is dear. The toffee was *good*, and the almond brittle better. Rain fell.";
    let with = |marks: &str| {
        marked(
            &TOFFEE
                .replace("needs =", &format!("marks = \"{marks}\"\nneeds ="))
                .replace("points = 1", "points = 1\nmust = true"),
            text,
        )
    };
    assert_eq!(with("target"), [text]);
    assert_eq!(with("sentences"), ["The toffee was *good*, and the almond brittle better."]);
    assert_eq!(with("match"), ["toffee was *good*, and the almond brittle"]);
}

#[test]
fn neighbours_join_where_a_rule_says_so() {
    let rule = TOFFEE.replace("\"paragraph\"", "\"line\"");
    let text = "toffee\\\nalmond brittle\\\nbread\\\ntoffee";
    assert_eq!(marked(&rule, text), ["toffee", "almond brittle", "toffee"]);
    let joined = rule.replace("needs =", "joins = true\nneeds =");
    assert_eq!(marked(&joined, text), ["toffee\\\nalmond brittle", "toffee"]);
}

#[test]
fn a_run_adds_up_what_stands_on_neighbouring_lines() {
    let rule = TOFFEE
        .replace("\"paragraph\"", "\"run\"")
        .replace("phrases = [\"{sweets}\"]", "phrases = [\"{sweets}\"]\nat-least = 2");
    assert_eq!(marked(&rule, "toffee\n\nbread\n\nalmond brittle\n"), ["toffee\n\nbread\n\nalmond brittle"]);
    let long = "bread ".repeat(30);
    assert_eq!(marked(&rule, &format!("toffee\n\n{long}\n\nalmond brittle\n")).len(), 0, "a longer block ends a run");
    assert_eq!(marked(&rule, "toffee\n\n# Bread\n\nalmond brittle\n").len(), 0, "a sure heading ends a run");
}

#[test]
fn a_rule_can_ask_what_another_category_reported() {
    let asks = "category = \"second\"\nlooks-at = [\"paragraph\"]\nneeds = { warning = 1 }
[[signal]]\npoints = 1\nmeasure = \"words\"\nat-least = 1\n[[unless]]\nreported = [\"fault\"]";
    let both = rules(&[("a-second", asks), ("z-fault", TOFFEE)]);
    let found = check(&both, "toffee\n\nbread\n", Format::Markdown);
    let found: Vec<(&str, &str)> = found.iter().map(|(finding, text)| (&*finding.category, text.as_str())).collect();
    assert_eq!(found, [("fault", "toffee"), ("second", "bread")]);
}

#[test]
fn of_pairs_the_strongest_is_the_finding_and_its_second_place_is_labelled() {
    let rule = "also = \"here first\"\ncategory = \"fault\"\nlooks-at = [\"paragraph\"]\nneeds = { warning = 1 }
[[signal]]\nmust = true\npoints = 1\nmeasure = \"repeats-earlier\"\nat-least = 90";
    let copy = "Walnuts, hazelnuts, almonds, chestnuts, beechnuts, acorns, pistachios and peanuts lay about.";
    let found = check(&rules(&[("fault", rule)]), &format!("{copy}\n\nBread.\n\n{copy}\n\n{copy}\n"), Format::Markdown);
    let places: Vec<(u32, u32)> =
        found.iter().map(|(finding, _)| (finding.span.start, finding.related[0].span.start)).collect();
    let length = copy.len() as u32;
    assert_eq!(places, [(length + 10, 0), (2 * length + 12, 0)], "each later copy relates to the earliest");
    assert_eq!(found[0].0.related[0].message, "here first");
}

#[test]
fn within_a_category_what_overlaps_becomes_one_with_all_reasons() {
    let weak = TOFFEE.replace("points = 1\nphrases", "points = 1\nbecause = \"weak\"\nphrases");
    let strong = TOFFEE.replace("points = 1\nphrases", "points = 4\nbecause = \"strong\"\nphrases");
    let found = check(&rules(&[("a-weak", &weak), ("b-strong", &strong)]), "toffee", Format::Markdown);
    assert_eq!(found.len(), 1);
    let finding = &found[0].0;
    let reasons: Vec<(&str, &str)> =
        finding.reasons.iter().map(|reason| (&*reason.rule, reason.text.as_str())).collect();
    assert_eq!((&*finding.rule, finding.points), ("b-strong", Some(4)));
    assert_eq!(reasons, [("b-strong", "strong"), ("a-weak", "weak")]);
}

#[test]
fn templates_are_filled_and_a_fix_removes_the_block() {
    let rule = TOFFEE
        .replace("points = 1", "points = 1\nname = \"sweet\"\nmust = true\nbecause = \"it says “{match}”\"")
        + "\n[fix]\nreplaces = \"extent\"\nsafe = true\n";
    let rule = format!("{rule}\n");
    let rules = rules(&[("fault", &rule)]);
    let found = check(&rules, "bread\n\n- some *toffee*\n- butter\n\ntoffee & tea\n", Format::Markdown);
    let finding = &found[0].0;
    assert_eq!(finding.reasons[0].text, "it says “toffee”");
    let edits = &finding.fix.as_ref().unwrap().edits;
    assert_eq!((edits.len(), edits[0].text.as_str()), (1, ""));
    assert!(edits[0].span.start <= finding.span.start && finding.span.end <= edits[0].span.end);
}

#[test]
fn a_fix_removes_no_other_picture_and_nothing_twice() {
    let fixed = |rule: &str, text: &str| -> Vec<String> {
        let rule = format!("{rule}\n[fix]\nreplaces = \"extent\"\nwith = \"\"\nsafe = false\n");
        let found = check(&rules(&[("fault", &rule)]), text, Format::Markdown);
        let edits = found.iter().flat_map(|(finding, _)| finding.fix.iter().flat_map(|fix| &fix.edits));
        edits.map(|edit| edit.span.slice(text).to_owned()).collect()
    };
    let images = TOFFEE.replace("\"paragraph\"", "\"image\"") + "in = \"image-alt\"\n";
    assert_eq!(fixed(&images, "![toffee](a)\n\n"), ["![toffee](a)\n"]);
    assert_eq!(fixed(&images, "![toffee](a) ![bread](b)\n"), ["![toffee](a)"]);
    assert_eq!(fixed(TOFFEE, "![bread](b) toffee\n"), ["toffee"]);
    let tails = TOFFEE.replace("\"paragraph\"", "\"tail\"").replace("needs =", "joins = true\nneeds =");
    assert_eq!(fixed(&tails, "Bread. Butter. Jam. A toffee.\n"), ["Butter. Jam. A toffee."]);
}

#[test]
fn fingerprints_do_not_move_with_the_text_and_tell_repeats_apart() {
    let rules = rules(&[("fault", TOFFEE)]);
    let prints = |text: &str| -> Vec<String> {
        check(&rules, text, Format::Markdown).into_iter().map(|(finding, _)| finding.fingerprint).collect()
    };
    let first = prints("toffee\n\ntoffee\n");
    assert_ne!(first[0], first[1]);
    assert_eq!(prints("Bread and butter.\n\nToffee\n\n   toffee\n"), first);
}

#[test]
fn a_rule_is_silent_in_languages_that_lack_its_lists() {
    let german = "<html lang=\"de\"><p>toffee</p></html>";
    assert!(check(&rules(&[("fault", TOFFEE)]), german, Format::Html).is_empty());
    let wordless = "category = \"fault\"\nlooks-at = [\"paragraph\"]\nneeds = { warning = 1 }\n[[signal]]\npoints = 1\nmeasure = \"words\"\nat-least = 1";
    assert_eq!(check(&rules(&[("fault", wordless)]), german, Format::Html).len(), 1);
}
