//! A user's own rules: a folder with rule files, `words/` beside them, and `hosts/` for their examples.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use ignore::WalkBuilder;

use crate::report::Problem;
use crate::rule::{Mistakes, Rule, RuleFiles, Rules};
use crate::source::Source;

/// What is loaded: the built-in rules as they are, or with a folder's added.
pub(super) enum Loaded {
    BuiltIn(&'static Rules),
    Own(Box<Rules>, RuleFiles),
}

impl Loaded {
    pub(super) fn rules(&self) -> &Rules {
        match self {
            Self::BuiltIn(rules) => rules,
            Self::Own(rules, _) => rules,
        }
    }

    /// Whether the examples of a rule are what a test of the folder is about: all, if it brings words only.
    pub(super) fn is_tried(&self, rule: &Rule) -> bool {
        match self {
            Self::BuiltIn(_) => true,
            Self::Own(_, own) => {
                own.rules.is_empty() || own.rules.iter().any(|source| Arc::ptr_eq(source, &rule.source))
            }
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
    Ok(Loaded::Own(Box::new(rules), own))
}

/// The files of a folder, sub-folders included. What is neither rule, list nor host may stand there too.
fn read(folder: &Path) -> Result<RuleFiles, Problem> {
    if !folder.is_dir() {
        return Err(problem(folder, "there is no such folder"));
    }
    let mut own = RuleFiles::default();
    for path in files(folder)? {
        let within = |name: &str| path.parent().is_some_and(|parent| parent.ends_with(name));
        let is_toml = path.extension().is_some_and(|ending| ending == "toml");
        if within("hosts") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            own.hosts.push((name, source(&path)?.text));
        } else if is_toml && within("words") {
            own.words.push(Arc::new(source(&path)?));
        } else if is_toml && !within("tables") {
            own.rules.push(Arc::new(source(&path)?));
        }
    }
    if own.rules.is_empty() && own.words.is_empty() {
        return Err(problem(folder, "no rule files (NAME.toml) stand in this folder"));
    }
    Ok(own)
}

/// All files below a folder that are not hidden, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut files = Vec::new();
    for entry in WalkBuilder::new(folder).standard_filters(false).hidden(true).follow_links(true).build() {
        let entry = entry.map_err(|error| problem(folder, &error.to_string()))?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) {
            files.push(entry.into_path());
        }
    }
    files.sort();
    Ok(files)
}

/// A file as a source.
pub(super) fn source(path: &Path) -> Result<Source, Problem> {
    let bytes = fs::read(path).map_err(|error| problem(path, &unread(&error)))?;
    Source::from_bytes(path.to_string_lossy(), bytes).map_err(|error| problem(path, &error.to_string()))
}

/// Why a file was not read, and what to do about it.
fn unread(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not read it; change its permissions (chmod +r)".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder; name a file".to_owned(),
        _ => error.to_string(),
    }
}

/// What is wrong with a path.
pub(super) fn problem(path: &Path, message: &str) -> Problem {
    Problem { path: path.to_string_lossy().into_owned(), message: message.to_owned() }
}
