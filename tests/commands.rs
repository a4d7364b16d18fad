//! Whole commands: what they print, and with which status they end.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test may fail")]

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

const CLEAN: &str = "# The hall\n\nThe hall opens at ten and closes at six.\n";
/// One error, on line 5.
const FAULTY: &str = "# The hall\n\nThe hall opens at ten.\n\n[Image: the hall at dusk]\n\nIt closes at six.\n";
/// One warning, on line 5.
const WARNED: &str = "# The hall\n\nThe hall opens at ten.\n\n![alt text](image1.png)\n\nIt closes at six.\n";
const ERROR: &str = "5:1: error[image-placeholder] this stands where a picture should be\n";
const WARNING: &str = "5:1: warning[empty-image] this image shows nothing\n";

/// A folder of a test's own, in which commands run.
struct Desk(PathBuf);

/// What a command came to.
struct Run {
    status: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("commands").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(arguments.split_whitespace()).current_dir(&self.0);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command
    }

    fn run(&self, arguments: &str) -> Run {
        Run::of(&mut self.command(arguments), "")
    }

    fn run_on(&self, arguments: &str, input: &str) -> Run {
        Run::of(&mut self.command(arguments), input)
    }
}

impl Run {
    fn of(command: &mut Command, input: &str) -> Self {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        // A command that reads nothing closes its end.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    #[track_caller]
    fn is(&self, status: i32, out: &str) {
        assert_eq!((self.status, self.out.as_str(), self.err.as_str()), (status, out, ""));
    }

    #[track_caller]
    fn is_refused(&self, why: &[&str]) {
        assert_eq!((self.status, self.out.as_str()), (2, ""), "{}", self.err);
        assert!(why.iter().all(|words| self.err.contains(words)), "{why:?} do not all stand in: {}", self.err);
    }
}

// ── check: status and gate ──

#[test]
fn a_clean_article_gets_one_line() {
    let desk = Desk::new("clean").with("hall.md", CLEAN);
    desk.run("check hall.md").is(0, "1 article, nothing to correct\n");
    desk.run("check hall.md --format concise").is(0, "");
}

#[test]
fn an_error_stops_and_a_warning_passes() {
    let desk = Desk::new("gate").with("faulty.md", FAULTY).with("warned.md", WARNED);
    let concise = |arguments: &str| desk.run(&format!("check --format concise {arguments}"));
    concise("faulty.md").is(1, &format!("faulty.md:{ERROR}"));
    concise("warned.md").is(0, &format!("warned.md:{WARNING}"));
    concise("warned.md --fail-on warning").is(1, &format!("warned.md:{WARNING}"));
    concise("warned.md --fail-on note").is(1, &format!("warned.md:{WARNING}"));
    concise("faulty.md --fail-on never").is(0, &format!("faulty.md:{ERROR}"));
    concise("faulty.md --exit-zero").is(0, &format!("faulty.md:{ERROR}"));
}

#[test]
fn a_person_sees_the_place_the_reasons_and_the_sum() {
    let desk = Desk::new("full").with("faulty.md", FAULTY).with("clean.md", CLEAN);
    let run = desk.run("check faulty.md clean.md");
    let shown = "\
error[image-placeholder]: this stands where a picture should be
  ┌─ faulty.md:5:1
  │
5 │ [Image: the hall at dusk]
  │ ^^^^^^^";
    assert!(run.out.starts_with(shown), "{}", run.out);
    assert!(run.out.ends_with("\n1 error in 1 of 2 articles\n"), "{}", run.out);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
}

// ── check: what is shown ──

#[test]
fn rules_are_chosen_by_name_category_or_beginning() {
    let desk = Desk::new("select").with("hall.md", FAULTY.to_owned() + "\n![alt text](image1.png)\n");
    let error = format!("hall.md:{ERROR}");
    let warning = "hall.md:9:1: warning[empty-image] this image shows nothing\n";
    let concise = |arguments: &str| desk.run(&format!("check hall.md --format concise {arguments}"));
    concise("").is(1, &format!("{error}{warning}"));
    concise("--select empty-image").is(0, warning);
    // Both rules report this category.
    concise("--select image-placeholder").is(1, &format!("{error}{warning}"));
    concise("--select rel,empty").is(0, warning);
    concise("--ignore empty-image").is(1, &error);
    concise("--ignore image-pl").is(0, "");
    concise("--select image --ignore empty").is(1, &error);
}

#[test]
fn a_name_that_nothing_has_is_refused() {
    let desk = Desk::new("unknown").with("hall.md", FAULTY);
    desk.run("check hall.md --select imge-placeholder")
        .is_refused(&["`imge-placeholder`", "did you mean `image-placeholder`?"]);
    desk.run("check hall.md --ignore weather").is_refused(&["`weather`", "`copydesk rules`"]);
    // Otherwise an unset variable of a script would hide everything.
    desk.run("check hall.md --ignore=").is_refused(&["there is no rule or category of that name"]);
    desk.run("check hall.md --format xml").is_refused(&["there are full, concise, json"]);
}

#[test]
fn colours_are_for_those_who_want_them() {
    let desk = Desk::new("colours").with("hall.md", FAULTY);
    let colourful = |arguments: &str, variables: &[(&str, &str)]| {
        let mut command = desk.command(arguments);
        Run::of(command.envs(variables.iter().copied()), "").out.contains('\x1b')
    };
    assert!(colourful("check hall.md --color always", &[]));
    assert!(colourful("check hall.md --color always", &[("NO_COLOR", "1")]));
    assert!(colourful("check hall.md", &[("CLICOLOR_FORCE", "1")]));
    assert!(!colourful("check hall.md", &[]));
    assert!(!colourful("check hall.md --color never", &[("CLICOLOR_FORCE", "1")]));
    assert!(!colourful("check hall.md", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "0")]));
    assert!(!colourful("check hall.md", &[("CLICOLOR_FORCE", "0")]));
    let bare = desk.run("check hall.md --color never");
    let coloured = desk.run("check hall.md --color always").out;
    let plain: String = coloured
        .split('\x1b')
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { &part[part.find('m').unwrap() + 1..] })
        .collect();
    assert_eq!(plain, bare.out, "colours change nothing else");
}

