//! Compiles `rules/` and the example hosts in: lists of `include_str!`, no more.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut words = listing("WORDS", "each language's word lists", &root.join("rules/words"), "toml");
    let numbers = root.join("rules/tables/numbers.toml");
    let _ = writeln!(
        words,
        "/// What words stand for which number.\npub(crate) const NUMBERS: &str = include_str!({numbers:?});"
    );
    let mut rules = String::new();
    for family in ["spam", "residue", "consistency"] {
        rules += &listing(&family.to_uppercase(), "the rules of a family", &root.join("rules").join(family), "toml");
    }
    let hosts = listing("HOSTS", "the example hosts", &root.join("fixtures/hosts"), "");
    for (name, text) in [("words.rs", words), ("rules.rs", rules), ("hosts.rs", hosts)] {
        if let Err(error) = fs::write(out.join(name), text) {
            println!("cargo::error=cannot write {name}: {error}");
        }
    }
}

/// A constant that pairs the name of each file of a folder with its text; the stem where all have one ending.
fn listing(name: &str, about: &str, folder: &Path, ending: &str) -> String {
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    files.sort();
    let mut text = format!("/// By name: {about}.\npub(crate) const {name}: &[(&str, &str)] = &[\n");
    for file in files {
        let label = if ending.is_empty() { file.file_name() } else { file.file_stem() };
        let label = label.unwrap_or_default().to_string_lossy();
        let _ = writeln!(text, "    ({label:?}, include_str!({file:?})),");
    }
    text + "];\n"
}
