//! What somebody sees who made a mistake in a rule. `fixtures/broken-rules/` has one file (or a folder, where it takes
//! several) for each family of mistakes; the file is sound otherwise.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// Copies a rule file, or all of a folder, to `to`.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let files = if from.is_dir() { entries(from) } else { vec![from.to_path_buf()] };
    for file in files {
        let name = to.join(file.file_name().unwrap());
        if file.is_dir() {
            copy(&file, &name);
        } else {
            fs::copy(&file, name).unwrap();
        }
    }
}

/// Status, standard output and standard error of `copydesk check` with a copy of these rules.
fn refusal(name: &str, rules: &Path) -> String {
    let desk = Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken-rules").join(name);
    let _ = fs::remove_dir_all(&desk);
    copy(rules, &desk.join("rules"));
    fs::write(desk.join("article.md"), "An article that is not read.\n").unwrap();
    let arguments = ["check", "--color", "never", "--rules", "rules", "article.md"];
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).current_dir(&desk).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().replace('\\', "/");
    assert_eq!(text(output.stderr), "", "mistakes in rules are shown where findings are");
    format!("exit status {}\n\n{}", output.status.code().unwrap(), text(output.stdout))
}

#[test]
fn a_mistake_is_shown_at_its_place() {
    for rules in entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken-rules")) {
        let name = rules.file_stem().unwrap().to_str().unwrap().to_owned();
        let refusal = refusal(&name, &rules);
        assert!(refusal.starts_with("exit status 2\n"), "{name} is not refused:\n{refusal}");
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, refusal) });
    }
}

#[test]
fn without_its_mistake_such_a_rule_is_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken-rules");
    let broken = fs::read_to_string(folder.join("points-out-of-reach.toml")).unwrap();
    let desk = Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken-rules/sound");
    fs::create_dir_all(&desk).unwrap();
    fs::write(desk.join("draft-note.toml"), broken.replace(", error = 8", "")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk")).arg("test").arg(&desk).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "4 examples of 1 rule do what they say\n");
}
