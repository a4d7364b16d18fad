//! Front matter: the strings of a YAML or TOML block, each with its way back.
//!
//! Broken front matter is no error: what could not be read is kept as data.

use granit_parser::{Event, Parser, ScalarStyle};
use toml::de::{DeTable, DeValue};

use super::build::Builder;
use super::{BlockKind, Visible};
use crate::source::Source;
use crate::span::Span;

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
}

/// The front matter of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct FrontMatter {
    pub(super) kind: Kind,
    /// Between the lines that mark it.
    pub(super) inside: Span,
    /// Behind the line that closes it.
    pub(super) end: u32,
}

/// The front matter that begins at `start`: closed, and without a blank first line, which makes a mark a rule.
pub(super) fn find(text: &str, start: u32) -> Option<FrontMatter> {
    let mut lines = text.get(start as usize..)?.split_inclusive('\n');
    let first = lines.next()?;
    let (kind, closing): (_, &[&str]) = match first.trim_end() {
        "---" => (Kind::Yaml, &["---", "..."]),
        "+++" => (Kind::Toml, &["+++"]),
        _ => return None,
    };
    let from = start + first.len() as u32;
    let mut at = from;
    for line in lines {
        if closing.contains(&line.trim_end()) {
            return Some(FrontMatter { kind, inside: Span::new(from, at), end: at + line.len() as u32 });
        }
        if at == from && line.trim().is_empty() {
            return None;
        }
        at += line.len() as u32;
    }
    None
}

/// Reads the front matter that stands at `inside`.
pub(super) fn read(builder: &mut Builder, source: &Source, inside: Span, kind: Kind) {
    match kind {
        Kind::Yaml => yaml(builder, source, inside),
        Kind::Toml => toml(builder, source, inside),
    }
}

/// What the key of a field says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Title,
    Description,
    Language,
    Other,
}

impl Role {
    fn of_key(key: &str) -> Self {
        match key.to_ascii_lowercase().as_str() {
            "title" => Self::Title,
            "description" | "summary" | "excerpt" => Self::Description,
            "lang" | "language" | "locale" => Self::Language,
            _ => Self::Other,
        }
    }
}

/// One string: its value, where that stands (with quotation marks), and where its key begins.
#[derive(Debug)]
struct Field<'v> {
    role: Role,
    value: std::borrow::Cow<'v, str>,
    span: Span,
    start: u32,
}

impl Field<'_> {
    fn write(&self, builder: &mut Builder, source: &Source) {
        let value = self.value.trim();
        let kind = match self.role {
            _ if value.is_empty() || self.span.is_empty() => return,
            Role::Language => return builder.set_language(value),
            Role::Title => BlockKind::Title,
            Role::Description => BlockKind::Description,
            Role::Other => BlockKind::Data,
        };
        let quoted = |marks| Span::new(self.span.start + marks, self.span.end.saturating_sub(marks)).trim(&source.text);
        let place = [0, 1, 3].map(quoted).into_iter().find(|place| source.slice(*place) == value);
        let mut text = Visible::default();
        match place {
            Some(place) => text.push_verbatim(&source.text, place),
            None => text.push_decoded(value, self.span),
        }
        builder.data(kind, &text, Span::new(self.start, self.span.end));
    }
}

/// Keeps what could not be read, line by line.
fn keep(builder: &mut Builder, source: &Source, rest: Span) {
    let rest = rest.trim(&source.text);
    if rest.is_empty() {
        return;
    }
    builder.begin(BlockKind::Data, rest.start);
    let mut at = rest.start;
    let mut before = rest.start;
    for line in source.slice(rest).split_inclusive('\n') {
        let whole = Span::new(at, at + line.len() as u32);
        let text = whole.trim(&source.text);
        if !text.is_empty() {
            builder.line_break(Span::new(before, text.start), false);
            builder.text(text);
            before = text.end;
        }
        at = whole.end;
    }
    builder.end(rest.end);
}

/// A collection that is open; a mapping with the key whose value comes next, and where that key begins.
enum Open {
    Mapping(Option<(Role, u32)>),
    Sequence,
}