// ── check: files ──

#[test]
fn standard_input_has_the_format_of_the_name_it_is_given() {
    let desk = Desk::new("stdin").with("hall.md", FAULTY);
    desk.run_on("check - --format concise", FAULTY).is(1, &format!("<stdin>:{ERROR}"));
    let page = "<p>The hall opens at ten.</p>\n<p>[Image: the hall at dusk]</p>\n<p>It closes at six.</p>\n";
    let found = "hall.html:2:4: error[image-placeholder] this stands where a picture should be\n";
    desk.run_on("check - --format concise --stdin-filename hall.html", page).is(1, found);
    let both = format!("<stdin>:{ERROR}hall.md:{ERROR}");
    desk.run_on("check hall.md - --format concise", FAULTY).is(1, &both);
    desk.run("check --stdin-filename hall.html").is_refused(&["`-`"]);
}

#[test]
fn a_folder_is_searched_for_articles() {
    let desk = Desk::new("folder");
    let articles = ["a.md", "b/c.markdown", "b/d.htm", "b/e.TXT", "f.mdx"];
    let others =
        ["robots.txt", "b/LICENSE.txt", "requirements-dev.txt", "code.rs", ".hidden/g.md", "drafts/h.md", "old.md"];
    let desk = articles.iter().chain(&others).fold(desk, |desk, path| desk.with(path, FAULTY));
    let desk = desk.with(".gitignore", "drafts/\n").with(".copydeskignore", "old.md\n");
    let found = |prefix: &str| articles.map(|path| format!("{prefix}{path}")).join("\n");
    let paths = |run: Run| run.out.lines().map(|line| line.split(':').next().unwrap()).collect::<Vec<_>>().join("\n");
    assert_eq!(paths(desk.run("check --format concise")), found(""));
    assert_eq!(paths(desk.run("check . --format concise")), found(""));
    let above = Desk(desk.0.parent().unwrap().to_path_buf());
    assert_eq!(paths(above.run("check folder/ --format concise")), found("folder/"));
}

#[test]
fn what_is_named_is_checked_whatever_it_is_called_and_once() {
    let desk = Desk::new("named").with("robots.txt", FAULTY).with("draft", FAULTY).with(".gitignore", "*\n");
    let both = format!("draft:{ERROR}robots.txt:{ERROR}");
    desk.run("check robots.txt draft ./draft robots.txt --format concise").is(1, &both);
}

