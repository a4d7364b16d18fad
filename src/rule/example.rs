//! Examples: texts in a rule's file in which it must fire, or stay silent.

use std::sync::Arc;

use toml::de::DeTable;

use super::file::{File, Placed};
use crate::article::{Article, BlockKind, Format};
use crate::finding::Severity;
use crate::source::Source;
use crate::span::Span;

const OPEN: char = '⟦';
const CLOSE: char = '⟧';
const OPEN_SECOND: char = '⟪';
const CLOSE_SECOND: char = '⟫';

/// A text in which a rule must fire on exactly the marked places, or nowhere.
#[derive(Clone, Debug)]
pub struct Example {
    /// The text without its marks.
    pub text: String,
    /// Where it must fire, in bytes of the text.
    pub places: Vec<Span>,
    /// The second places of pairs, in bytes of the text.
    pub second: Vec<Span>,
    /// The severity it must have.
    pub severity: Option<Severity>,
    /// How the text is written down.
    pub format: Format,
    /// The host behind whose third paragraph it is planted.
    pub host: Option<String>,
    /// Why it is innocent.
    pub because: Option<String>,
    /// The text's place in the rule's file.
    pub span: Span,
}

/// What an example came to. The words are ast-grep's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it says.
    AsExpected,
    /// It fired where it must not.
    Noisy,
    /// It was silent where it must fire.
    Missing,
    /// It fired with another severity, or another second place.
    Different,
}

/// Reads a `[[bad]]` or a `[[good]]`.
pub(super) fn read(file: &mut File<'_>, table: &Placed<&DeTable<'_>>, bad: bool) -> Option<Example> {
    let (whole, table) = (table.span, table.value);
    let own: &[&str] = if bad { &["severity"] } else { &["because"] };
    file.refuse_unknown(table, &[&["text", "format", "host"], own].concat());
    let text = file.needed(table, "text", whole)?;
    let because = if bad { None } else { file.needed(table, "because", whole).map(|text| text.value) };
    let severity = file.text(table, "severity");
    let severity = severity.and_then(|text| file.named(&text, "severity", &Severity::ALL.map(|all| (all.name(), all))));
    let formats = [Format::Markdown, Format::Html, Format::Text].map(|format| (format.name(), format));
    let format = file.text(table, "format").and_then(|text| file.named(&text, "format", &formats));
    let host = file.text(table, "host").map(|text| text.value);
    let Some((plain, places, second)) = take_marks(&text.value) else {
        file.mistake(text.span, "a mark is left open in this example", None);
        return None;
    };
    if bad == places.is_empty() {
        let problem =
            if bad { "a bad example marks its place with ⟦ and ⟧" } else { "a good example has no marks" };
        file.mistake(text.span, problem, None);
        return None;
    }
    let format = format.unwrap_or(Format::Markdown);
    Some(Example { text: plain, places, second, severity, format, host, because, span: text.span })
}

/// The text without marks, and the marked places in it.
fn take_marks(marked: &str) -> Option<(String, Vec<Span>, Vec<Span>)> {
    let (mut plain, mut places, mut second) = (String::new(), Vec::new(), Vec::new());
    let mut open: Option<(char, usize)> = None;
    for letter in marked.chars() {
        match (letter, open) {
            (OPEN | OPEN_SECOND, None) => open = Some((letter, plain.len())),
            (CLOSE, Some((OPEN, start))) => {
                places.push(Span::of(start..plain.len()));
                open = None;
            }
            (CLOSE_SECOND, Some((OPEN_SECOND, start))) => {
                second.push(Span::of(start..plain.len()));
                open = None;
            }
            (OPEN | OPEN_SECOND | CLOSE | CLOSE_SECOND, _) => return None,
            _ => plain.push(letter),
        }
    }
    open.is_none().then_some((plain, places, second))
}

impl Example {
    /// The article that the example is: its text alone, or behind the third paragraph of its host; and how
    /// far its own text was moved, in bytes. Nothing if there is no such host in its format.
    pub fn plant(&self, hosts: &std::collections::BTreeMap<String, Arc<str>>) -> Option<(Source, u32)> {
        let Some(host) = &self.host else {
            return Source::new("example", self.text.as_str()).ok().map(|source| (source, 0));
        };
        let ending = match self.format {
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Text => "txt",
        };
        let host = Source::new("host", hosts.get(&format!("{host}.{ending}"))?.clone()).ok()?;
        let article = Article::read(&host, self.format);
        let paragraphs =
            article.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph && !block.text.is_empty());
        let end = paragraphs.map(|block| block.extent.end).nth(2)? as usize;
        let (before, behind) = host.text.split_at_checked(end)?;
        let before = format!("{}\n\n", before.trim_end());
        let moved = before.len() as u32;
        let text = format!("{before}{}\n\n{}", self.text.trim_end(), behind.trim_start());
        Source::new("example", text).ok().map(|source| (source, moved))
    }
}
