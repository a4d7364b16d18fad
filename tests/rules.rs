//! What stands in `rules/` is sound: it loads, its examples do what they say, and nothing in it is of no use.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use copydesk::engine;
use copydesk::house::House;
use copydesk::report::{Format, Options, Report, Summary};
use copydesk::rule::{RuleFiles, Rules, Test};

type Lists = BTreeMap<String, Vec<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, sorted.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

/// The word lists by language.
fn words() -> Vec<(String, Lists)> {
    let read = |path: PathBuf| {
        let lists = toml::from_str(&fs::read_to_string(&path).unwrap());
        let lists = lists.unwrap_or_else(|error| panic!("{} does not parse: {error}", path.display()));
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), lists)
    };
    below(&root().join("rules/words")).into_iter().map(read).collect()
}

fn rules() -> &'static Rules {
    Rules::built_in().unwrap_or_else(|mistakes| panic!("the built-in rules do not load:\n{mistakes}"))
}

#[test]
fn they_load_without_a_mistake() {
    assert!(!rules().list.is_empty());
}

/// A user's rules are refused for more: patterns are compiled, and circles of lists looked for.
#[test]
fn they_would_load_as_a_users_too() {
    let loaded = Rules::load(&RuleFiles::default(), Some(&RuleFiles::built_in()));
    loaded.unwrap_or_else(|mistakes| panic!("as a user's, the built-in rules would be refused:\n{mistakes}"));
}

#[test]
fn every_pattern_compiles() {
    for rule in &rules().list {
        for signal in rule.signals.iter().chain(&rule.unless) {
            if let Test::Pattern(pattern) = &signal.test {
                assert!(
                    pattern.regex().is_some(),
                    "`{}` has a pattern that is no regex: {}",
                    rule.name,
                    pattern.text()
                );
            }
        }
    }
}

#[test]
fn every_rule_file_is_compiled_in() {
    let files = below(&root().join("rules")).into_iter();
    let files = files
        .filter(|path| !path.parent().is_some_and(|folder| folder.ends_with("words") || folder.ends_with("tables")));
    let on_disk: BTreeSet<String> = files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let compiled: BTreeSet<String> = rules().list.iter().map(|rule| rule.name.to_string()).collect();
    assert_eq!(on_disk, compiled, "a folder of rules/ is a family in build.rs");
}

#[test]
fn every_example_does_what_it_says() {
    let trial = engine::test(rules(), &House::default(), |_| true);
    let mut report = Report::new(Format::ALL[0], Options::default(), Vec::new());
    for (source, findings) in &trial.failed {
        report.article(source, findings).unwrap();
    }
    let report = String::from_utf8(report.finish(&Summary::default()).unwrap()).unwrap();
    assert!(trial.failed.is_empty(), "examples do not do what they say:\n\n{report}");
}

#[test]
fn no_list_has_an_entry_twice() {
    let mut twice = Vec::new();
    for (language, lists) in words() {
        for (name, entries) in lists {
            let mut seen = BTreeSet::new();
            let again = entries.iter().filter(|entry| !seen.insert(entry.to_lowercase()));
            twice.extend(again.map(|entry| format!("rules/words/{language}.toml: “{entry}” stands in `{name}` twice")));
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

/// A list is asked for as `{name}` by a rule or a list, or by its name in the code.
#[test]
fn no_list_is_of_no_use() {
    let texts = |folder: &str| below(&root().join(folder)).into_iter().map(|path| fs::read_to_string(path).unwrap());
    let (data, code): (String, String) = (texts("rules").collect(), texts("src").collect());
    let is_used = |name: &String| data.contains(&format!("{{{name}}}")) || code.contains(&format!("\"{name}\""));
    let names: BTreeSet<String> = words().into_iter().flat_map(|(_, lists)| lists.into_keys()).collect();
    let unused: Vec<String> = names.into_iter().filter(|name| !is_used(name)).collect();
    assert!(unused.is_empty(), "no rule, no list and no measure asks for these lists: {}", unused.join(", "));
}

#[test]
fn every_language_can_be_told() {
    for (language, lists) in words().into_iter().filter(|(language, _)| language != "any") {
        assert!(lists.contains_key("common"), "rules/words/{language}.toml has no list `common`");
    }
}

#[test]
fn the_tables_parse() {
    let text = fs::read_to_string(root().join("rules/tables/numbers.toml")).unwrap();
    let numbers: copydesk::lexicon::Numbers = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(numbers.value("en", "months", "may"), Some(5));
}
