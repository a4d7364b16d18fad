//! Which files are checked: those that are named, and the articles below folders that are.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::own::problem;
use crate::report::Problem;

/// The path that stands for standard input.
pub(super) const STDIN: &str = "-";

const ENDINGS: [&str; 6] = ["md", "markdown", "mdx", "html", "htm", "txt"];

/// Files that have an article's ending and are known to be none, in lower case; `*` stands for the rest.
const NO_ARTICLES: [&str; 9] = [
    "robots.txt",
    "ads.txt",
    "humans.txt",
    "security.txt",
    "llms.txt",
    "cmakelists.txt",
    "requirements*",
    "license*",
    "copying*",
];

/// The files that the arguments name, sorted, each once; and what stood in the way.
pub(super) fn files(arguments: &[PathBuf]) -> (Vec<PathBuf>, Vec<Problem>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for argument in arguments {
        if argument.is_dir() {
            below(argument, &mut files, &mut problems);
        } else if argument == Path::new(STDIN) || argument.exists() {
            files.push(bare(argument));
        } else {
            problems.push(problem(argument, "there is no such file or folder"));
        }
    }
    files.sort();
    files.dedup();
    (files, problems)
}

/// The articles below a folder. `.gitignore` and `.copydeskignore` are respected, also outside a repository.
fn below(folder: &Path, files: &mut Vec<PathBuf>, problems: &mut Vec<Problem>) {
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false).add_custom_ignore_filename(".copydeskignore");
    for entry in walk.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && is_article(entry.path()) => {
                files.push(bare(entry.path()));
            }
            Ok(_) => {}
            Err(error) => problems.push(problem(folder, &error.to_string())),
        }
    }
}

/// A path as people write it, and one for one file.
fn bare(path: &Path) -> PathBuf {
    path.strip_prefix("./").unwrap_or(path).to_path_buf()
}

fn is_article(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let known = |pattern: &&str| match pattern.strip_suffix('*') {
        // `LICENSE.md` and `requirements-dev.txt`, but not `license-plates.md`.
        Some(start) => name.strip_prefix(start).is_some_and(|rest| rest.starts_with('.') || name.ends_with(".txt")),
        None => name == **pattern,
    };
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) && !NO_ARTICLES.iter().any(known)
}