#[test]
fn a_folder_without_articles_is_no_mistake() {
    let desk = Desk::new("empty").with("posts/code.rs", "");
    desk.run("check posts").is(0, "nothing to check\n");
    let json = desk.run("check posts --format json");
    assert_eq!(
        (json.status, serde_json::from_str::<Value>(&json.out).unwrap()["summary"]["articles"].as_i64()),
        (0, Some(0))
    );
}

#[test]
fn an_empty_article_is_clean() {
    let desk = Desk::new("nothing").with("nothing.md", "").with("mark.md", "\u{feff}");
    desk.run("check nothing.md mark.md").is(0, "2 articles, nothing to correct\n");
    desk.run_on("check -", "").is(0, "1 article, nothing to correct\n");
}

#[test]
fn what_is_no_text_is_named_and_the_rest_is_checked() {
    let desk = Desk::new("unread").with("hall.md", FAULTY).with("photo.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let desk = desk.with("latin.txt", b"caf\xe9 au lait\n").with("windows.txt", b"\xff\xfeT\0h\0e\0");
    desk.run("check missing.md hall.md latin.txt photo.md windows.txt --format concise").is(
        2,
        &format!(
            "missing.md: there is no such file or folder
hall.md:{ERROR}latin.txt: it is not UTF-8 (byte 3); save it as UTF-8
photo.md: it is a binary file (NUL at byte 8); name text files only
windows.txt: it is written in UTF-16; save it as UTF-8
"
        ),
    );
    let full = desk.run("check missing.md latin.txt hall.md --exit-zero");
    assert!(full.out.starts_with("error: missing.md: there is no such file or folder\n"), "{}", full.out);
    assert!(
        full.out.ends_with("1 error in 1 article; 2 problems kept some of the work from being done\n"),
        "{}",
        full.out
    );
    assert_eq!(full.status, 2);
    let json: Value = serde_json::from_str(&desk.run("check missing.md hall.md --format json").out).unwrap();
    assert_eq!(json["problems"][0]["path"], "missing.md");
    assert_eq!(json["summary"]["errors"], 1);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named_and_the_rest_is_checked() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new("locked").with("hall.md", FAULTY).with("secret.md", FAULTY);
    let secret = desk.0.join("secret.md");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    // Root may read everything.
    if fs::read(&secret).is_err() {
        let why = "secret.md: you may not read it; change its permissions (chmod +r)\n";
        desk.run("check . --format concise").is(2, &format!("hall.md:{ERROR}{why}"));
    }
}

// ── check: JSON ──

/// The keys of an object, in the order in which they are written.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Keys;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, IgnoredAny)) = map.next_entry()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
        }
        from.deserialize_map(Object)
    }
}

fn keys(json: &str) -> Vec<String> {
    serde_json::from_str::<Keys>(json).unwrap().0
}

#[test]
fn json_keeps_its_contract() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faulty/harbour.md");
    let text = format!("\u{feff}{}", fs::read_to_string(fixture).unwrap());
    let desk = Desk::new("json").with("harbour.md", &text);
    let run = desk.run("check harbour.md --format json");
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    assert_eq!(keys(&run.out), ["version", "tool", "findings", "problems", "summary"]);
    let entries = run.out.lines().filter(|line| line.starts_with("{\"path\""));
    for entry in entries {
        let contract = [
            "path",
            "article",
            "rule",
            "category",
            "severity",
            "message",
            "span",
            "start",
            "end",
            "reasons",
            "related",
            "points",
            "needs",
            "help",
            "url",
            "fix",
            "fingerprint",
        ];
        assert_eq!(keys(entry.trim_end_matches(',')), contract);
    }
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["version"], 1);
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(
        findings.len() as i64,
        ["errors", "warnings", "notes"].iter().map(|kind| json["summary"][kind].as_i64().unwrap()).sum::<i64>()
    );
    let dated = findings.iter().find(|finding| finding["category"] == "faq-contradiction").unwrap();
    // The byte order mark counts as bytes, and has no column.
    assert_eq!(place(&text, dated), "February 2023");
    assert_eq!(place(&text, &dated["related"][0]), "February 2022");
    assert_eq!(place(&text, &dated["reasons"][0]["spans"][0]), "February 2023");
    for finding in findings {
        let (bytes, line, column) =
            (&finding["span"], number(&finding["start"]["line"]), number(&finding["start"]["column"]));
        let before: Vec<&str> = text[..number(&bytes["start"])].trim_start_matches('\u{feff}').split('\n').collect();
        assert_eq!((line, column), (before.len(), before[line - 1].chars().count() + 1));
        assert!(number(&finding["points"]) >= number(&finding["needs"]));
        assert!(!finding["reasons"].as_array().unwrap().is_empty());
    }
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// What stands at the span of a finding, of a second place, or at a span.
fn place<'t>(text: &'t str, of: &Value) -> &'t str {
    let span = of.get("span").unwrap_or(of);
    &text[number(&span["start"])..number(&span["end"])]
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let run = || Run::of(Desk(fixtures.clone()).command("check . --format json").env("RAYON_NUM_THREADS", "4"), "");
    let alone = Run::of(Desk(fixtures.clone()).command("check . --format json").env("RAYON_NUM_THREADS", "1"), "");
    assert_eq!(run().out, alone.out);
    assert_eq!(run().out, alone.out);
}

