//! The rules of the house, kept by reading its files: who may know of whom, how long things may be, where the
//! world is touched, and whether the README tells the truth.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room (a file of `src/` with the folder of its name), and those it may know of.
const ROOMS: [(&str, &[&str]); 12] = [
    ("span", &[]),
    ("lexicon", &[]),
    ("source", &["span"]),
    ("finding", &["span", "source"]),
    ("article", &["span", "source", "lexicon"]),
    ("house", &["article"]),
    ("measure", &["span", "source", "lexicon", "article", "house"]),
    ("rule", &["span", "source", "finding", "lexicon", "article", "measure"]),
    ("engine", &["span", "source", "finding", "lexicon", "article", "house", "measure", "rule"]),
    ("report", &["span", "source", "finding"]),
    ("cli", EVERYTHING),
    ("main", EVERYTHING),
];
const EVERYTHING: &[&str] =
    &["span", "lexicon", "source", "finding", "article", "house", "measure", "rule", "engine", "report", "cli"];

/// What of the world only `cli` may touch.
const WORLD: [&str; 8] = [
    "std::fs",
    "std::env",
    "std::time",
    "std::net",
    "std::process",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
];

/// Crates with one home, and the files that are it. Graphemes are a matter of reading, and of cutting a long row.
const HOMES: [(&str, &[&str]); 7] = [
    ("clap", &["cli"]),
    ("ignore", &["cli"]),
    ("rayon", &["cli"]),
    ("codespan_reporting", &["report"]),
    ("toml", &["rule", "lexicon", "article/frontmatter"]),
    ("unicode_segmentation", &["article", "report/view"]),
    ("lazy_static", &["article", "lexicon", "measure", "rule"]),
];

const MOST_LINES: usize = 400;
const MOST_LINES_OF_A_FUNCTION: usize = 60;

/// A file of `src/`.
struct File {
    /// Its path below `src/`, without its ending: `article/html/walk`.
    name: String,
    text: String,
}

impl File {
    /// Its code: no comment, no blank line, nothing of its tests.
    fn code(&self) -> Vec<&str> {
        let code = self.text.split("#[cfg(test)]\nmod ").next().unwrap();
        code.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//")).collect()
    }

    fn room(&self) -> &str {
        self.name.split('/').next().unwrap()
    }

    fn is_in(&self, home: &str) -> bool {
        self.name == home || self.name.starts_with(&format!("{home}/"))
    }

    /// The paths that its code names below a root: `crate::span::Span`, `std::env` out of `std::{env, fs}`.
    fn paths(&self, root: &str) -> Vec<String> {
        let code = self.code().join("\n");
        let root = format!("{root}::");
        let starts = code.match_indices(&root).map(|(at, _)| at).filter(|at| starts_a_word(&code, *at));
        starts.flat_map(|at| expand(&code[at..])).collect()
    }

    /// The rooms that it names, by `crate::` or by climbing up with `super::`.
    fn knows(&self) -> BTreeSet<String> {
        let depth = self.name.split('/').count();
        let roots = ["crate".to_owned(), vec!["super"; depth].join("::")];
        let paths =
            roots.iter().flat_map(|root| self.paths(root).into_iter().map(|path| path[root.len() + 2..].to_owned()));
        paths.map(|path| path.split("::").next().unwrap().to_owned()).filter(|name| name != "super").collect()
    }
}

fn starts_a_word(code: &str, at: usize) -> bool {
    !code[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':')
}

/// The path that stands at the beginning, or several where it branches into braces.
fn expand(code: &str) -> Vec<String> {
    let end =
        code.find(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':')).unwrap_or(code.len());
    let stem = &code[..end];
    let Some(rest) = code[end..].strip_prefix('{').filter(|_| stem.ends_with("::")) else {
        return vec![stem.to_owned()];
    };
    let (mut depth, mut from, mut branches) = (0, 0, Vec::new());
    for (at, letter) in rest.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                branches.push(rest[from..at].trim());
                from = at + 1;
                if letter == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    let branches = branches.into_iter().filter(|branch| !branch.is_empty());
    branches.flat_map(expand).map(|branch| format!("{stem}{branch}")).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, sorted.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

fn sources() -> Vec<File> {
    let folder = root().join("src");
    let rust = below(&folder).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&folder).unwrap().with_extension("");
        File { name: name.to_str().unwrap().replace('\\', "/"), text: fs::read_to_string(&path).unwrap() }
    };
    rust.map(read).collect()
}

/// The sources without files that hold tests only.
fn code() -> impl Iterator<Item = File> {
    sources().into_iter().filter(|file| !file.name.ends_with("/tests"))
}

#[track_caller]
fn keep(broken: impl IntoIterator<Item = String>) {
    let broken: Vec<String> = broken.into_iter().collect();
    assert!(broken.is_empty(), "the house rules are broken:\n  {}", broken.join("\n  "));
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = sources().into_iter().filter(|file| !file.text.starts_with("//! "));
    keep(silent.map(|file| format!("src/{}.rs does not begin with a `//!` that says what it is for", file.name)));
}

#[test]
fn no_file_is_named_after_nothing() {
    let empty = ["mod", "utils", "util", "helpers", "helper", "common", "misc"];
    let files = sources().into_iter().filter(|file| empty.contains(&file.name.rsplit('/').next().unwrap()));
    keep(files.map(|file| format!("src/{}.rs: `x.rs` stands beside `x/`, and a name says what is inside", file.name)));
}

#[test]
fn files_are_short() {
    let long = code().filter(|file| file.code().len() > MOST_LINES);
    let long = long.map(|file| {
        format!("src/{}.rs has {} lines of code, and {MOST_LINES} are enough", file.name, file.code().len())
    });
    keep(long);
}