fn yaml(builder: &mut Builder, source: &Source, inside: Span) {
    let mut open: Vec<Open> = Vec::new();
    let mut held: Option<Field<'_>> = None;
    let mut done = inside.start;
    for event in Parser::new_from_str(source.slice(inside)) {
        let Ok((event, place)) = event else {
            // What came last may be half of something: `title: a: b`.
            let start = held.map_or(done, |field| field.start);
            keep(builder, source, Span::new(start, inside.end));
            return;
        };
        let place = place.byte_range().unwrap_or_default();
        let span = Span::new(inside.start + place.start as u32, inside.start + place.end as u32);
        if let Some(field) = held.take() {
            field.write(builder, source);
            done = field.span.end;
        }
        let top = open.len() == 1;
        match event {
            Event::Scalar(value, style, ..) => match open.last_mut() {
                Some(Open::Mapping(key @ None)) => {
                    *key = Some((if top { Role::of_key(&value) } else { Role::Other }, span.start));
                }
                parent => {
                    let (role, start) = key_of(parent).unwrap_or((Role::Other, span.start));
                    let plain = style == ScalarStyle::Plain;
                    if !plain || !is_null(&value) && (role != Role::Other || is_string(&value)) {
                        held = Some(Field { role, value, span, start });
                    }
                }
            },
            Event::MappingStart(..) => {
                node(open.last_mut(), span);
                open.push(Open::Mapping(None));
            }
            Event::SequenceStart(..) => {
                node(open.last_mut(), span);
                open.push(Open::Sequence);
            }
            Event::Alias(_) => node(open.last_mut(), span),
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
            }
            _ => {}
        }
    }
}

fn key_of(parent: Option<&mut Open>) -> Option<(Role, u32)> {
    match parent {
        Some(Open::Mapping(key)) => key.take(),
        _ => None,
    }
}

/// Something that is no scalar comes as a key or as a value.
fn node(parent: Option<&mut Open>, span: Span) {
    if let Some(Open::Mapping(key)) = parent {
        *key = if key.is_some() { None } else { Some((Role::Other, span.start)) };
    }
}

/// Whether a plain scalar says nothing; granit-parser gives `~` where nothing stands.
fn is_null(value: &str) -> bool {
    value == "~" || value.eq_ignore_ascii_case("null")
}

/// Whether a plain scalar is a string: no truth value and no number.
fn is_string(value: &str) -> bool {
    let number = value.strip_prefix(['-', '+']).unwrap_or(value);
    let digits = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = digits && number.bytes().filter(|byte| *byte == b'.').count() <= 1;
    !number && !value.eq_ignore_ascii_case("true") && !value.eq_ignore_ascii_case("false")
}