// ── Rules of one's own ──

const DRAFT_NOTE: &str = r#"summary  = "A line that says the text is a draft."
category = "draft-note"
looks-at = ["line"]
needs    = { warning = 3 }
message  = "this says that the text is a draft"
why      = "Whoever reads it knows that nobody looked at the page."

[[signal]]
points   = 3
phrases  = ["{draft-orders}"]
because  = "it says “{match}”"

[[bad]]
text     = "⟦Do not publish⟧"

[[bad]]
text     = "⟦Please do not publish yet⟧"

[[good]]
text     = "The council published its report."
because  = "it speaks of a report"

[[good]]
text     = "The printer stood still."
because  = "it speaks of a printer"
"#;

fn own_rules(name: &str) -> Desk {
    let desk = Desk::new(name).with("own/draft-note.toml", DRAFT_NOTE);
    let desk = desk.with("own/words/en.toml", "draft-orders = [\"do not publish\"]\nimage-noun = [\"bild\"]\n");
    // What else stands in such a folder is nobody's business.
    desk.with("own/logo.png", b"\x89PNG\0").with("own/.git/index", b"\0")
}

#[test]
fn rules_and_words_of_ones_own_are_added() {
    let desk =
        own_rules("own").with("hall.md", FAULTY.replace("It closes", "DO NOT PUBLISH!\n\n[Bild: dusk]\n\nIt closes"));
    let found = format!(
        "hall.md:{ERROR}hall.md:7:1: warning[draft-note] this says that the text is a draft
hall.md:9:1: error[image-placeholder] this stands where a picture should be
"
    );
    desk.run("check hall.md --rules own --format concise").is(1, &found);
    desk.run("check hall.md --rules own --select draft --format concise --fail-on warning")
        .is(1, "hall.md:7:1: warning[draft-note] this says that the text is a draft\n");
    let listed = desk.run("rules --rules own");
    assert!(listed.out.contains("draft-note") && listed.out.contains("related-insert"), "{}", listed.out);
}

#[test]
fn a_rule_of_the_same_name_takes_the_place_of_ours() {
    let desk = own_rules("replaced").with("own/image-placeholder.toml", DRAFT_NOTE).with("hall.md", FAULTY);
    desk.run("check hall.md --rules own").is(0, "1 article, nothing to correct\n");
}

#[test]
fn a_folder_without_rules_is_refused() {
    let desk = Desk::new("no-rules").with("hall.md", CLEAN).with("empty/readme.md", CLEAN);
    desk.run("check hall.md --rules missing").is_refused(&["missing: there is no such folder"]);
    desk.run("check hall.md --rules hall.md").is_refused(&["hall.md: there is no such folder"]);
    desk.run("test empty").is_refused(&["empty: no rule files (NAME.toml) stand in this folder"]);
}