#[test]
fn functions_are_short() {
    let mut long = Vec::new();
    for file in code() {
        // rustfmt puts the end of a function under its beginning.
        let lines: Vec<&str> = file.text.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let Some(name) = function(line) else { continue };
            let indent = &line[..line.len() - line.trim_start().len()];
            let ends = |line: &&str| {
                **line == format!("{indent}}}") || line.ends_with(';') && line.starts_with(&format!("{indent})"))
            };
            let length = if line.ends_with(['}', ';']) { 1 } else { 1 + lines[start..].iter().position(ends).unwrap() };
            if length > MOST_LINES_OF_A_FUNCTION {
                let place = format!("src/{}.rs:{}", file.name, start + 1);
                long.push(format!("{place}: `{name}` has {length} lines, and {MOST_LINES_OF_A_FUNCTION} are enough"));
            }
        }
    }
    keep(long);
}

/// The name of the function that begins on a line.
fn function(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once("fn ")?;
    let words = ["pub", "pub(crate)", "pub(super)", "const", "async", "unsafe"];
    let begins = before.split_whitespace().all(|word| words.contains(&word));
    begins.then(|| rest.split(['(', '<']).next().unwrap())
}

#[test]
fn rooms_know_only_of_those_they_may() {
    let mut broken = Vec::new();
    for file in code().filter(|file| file.name != "lib") {
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == file.room()) else {
            broken
                .push(format!("src/{}.rs stands in no room: add it to the map in lib.rs and to this test", file.name));
            continue;
        };
        let knows = file.knows();
        let foreign = knows.iter().filter(|name| EVERYTHING.contains(&name.as_str()) && *name != file.room());
        for name in foreign.filter(|name| !allowed.contains(&name.as_str())) {
            broken.push(format!(
                "src/{}.rs knows of `{name}`: `{}` may know of {}",
                file.name,
                file.room(),
                list(allowed)
            ));
        }
    }
    keep(broken);
}

fn list(rooms: &[&str]) -> String {
    if rooms.is_empty() { "nothing of ours".to_owned() } else { rooms.join(", ") }
}

#[test]
fn only_the_command_line_touches_the_world() {
    let mut broken = Vec::new();
    for file in code().filter(|file| !file.is_in("cli") && file.name != "main") {
        let long = file.paths("std");
        let short = file.paths("io").into_iter().map(|path| format!("std::{path}"));
        for path in long.into_iter().chain(short) {
            if WORLD.iter().any(|world| path == *world || path.starts_with(&format!("{world}::"))) {
                broken.push(format!(
                    "src/{}.rs uses `{path}`: disk, clock, environment and terminal belong to `cli`",
                    file.name
                ));
            }
        }
    }
    keep(broken);
}

#[test]
fn a_foreign_crate_has_one_home() {
    let mut broken = Vec::new();
    for file in code() {
        for (name, homes) in HOMES {
            if !file.paths(name).is_empty() && !homes.iter().any(|home| file.is_in(home)) {
                broken.push(format!("src/{}.rs uses `{name}`, whose home is {}", file.name, homes.join(", ")));
            }
        }
    }
    keep(broken);
}

#[test]
fn branching_paths_are_seen() {
    let text = "use std::{env, io::{self, stdin}};\nuse super::rule::Rule;\n// std::fs\nlet x = crate::span::Span::new(1);\n#[cfg(test)]\nmod tests { use std::time; }";
    let file = File { name: "article".to_owned(), text: text.to_owned() };
    assert_eq!(file.paths("std"), ["std::env", "std::io::self", "std::io::stdin"]);
    assert_eq!(file.knows().into_iter().collect::<Vec<_>>(), ["rule", "span"]);
}

// ── The README ──

fn readme() -> Option<String> {
    fs::read_to_string(root().join("README.md")).ok()
}

#[test]
fn the_readme_names_paths_that_exist() {
    let Some(readme) = readme() else { return };
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let links = links.filter(|link| !link.contains("://") && !link.starts_with('#'));
    let words = readme.split(|letter: char| letter.is_whitespace() || "`()[]<>,\"".contains(letter));
    let ours = ["src/", "rules/", "tests/", "fixtures/", "benches/", "examples/", ".ci/"];
    let words = words.filter(|word| ours.iter().any(|folder| word.starts_with(folder)));
    let words = words.map(|word| word.split(':').next().unwrap().trim_end_matches(['.', '…', '*']));
    let missing: BTreeSet<&str> = links.chain(words).filter(|path| !root().join(path).exists()).collect();
    keep(missing.into_iter().map(|path| format!("README.md names `{path}`, and there is no such file or folder")));
}

#[cfg(feature = "cli")]
#[test]
fn the_readme_lists_the_rules() {
    let Some(readme) = readme() else { return };
    let listed =
        std::process::Command::new(env!("CARGO_BIN_EXE_copydesk")).args(["rules", "--color", "never"]).output();
    let listed = String::from_utf8(listed.unwrap().stdout).unwrap();
    let between = readme.split_once("<!-- rules -->\n").and_then(|(_, rest)| rest.split_once("<!-- /rules -->"));
    let (table, _) = between.expect("README.md holds the rules between <!-- rules --> and <!-- /rules -->");
    let (fence, table) = table.trim().split_once('\n').unwrap();
    assert!(fence.starts_with("```"), "README.md shows the rules as they are printed, in a code fence");
    assert_eq!(table.strip_suffix("```"), Some(listed.as_str()), "README.md lists what `copydesk rules` prints");
}