fn toml(builder: &mut Builder, source: &Source, inside: Span) {
    let (table, errors) = DeTable::parse_recoverable(source.slice(inside));
    if !errors.is_empty() {
        keep(builder, source, inside);
        return;
    }
    let place =
        |span: std::ops::Range<usize>| Span::new(inside.start + span.start as u32, inside.start + span.end as u32);
    let mut fields = Vec::new();
    let entry = |(key, value)| (value, Some(key));
    let mut open: Vec<_> = table.get_ref().iter().map(entry).map(|entry| (entry, true)).collect();
    while let Some(((value, key), top)) = open.pop() {
        let span = place(value.span());
        let start = key.map_or(span.start, |key: &toml::Spanned<_>| place(key.span()).start);
        let role = key.filter(|_| top).map_or(Role::Other, |key| Role::of_key(key.get_ref()));
        match value.get_ref() {
            DeValue::String(text) => fields.push(Field { role, value: text.as_ref().into(), span, start }),
            DeValue::Datetime(_) => fields.push(Field { role, value: source.slice(span).into(), span, start }),
            DeValue::Array(values) => open.extend(values.iter().map(|value| ((value, None), false))),
            DeValue::Table(table) => open.extend(table.iter().map(entry).map(|entry| (entry, false))),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => {}
        }
    }
    // A table keeps its keys by name; a reader meets them by place.
    fields.sort_by_key(|field| field.span);
    fields.iter().for_each(|field| field.write(builder, source));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::Format;

    /// The kind, the text and the extent of each block, and the language.
    fn fields(text: &str) -> (Vec<(&'static str, String, String)>, Option<crate::article::Language>) {
        let source = Source::new("a.md", text).unwrap();
        let mut builder = Builder::new(&source, Format::Markdown);
        let front = find(text, 0).unwrap();
        read(&mut builder, &source, front.inside, front.kind);
        let article = builder.finish();
        let row = |block: &crate::article::Block| {
            let slice = article.span(block.text).slice(text).to_owned();
            let shown = article.text(block.text);
            let shown = if shown == slice { format!("= {shown}") } else { format!("{slice:?} {shown}") };
            (block.kind.name(), shown, block.extent.slice(text).to_owned())
        };
        (article.blocks.iter().map(row).collect(), article.language)
    }

    fn row(kind: &'static str, text: &str, extent: &str) -> (&'static str, String, String) {
        (kind, text.to_owned(), extent.to_owned())
    }

    #[test]
    fn yaml_strings_lead_back() {
        let text = "---\r\ntitle: 'A: b'   # c\r\nsummary: >-\r\n  d\r\n  e\r\nn: 1.5\r\ndraft: true\r\nlang: de\r\ntitle:\r\n\
                    tags: [f, \"g\\th\"]\r\nseo: {title: ü, date: 2024-01-02}\r\n---\r\n";
        let (rows, language) = fields(text);
        let expected = [
            row("title", "= A: b", "title: 'A: b'"),
            row("description", "\"d\\r\\n  e\\r\\n\" d e", "summary: >-\r\n  d\r\n  e\r\n"),
            row("data", "= f", "f"),
            row("data", "\"\\\"g\\\\th\\\"\" g\th", "\"g\\th\""),
            row("data", "= ü", "title: ü"),
            row("data", "= 2024-01-02", "date: 2024-01-02"),
        ];
        assert_eq!(rows, expected);
        assert_eq!(language, crate::article::Language::of_tag("de"));
    }

    #[test]
    fn toml_strings_lead_back() {
        let text = "+++\ntitle = \"A\\u00e9\"\ndescription = '''\nb\n'''\ndate = 2024-01-02\nn = 1\n\
                    [seo]\ntitle = 'c'\ntags = ['d', {e = \"ü\"}]\n+++\n";
        let expected = [
            row("title", "\"\\\"A\\\\u00e9\\\"\" Aé", "title = \"A\\u00e9\""),
            row("description", "= b", "description = '''\nb\n'''"),
            row("data", "= 2024-01-02", "date = 2024-01-02"),
            row("data", "= c", "title = 'c'"),
            row("data", "= d", "'d'"),
            row("data", "= ü", "e = \"ü\""),
        ];
        assert_eq!(fields(text).0, expected);
    }

    #[test]
    fn what_is_broken_is_kept() {
        let yaml = "---\nlayout: x\ntitle: a: b\n\nmore: c\n---\n";
        let rest = "title: a: b\n\nmore: c";
        let kept = row("data", &format!("{rest:?} title: a: b more: c"), rest);
        assert_eq!(fields(yaml).0, [row("data", "= x", "layout: x"), kept]);
        let kept = row("data", "\"a = \\nb = 'c'\" a = b = 'c'", "a = \nb = 'c'");
        assert_eq!(fields("+++\na = \nb = 'c'\n+++\n").0, [kept]);
    }

    const FRAGMENTS: &[&str] = &[
        "title: ",
        "lang: ",
        "a",
        "b: ",
        "\n",
        "\r\n",
        "  ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "\\n",
        "\\",
        ">-\n",
        "|\n",
        "&x ",
        "*x",
        "é",
        "🦀",
        "# c",
        "? ",
        ", ",
        "title = ",
        "b.c = ",
        "[t]\n",
        "[[u]]\n",
        "'''",
        "\"\"\"",
        "1",
        "2024-01-02",
        "\t",
        "!!str ",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn every_character_has_its_way_back(
            parts in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..30),
            mark in prop::sample::select(&["---\n", "+++\n"][..]),
        ) {
            let text = format!("{mark}a{}\n{mark}", parts.concat());
            let source = Source::new("a.md", text.as_str()).unwrap();
            let mut builder = Builder::new(&source, Format::Markdown);
            if let Some(front) = find(&text, 0) {
                read(&mut builder, &source, front.inside, front.kind);
            }
            let article = builder.finish();
            for (shown, piece) in article.visible.pieces() {
                prop_assert!(text.get(piece.source.range()).is_some(), "{piece:?} in {text:?}");
                prop_assert!(!piece.verbatim || piece.source.slice(&text) == shown, "{piece:?} {shown:?} in {text:?}");
            }
            for block in &article.blocks {
                let held = block.text.is_empty() || block.extent.contains(article.span(block.text));
                prop_assert!(held, "{block:?} in {text:?}");
            }
        }
    }
}