#[test]
fn mistakes_in_rules_are_findings_in_every_format() {
    let desk = own_rules("mistaken").with("own/other.toml", DRAFT_NOTE.replace("points ", "pionts "));
    let json = desk.run("check --rules own --format json");
    let findings = &serde_json::from_str::<Value>(&json.out).unwrap()["findings"];
    assert_eq!(
        (json.status, &findings[0]["category"], &findings[0]["points"]),
        (2, &Value::from("rule"), &Value::Null)
    );
    let concise = desk.run("check --rules own --format concise");
    assert!(concise.out.contains("own/other.toml:9:1: error[rule] unknown key `pionts`"), "{}", concise.out);
    assert_eq!([desk.run("rules --rules own").status, desk.run("test own").status], [2, 2]);
}

#[test]
fn examples_are_tried() {
    let desk = own_rules("test");
    desk.run("test own").is(0, "4 examples of 1 rule do what they say\n");
    let desk = desk.with("own/draft-note.toml", DRAFT_NOTE.replace("The printer stood still.", "Do not publish this."));
    let run = desk.run("test own");
    assert_eq!(run.status, 1);
    assert!(
        run.out.starts_with("error[example]: `draft-note` fires where this example says it must not\n"),
        "{}",
        run.out
    );
    assert!(run.out.contains("it found warning at “Do not publish this.”"), "{}", run.out);
}

#[test]
fn only_the_rules_of_a_folder_are_tried_whatever_it_is_called() {
    let desk = Desk::new("rules-folder").with("rules/draft-note.toml", DRAFT_NOTE);
    let desk = desk.with("rules/words/en.toml", "draft-orders = [\"do not publish\"]\n");
    desk.run("test rules").is(0, "4 examples of 1 rule do what they say\n");
    desk.run("test ./rules/").is(0, "4 examples of 1 rule do what they say\n");
}

// ── The other commands ──

#[test]
fn the_built_in_examples_do_what_they_say() {
    let run = Desk::new("built-in").run("test");
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
    assert!(run.out.ends_with(" rules do what they say\n"), "{}", run.out);
}

#[test]
fn the_rules_and_their_vocabulary_are_listed() {
    let desk = Desk::new("rules");
    let rules = desk.run("rules");
    assert_eq!(rules.status, 0);
    assert!(rules.out.starts_with("category "), "{}", rules.out);
    assert!(rules.out.lines().any(|line| line.starts_with("related-insert ")), "{}", rules.out);
    let words = desk.run("rules --vocabulary").out;
    for name in
        ["looks-at", "  paragraph", "among", "  prose", "in", "  raw", "is", "  alone", "measure", "  off-topic"]
    {
        assert!(words.lines().any(|line| line.starts_with(name)), "{name} is no word of:\n{words}");
    }
}

#[test]
fn an_article_is_shown_as_it_is_read() {
    let desk = Desk::new("inspect").with("hall.md", "# The hall\n\nIt opens at *ten*.\n\n- [Map](/map)\n");
    let read = "\
hall.md: markdown, language not known
    1  heading 1    prose     The hall
    3  paragraph    prose     It opens at ten.
    5  list                  \n    5    list-item    prose     Map
    5  link: Map → /map
";
    let run = desk.run("inspect hall.md");
    let lines = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!((run.status, lines(&run.out)), (0, lines(read)));
    desk.run("inspect missing.md").is_refused(&["missing.md: there is no such file"]);
    desk.run("inspect .").is_refused(&["name a file"]);
}

#[test]
fn the_claims_of_an_article_are_shown_with_what_they_were_compared_with() {
    let desk = Desk(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faulty"));
    let run = desk.run("inspect --claims harbour.md");
    assert_eq!(run.status, 0);
    for words in [
        "February 2023 in “A storm",
        "asked: When was the north pier damaged?",
        "February 2022 in “In February",
        "contradicts",
    ] {
        assert!(run.out.contains(words), "“{words}” does not stand in:\n{}", run.out);
    }
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let desk = Desk::new("pipe").with("hall.md", FAULTY.repeat(500));
    for format in ["full", "concise", "json"] {
        let mut command = desk.command(&format!("check hall.md --exit-zero --format {format}"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()),
            (Some(0), ""),
            "{format}"
        );
    }
}

#[test]
fn help_and_version_are_given() {
    let desk = Desk::new("help");
    let version = desk.run("--version");
    version.is(0, &format!("copydesk {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(desk.run("--help").status, 0);
    assert!(desk.run("check --help").out.contains("--fail-on"), "the options of a command are in its help");
    desk.run("chek").is_refused(&["check"]);
}
