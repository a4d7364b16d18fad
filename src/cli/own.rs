//! A user's own rules: a folder with rule files, `words/` beside them, and `hosts/` for their examples.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::report::Problem;
use crate::rule::{Mistakes, RuleFiles, Rules};
use crate::source::Source;

/// What is loaded: the built-in rules as they are, or with a folder's added.
pub(super) enum Loaded {
    BuiltIn(&'static Rules),
    Own(Box<Rules>),
}

impl Loaded {
    pub(super) fn rules(&self) -> &Rules {
        match self {
            Self::BuiltIn(rules) => rules,
            Self::Own(rules) => rules,
        }
    }
}

/// Why a folder's rules cannot be used.
pub(super) enum Refused {
    /// A file cannot be read.
    Unread(Problem),
    /// Files with mistakes.
    Mistaken(Mistakes),
}

/// Loads the built-in rules, with those of a folder where one is named.
pub(super) fn load(folder: Option<&Path>) -> Result<Loaded, Refused> {
    let Some(folder) = folder else {
        return Rules::built_in().map(Loaded::BuiltIn).map_err(|mistakes| Refused::Mistaken(mistakes.clone()));
    };
    let own = read(folder).map_err(Refused::Unread)?;
    let rules = Rules::load(&RuleFiles::built_in(), Some(&own)).map_err(Refused::Mistaken)?;
    Ok(Loaded::Own(Box::new(rules)))
}

/// The files of a folder, sub-folders included.
fn read(folder: &Path) -> Result<RuleFiles, Problem> {
    let mut own = RuleFiles::default();
    for path in files(folder)? {
        let source = source(&path)?;
        let within = |name: &str| path.parent().is_some_and(|parent| parent.ends_with(name));
        let is_toml = path.extension().is_some_and(|ending| ending == "toml");
        if within("hosts") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            own.hosts.push((name, source.text));
        } else if is_toml && within("words") {
            own.words.push(Arc::new(source));
        } else if is_toml && !within("tables") {
            own.rules.push(Arc::new(source));
        }
    }
    if own.rules.is_empty() && own.words.is_empty() {
        return Err(problem(folder, "no rule files (NAME.toml) stand in this folder"));
    }
    Ok(own)
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut open = vec![folder.to_path_buf()];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| problem(&folder, &error.to_string()))?;
        for entry in entries {
            let path = entry.map_err(|error| problem(&folder, &error.to_string()))?.path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

/// A file as a source.
pub(super) fn source(path: &Path) -> Result<Source, Problem> {
    let bytes = fs::read(path).map_err(|error| problem(path, &error.to_string()))?;
    Source::from_bytes(path.to_string_lossy(), bytes).map_err(|error| problem(path, &error.to_string()))
}

/// What is wrong with a path.
pub(super) fn problem(path: &Path, message: &str) -> Problem {
    Problem { path: path.to_string_lossy().into_owned(), message: message.to_owned() }
}
