//! What a person sees, as it is printed.

use super::*;
use crate::finding::Reason;
use crate::report::tests::{finding, place, related, source};
use crate::report::{Format, Options, Report};
use crate::span::Span;

fn rendered(source: &Source, findings: &[Finding]) -> String {
    let mut report = Report::new(Format::Full, Options::default(), Vec::new());
    report.article(source, findings).unwrap();
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, notes) = (of(Severity::Error), of(Severity::Warning), of(Severity::Note));
    let summary = Summary { files: 1, articles: 1, errors, warnings, notes, milliseconds: None };
    String::from_utf8(report.finish(&summary).unwrap()).unwrap()
}

fn reason(source: &Source, words: &str, text: &str) -> Reason {
    Reason { rule: "test-rule".into(), points: Some(2), text: text.into(), spans: vec![place(source, words)] }
}

const PARAGRAPH: &str = "The ferry to the island leaves every hour from the old harbour, and the crossing takes \
    forty minutes in calm weather. It was opened in February 2022, when the last of the fishing boats had left \
    the inner basin, and it has carried a little over a million passengers since. In winter the last boat leaves \
    at nine, in summer at eleven; on the night of the regatta it does not leave at all, because its crew is \
    drunk. Bicycles travel free of charge.";

#[test]
fn a_pair_shows_both_places() {
    let text = format!(
        "# The harbour\n\n{PARAGRAPH}\n\n## Questions\n\n### When was it opened?\n\nThe ferry was opened in February 2023.\n"
    );
    let source = source("drafts/harbour.md", &text);
    let pair = finding(&source, "February 2023", "the FAQ says February 2023, the article says February 2022");
    insta::assert_snapshot!(rendered(&source, &[related(pair, &source, "February 2022", "the article says so here")]), @r"
    error[test-rule]: the FAQ says February 2023, the article says February 2022
      ┌─ drafts/harbour.md:9:25
      │
    3 │ …calm weather. It was opened in February 2022, when the last of the fishing boats had left the …
      │                                 ------------- the article says so here
      ·
    9 │ The ferry was opened in February 2023.
      │                         ^^^^^^^^^^^^^ it says “February 2023”
      │
      = help: make them agree

    1 error in 1 article
    ");
}

#[test]
fn reasons_stand_at_their_places_as_far_as_they_fit() {
    let text = "Oil the chain.\n\nRead also: [The ten best credit cards](https://example.com/cards?aff=7731)\n\nA dry chain wears out.\n";
    let source = source("article.md", text);
    let mut insert =
        finding(&source, text.lines().nth(2).unwrap(), "“related article” insert in the middle of the text");
    insert.severity = Severity::Warning;
    insert.rule = "related-insert".into();
    insert.url = Some("https://developers.google.com/search/docs/essentials/spam-policies".into());
    insert.reasons = vec![
        reason(&source, "Read also", "it opens with “Read also”"),
        reason(
            &source,
            text.lines().nth(2).unwrap(),
            "80% of its words are a link, which is far more than in any other paragraph of this article, and more than a reader would ever click",
        ),
        reason(&source, "aff=7731", "the address carries the affiliate tag “aff”"),
        reason(&source, "A dry chain", "it has nothing in common with what stands behind it"),
    ];
    insta::assert_snapshot!(rendered(&source, &[insert]), @r"
    warning[related-insert]: “related article” insert in the middle of the text
      ┌─ article.md:3:1
      │
    3 │ Read also: [The ten best credit cards](https://example.com/cards?aff=7731)
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it opens with “Read also”
      │
      = 80% of its words are a link, which is far more than in any other paragraph of this article, and
        more than a reader would ever click
      = the address carries the affiliate tag “aff”
      = it has nothing in common with what stands behind it (5:1)
      = help: make them agree
      = see https://developers.google.com/search/docs/essentials/spam-policies

    1 warning in 1 article
    ");
}

#[test]
fn two_findings_with_one_place_share_the_excerpt() {
    let source = source("article.md", "Oil the chain.\n\nSee [cheap casino](https://example.com).\n");
    let warning = Finding {
        severity: Severity::Warning,
        rule: "off-topic-link".into(),
        ..finding(&source, "cheap casino", "the link has nothing to do with the article")
    };
    let error = Finding {
        rule: "promotion".into(),
        help: Some("remove the link".into()),
        ..finding(&source, "cheap casino", "the link sells gambling")
    };
    let first =
        Finding { severity: Severity::Note, rule: "short".into(), help: None, ..finding(&source, "Oil", "short") };
    insta::assert_snapshot!(rendered(&source, &[first, warning, error]), @r"
    error[promotion]: the link sells gambling
    warning[off-topic-link]: the link has nothing to do with the article
      ┌─ article.md:3:6
      │
    3 │ See [cheap casino](https://example.com).
      │      ^^^^^^^^^^^^ it says “cheap casino”
      │
      = help: remove the link
      = help: make them agree

    note[short]: short
      ┌─ article.md:1:1
      │
    1 │ Oil the chain.
      │ ^^^ it says “Oil”

    1 error, 1 warning and 1 note in 1 article
    ");
}

#[test]
fn a_long_place_is_underlined_row_by_row_and_a_longer_one_at_its_ends() {
    let (first, _) = PARAGRAPH.split_once("; on").unwrap();
    let text = format!("{first}\n\n{PARAGRAPH} {PARAGRAPH}\n");
    let source = source("a.md", &text);
    let mut short = finding(&source, first, "too long");
    short.reasons[0].text = "nobody reads this".into();
    let mut long = finding(&source, &format!("{PARAGRAPH} {PARAGRAPH}"), "far too long");
    long.reasons = vec![reason(&source, "crew", "this word proves it")];
    long.reasons[0].spans = vec![Span::new(long.span.start + 300, long.span.start + 310)];
    insta::assert_snapshot!(rendered(&source, &[short, long]), @r"
    error[test-rule]: too long
      ┌─ a.md:1:1
      │
    1 │ The ferry to the island leaves every hour from the old harbour, and the crossing takes forty
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      │ minutes in calm weather. It was opened in February 2022, when the last of the fishing boats had
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      │ left the inner basin, and it has carried a little over a million passengers since. In winter
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      │ the last boat leaves at nine, in summer at eleven
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      │
      = nobody reads this
      = help: make them agree

    error[test-rule]: far too long
      ┌─ a.md:3:1
      │
    3 │ The ferry to the island leaves every hour from the old harbour, and the crossing takes forty
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      │ minutes in calm weather. It was opened in February 2022, when the last of the fishing boats had …
      │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      ·
      │ …all, because its crew is drunk. Bicycles travel free of charge.
      │  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      │
      = this word proves it
      = help: make them agree

    2 errors in 1 article
    ");
}

#[test]
fn carets_line_up_under_wide_and_combining_and_tabbed_text() {
    let text = "👩\u{200d}🚒👍🏽 the wo\u{308}rd here\n東京の港 word 開港\n\ta\tb\tword\te\u{301}e\u{301} é word2 ❤\u{fe0f} word3\n";
    let source = source("a.md", text);
    let found = ["wo\u{308}rd", "港 word 開", "b\tword\te\u{301}", "word2", "word3"]
        .map(|words| finding(&source, words, "look"));
    insta::assert_snapshot!(rendered(&source, &found), @r"
    error[test-rule]: look
      ┌─ a.md:1:11
      │
    1 │ 👩🚒👍 the wörd here
      │            ^^^^ it says “wörd”
      │
      = help: make them agree

    error[test-rule]: look
      ┌─ a.md:2:4
      │
    2 │ 東京の港 word 開港
      │       ^^^^^^^^^^ it says “港 word 開”
      │
      = help: make them agree

    error[test-rule]: look
      ┌─ a.md:3:4
      │
    3 │     a   b   word    éé é word2 ❤ word3
      │         ^^^^^^^^^^^^^ it says “b␉word␉é”
      │
      = help: make them agree

    error[test-rule]: look
      ┌─ a.md:3:18
      │
    3 │     a   b   word    éé é word2 ❤ word3
      │                          ^^^^^ it says “word2”
      │
      = help: make them agree

    error[test-rule]: look
      ┌─ a.md:3:27
      │
    3 │     a   b   word    éé é word2 ❤ word3
      │                                  ^^^^^ it says “word3”
      │
      = help: make them agree

    5 errors in 1 article
    ");
}

#[test]
fn nothing_that_a_terminal_obeys_is_passed_on() {
    let text = "\u{feff}a\u{1b}[2J b\u{202e}c\u{200b}d w\u{9b}ord\0 e\r\nnext";
    let source = source("dra\u{1b}]0;ft\u{202e}.md", text);
    let mut found = related(finding(&source, "w\u{9b}ord", "it\nsays \u{1b}[31mred"), &source, "next", "he\u{7}re");
    found.help = Some("first line\nsecond \u{1b}c line".into());
    let written = rendered(&source, &[found]);
    assert!(written.chars().all(|c| c == '\n' || !c.is_control() && !crate::report::signs::hidden(c)), "{written:?}");
    insta::assert_snapshot!(written, @r"
    error[test-rule]: it␊says ␛[31mred
      ┌─ dra␛]0;ft⟨U+202E⟩.md:1:13
      │
    1 │ a␛[2J b⟨U+202E⟩c⟨U+200B⟩d w⟨U+009B⟩ord␀ e
      │                           ^^^^^^^^^^^^ it says “w⟨U+009B⟩ord”
    2 │ next
      │ ---- he␇re
      │
      = help: first line second ␛c line

    1 error in 1 article
    ");
}

#[test]
fn an_empty_place_has_a_caret() {
    let source = source("a.md", "東京\n\nend");
    let model = finding(&source, "", "here");
    let at = |at| rendered(&source, &[Finding { span: Span::new(at, at), reasons: vec![], ..model.clone() }]);
    assert!(at(3).contains("1 │ 東京\n  │   ^^\n"), "{}", at(3));
    assert!(at(7).contains("2 │\n  │ ^\n"), "{}", at(7));
    assert!(at(11).contains("3 │ end\n  │    ^\n"), "{}", at(11));
}

#[test]
fn the_last_line_says_what_it_came_to() {
    let totals = |articles, errors, warnings, notes| Summary {
        files: articles,
        articles,
        errors,
        warnings,
        notes,
        milliseconds: None,
    };
    assert_eq!(closing(&totals(1, 0, 0, 0), 0, 0), "1 article, nothing to correct");
    assert_eq!(closing(&totals(1, 2, 1, 0), 1, 0), "2 errors and 1 warning in 1 article");
    assert_eq!(closing(&totals(14, 1, 2, 1), 3, 0), "1 error, 2 warnings and 1 note in 3 of 14 articles");
    assert_eq!(closing(&totals(3, 0, 0, 5), 3, 0), "5 notes in 3 articles");
    assert_eq!(
        closing(&totals(0, 0, 0, 0), 0, 2),
        "nothing to check; 2 problems kept some of the work from being done"
    );
}

#[test]
fn colours_change_nothing_but_colours() {
    let source = source("a.md", &format!("{PARAGRAPH}\n"));
    let found = related(finding(&source, "in summer", "not"), &source, "February 2022", "the other");
    let mut report = Report::new(Format::Full, Options { color: true }, Vec::new());
    report.article(&source, std::slice::from_ref(&found)).unwrap();
    let summary = Summary { files: 1, articles: 1, errors: 1, ..Summary::default() };
    let written = String::from_utf8(report.finish(&summary).unwrap()).unwrap();
    let mut plain = written
        .split('\u{1b}')
        .map(|part| part.split_once('m').filter(|_| part.starts_with('[')).map_or(part, |(_, rest)| rest));
    assert!(written.contains("\u{1b}[31m^"), "{written}");
    assert_eq!(plain.by_ref().collect::<String>(), rendered(&source, &[found]));
}

#[test]
fn ten_thousand_findings_on_one_endless_line_cost_their_excerpts() {
    let source = source("a.html", &"<p>größer als 東京</p> ".repeat(200_000));
    let model = finding(&source, "größer", "so");
    let step = "<p>größer als 東京</p> ".len() as u32 * 20;
    let mut findings: Vec<_> =
        (0..10_000).map(|n| Finding { span: Span::new(3 + n * step, 11 + n * step), ..model.clone() }).collect();
    findings.iter_mut().for_each(|finding| finding.reasons[0].spans = vec![finding.span]);
    findings.push(Finding { span: Span::new(0, source.text.len() as u32 - 1), ..model });
    let written = rendered(&source, &findings);
    assert!(written.len() < findings.len() * 600, "{}", written.len());
    let column = "<p>größer als 東京</p> ".chars().count() * 20 * 9_999 + 4;
    assert!(written.contains(&format!("┌─ a.html:1:{column}\n")), "the column counts the code points before it");
}

proptest::proptest! {
    #[test]
    fn any_text_and_any_place_can_be_shown(
        text in "(\\PC|[ \n\r\t\u{0}-\u{9f}\u{200b}-\u{202e}\u{300}\u{fe0f}🚒字]|[a-z ]{40,200}){0,60}",
        places in proptest::collection::vec((0_u32..3_000, 0_u32..900), 1..6),
    ) {
        let source = source("a", &text);
        let places: Vec<_> = places.iter().map(|(start, length)| Span::new(*start, start + length)).collect();
        let model = related(finding(&source, "", "so"), &source, "", "and");
        let findings: Vec<_> = places.iter().map(|place| {
            let mut found = Finding { span: *place, ..model.clone() };
            found.reasons[0].spans.clone_from(&places);
            found.related[0].span = places[0];
            found
        }).collect();
        let written = rendered(&source, &findings);
        let hidden = |c: char| c != '\n' && c != '\u{200c}' && c != '\u{200d}' && (c.is_control() || super::super::signs::hidden(c));
        proptest::prop_assert!(!written.contains(hidden), "{:?}", written);
        proptest::prop_assert!(written.lines().all(|line| line.chars().count() < 400), "{}", written);
        proptest::prop_assert!(written.len() < 30_000);
    }
}
