//! Snapshots of the reports: every faulty article in every format, and a text in which letters are not as wide as
//! they are long.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::fs;
use std::path::Path;

use copydesk::article::{Article, Format as Form};
use copydesk::engine;
use copydesk::finding::Severity;
use copydesk::house::House;
use copydesk::report::{Format, Options, Report, Summary};
use copydesk::rule::Rules;
use copydesk::source::Source;

/// The report of one article, as it is written without colours.
fn report(source: &Source, format: Format) -> String {
    let rules = Rules::built_in().unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let findings = engine::check(&Article::read(source, Form::of_name(&source.name)), rules, &House::default());
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let [notes, warnings, errors] = Severity::ALL.map(count);
    let mut report = Report::new(format, Options { color: false }, Vec::new());
    report.article(source, &findings).unwrap();
    let written =
        report.finish(&Summary { files: 1, articles: 1, errors, warnings, notes, milliseconds: None }).unwrap();
    let version = format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    String::from_utf8(written).unwrap().replace(&version, "\"version\":\"…\"")
}

/// Compares all reports of an article with those that were looked at once.
fn snapshots(source: &Source) {
    let name = source.name.rsplit('/').next().unwrap();
    for format in Format::ALL {
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}.{}", format.name()), report(source, *format));
        });
    }
}

#[test]
fn of_every_faulty_article() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faulty");
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    for name in names.filter(|name| !name.ends_with(".expected")) {
        let bytes = fs::read(folder.join(&name)).unwrap();
        snapshots(&Source::from_bytes(format!("fixtures/faulty/{name}"), bytes).unwrap());
    }
}

/// Tabs, marks that combine, letters of two columns, pictures made of several, signs that nobody sees, and signs that
/// turn their neighbours round: before what is underlined, and in it.
const WIDE: &str = "\
# Das Fenster über der Werft 窓

Tab\there, 日本語 and 👩🏽\u{200d}🚒, e\u{301}te\u{301}: ![二階 👍🏽 e\u{301}\t字]() and more 字 behind.

\u{200b}No width, and \u{202e}right to left\u{202c} before it: ![alt text](image1.png)

[Image: 二階の窓 and 👩🏽\u{200d}🚒 in an e\u{301}te\u{301}\t字]

Un e\u{301}te\u{301} à la mer 👨\u{200d}👩\u{200d}👧 : the harbour of 横浜 was dredged by hand\tfor nine long winters, and the mud was carried
up the hill in baskets, where ｆｕｌｌ ｗｉｄｔｈ signs and ﬁgures 🇫🇷 told the carriers whose garden wanted it, day after day.

Between the two stands a paragraph about baskets and nothing else, so that they are apart.

Un e\u{301}te\u{301} à la mer 👨\u{200d}👩\u{200d}👧 : the harbour of 横浜 was dredged by hand\tfor nine long winters, and the mud was carried
up the hill in baskets, where ｆｕｌｌ ｗｉｄｔｈ signs and ﬁgures 🇫🇷 told the carriers whose garden wanted it, day after day.
";

#[test]
fn of_letters_that_are_not_as_wide_as_they_are_long() {
    snapshots(&Source::new("wide.md", WIDE).unwrap());
}
