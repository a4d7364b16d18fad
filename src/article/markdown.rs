//! The reader of Markdown: CommonMark with tables, strikethrough, footnotes, task lists, alerts and front matter.
//!
//! pulldown-cmark says what is what and where it stands; this file turns its events into blocks. Front matter is
//! found here and not by pulldown-cmark, which takes any two rules of an article for one.

mod address;
mod depth;
mod inline;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, RefDefs, Tag, TagEnd};
use rustc_hash::FxHashMap;

use self::inline::{Break, OpenImage, Target};
use super::build::Builder;
use super::{Article, BlockKind, Format, TextKind, Visible, frontmatter, html};
use crate::source::Source;
use crate::span::Span;

/// Never smart punctuation: it rewrites text.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

/// Reads Markdown.
pub(crate) fn read(source: &Source) -> Article {
    let mut builder = Builder::new(source, Format::Markdown);
    let start = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() as u32 } else { 0 };
    let front = frontmatter::find(&source.text, start);
    if let Some(front) = &front {
        frontmatter::read(&mut builder, source, front.inside, front.kind);
    }
    let base = front.map_or(start, |front| front.end);
    let body = source.text.get(base as usize..).unwrap_or_default();
    let body = depth::limit(body);
    let mut reader = Reader::new(builder, source, &body, base);
    let mut events = Parser::new_ext(&body, OPTIONS).into_offset_iter();
    while let Some((event, range)) = events.next() {
        reader.event(event, range, events.reference_definitions());
    }
    reader.builder.finish()
}

/// What a paragraph is where it stands: in a list item, in a quotation, in a footnote.
struct Frame {
    leaf: BlockKind,
    /// Where its markup begins; the first block inside takes it into its extent.
    start: Option<u32>,
}

struct Reader<'s> {
    builder: Builder,
    source: &'s Source,
    /// What is parsed: as long as the source is behind `base`.
    body: &'s str,
    base: u32,
    frames: Vec<Frame>,
    /// The links that are open; nothing for one of HTML.
    links: Vec<Option<Target<'s>>>,
    image: Option<OpenImage<'s>>,
    pending: Option<Break>,
    /// Where the last event ended; where it began if it opened something.
    before: u32,
    code: bool,
    header: bool,
    row: u32,
    column: u32,
    html: Vec<Span>,
    /// The address of each reference definition that was used, by the place of the definition.
    defined: FxHashMap<usize, Visible>,
}

impl<'s> Reader<'s> {
    fn new(builder: Builder, source: &'s Source, body: &'s str, base: u32) -> Self {
        Self {
            builder,
            source,
            body,
            base,
            frames: Vec::new(),
            links: Vec::new(),
            image: None,
            pending: None,
            before: base,
            code: false,
            header: false,
            row: 0,
            column: 0,
            html: Vec::new(),
            defined: FxHashMap::default(),
        }
    }

    fn event(&mut self, event: Event<'s>, range: Range<usize>, definitions: &RefDefs<'_>) {
        let span = self.span(range);
        let before = std::mem::replace(&mut self.before, span.end);
        match event {
            Event::Start(tag) => {
                self.before = before;
                self.start(tag, span);
                self.before = span.start;
            }
            Event::End(tag @ (TagEnd::Link | TagEnd::Image)) => {
                self.flush(0);
                self.end_target(tag == TagEnd::Link, before, span, definitions);
            }
            Event::End(tag) => self.end(tag, before, span),
            Event::Text(text) if self.code => self.code(&text, span),
            // The indent of an HTML block comes as text without a place.
            Event::Text(_) if span.is_empty() => {}
            Event::Text(text) => {
                self.inline(span.start);
                self.text(&text, span, before);
            }
            Event::Code(text) => {
                self.inline(span.start);
                self.inline_code(&text, span);
            }
            Event::Html(_) if !span.is_empty() => self.html.push(span),
            Event::InlineHtml(_) => self.inline_html(span),
            Event::SoftBreak => self.pause(span, true),
            Event::HardBreak => self.pause(span, false),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => self.inline(span.start),
            Event::Rule => self.settle(before),
            Event::Html(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'s>, span: Span) {
        match tag {
            Tag::Paragraph if self.builder.in_leaf() => self.pause(Span::new(self.before, self.before), false),
            Tag::Paragraph => self.ensure(span.start),
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading { level: level as u8, sure: true }, span),
            Tag::CodeBlock(_) => {
                self.begin(BlockKind::Code, span);
                self.code = true;
            }
            Tag::BlockQuote(None) => {
                self.open(BlockKind::Quotation, span, Some(TextKind::Quoted));
                self.frames.push(Frame { leaf: BlockKind::Quote, start: None });
            }
            // An alert is a quotation in its looks only: the article says it itself.
            Tag::BlockQuote(Some(_)) | Tag::FootnoteDefinition(_) => {
                let start = self.place(span.start);
                self.frames.push(Frame { leaf: BlockKind::Paragraph, start: Some(start) });
            }
            Tag::List(_) => self.open(BlockKind::List, span, None),
            Tag::Item => {
                let start = self.place(span.start);
                self.frames.push(Frame { leaf: BlockKind::ListItem, start: Some(start) });
            }
            Tag::Table(_) => {
                self.open(BlockKind::Table, span, None);
                self.row = 0;
            }
            Tag::TableHead | Tag::TableRow => {
                self.header = matches!(tag, Tag::TableHead);
                self.column = 0;
            }
            // Cells that a short row lacks are no cells of the source.
            Tag::TableCell if span.is_empty() => {}
            Tag::TableCell => {
                let kind = BlockKind::TableCell { row: self.row, column: self.column, header: self.header };
                self.builder.begin(kind, span.start);
            }
            Tag::HtmlBlock => {
                self.place(span.start);
                self.html.clear();
            }
            Tag::Link { link_type, dest_url, id, .. } => {
                self.begin_link(Target { kind: link_type, address: dest_url, label: id }, span);
            }
            Tag::Image { link_type, dest_url, id, .. } => {
                self.begin_image(Target { kind: link_type, address: dest_url, label: id }, span);
            }
            // Emphasis and its kin show nothing but their text.
            _ => self.inline(span.start),
        }
    }

    /// The end of what is no link; inside it, the last event ended at `before`.
    fn end(&mut self, tag: TagEnd, before: u32, span: Span) {
        match tag {
            TagEnd::Paragraph if self.frames.last().is_some_and(|frame| frame.leaf == BlockKind::ListItem) => {
                self.pending = None;
            }
            TagEnd::Paragraph | TagEnd::Heading(_) => self.settle(span.end),
            TagEnd::CodeBlock => {
                self.code = false;
                self.settle(span.end);
            }
            TagEnd::BlockQuote(kind) => {
                self.frames.pop();
                if kind.is_none() {
                    self.close(before, span);
                }
            }
            TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.settle(before);
                self.frames.pop();
            }
            TagEnd::List(_) | TagEnd::Table => self.close(before, span),
            TagEnd::TableHead | TagEnd::TableRow => self.row += 1,
            TagEnd::TableCell => {
                self.pending = None;
                self.links.clear();
                self.builder.end(span.end);
                self.column += 1;
            }
            TagEnd::HtmlBlock => html::fragment(&mut self.builder, self.source, &self.html),
            _ => self.flush(0),
        }
    }

    /// Ends the open leaf at `end`, with its line break.
    fn settle(&mut self, end: u32) {
        self.pending = None;
        self.links.clear();
        if self.builder.in_leaf() {
            self.builder.end(self.line_end(end));
        }
    }

    /// Where a block begins that comes at `start`; it ends the leaf before it.
    fn place(&mut self, start: u32) -> u32 {
        self.settle(self.before);
        let outer = self.frames.last_mut().and_then(|frame| frame.start.take());
        outer.unwrap_or_else(|| self.indent_start(start))
    }

    fn begin(&mut self, kind: BlockKind, span: Span) {
        let start = self.place(span.start);
        self.builder.begin(kind, start);
    }

    fn open(&mut self, kind: BlockKind, span: Span, reads: Option<TextKind>) {
        // The mark of an item that begins with a list or a quotation is no part of what it holds.
        self.place(span.start);
        self.builder.open(kind, self.indent_start(span.start), reads);
    }

    fn close(&mut self, before: u32, span: Span) {
        self.settle(before);
        self.builder.close(self.line_end(span.end));
    }

    /// Makes sure that a leaf is open: text of a list item comes without a paragraph around it.
    fn ensure(&mut self, start: u32) {
        if !self.builder.in_leaf() {
            let kind = self.frames.last().map_or(BlockKind::Paragraph, |frame| frame.leaf);
            self.begin(kind, Span::new(start, start));
        }
    }

    /// Whether text is what stands at `span`, letter for letter.
    fn stands(&self, text: &str, span: Span) -> bool {
        Span::new(span.start - self.base, span.end - self.base).slice(self.body) == text
    }

    fn span(&self, range: Range<usize>) -> Span {
        let base = self.base as usize;
        Span::of(range.start + base..range.end + base)
    }

    /// Behind the line break that follows directly, if one does and none stands there already.
    fn line_end(&self, at: u32) -> u32 {
        match self.source.text.as_bytes().get(at as usize..).unwrap_or_default() {
            _ if matches!(self.byte_before(at), Some(b'\r' | b'\n')) => at,
            [b'\r', b'\n', ..] => at + 2,
            [b'\n' | b'\r', ..] => at + 1,
            _ => at,
        }
    }

    /// Before the blanks that stand directly before a block.
    fn indent_start(&self, at: u32) -> u32 {
        let before = Span::new(self.base, at).slice(&self.source.text);
        at - (before.len() - before.trim_end_matches([' ', '\t']).len()) as u32
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_text(text: &str) -> Article {
        read(&Source::new("a.md", text).unwrap())
    }

    /// One line a block: its depth, its name, its text; the links and images behind.
    fn dump(text: &str) -> Vec<String> {
        let article = read_text(text);
        let mut lines = Vec::new();
        for block in &article.blocks {
            let depth = std::iter::successors(block.parent, |id| article.block(*id).unwrap().parent).count();
            let kind = match block.kind {
                BlockKind::Heading { level, .. } => format!("h{level}"),
                BlockKind::TableCell { row, column, header } => {
                    format!("{}{row}.{column}", if header { "head" } else { "cell" })
                }
                kind => kind.name().to_owned(),
            };
            lines.push(format!("{}{kind} {}", "  ".repeat(depth), article.text(block.text)).trim_end().to_owned());
        }
        lines.extend(article.links.iter().map(|link| {
            let slice = article.span(link.url).slice(text).to_owned();
            format!("[{}]({}) from {slice}", article.text(link.text), article.text(link.url))
        }));
        lines.extend(article.images.iter().map(|image| {
            format!("![{}]({})", image.alt.map_or("-", |alt| article.text(alt)), article.text(image.url.unwrap()))
        }));
        lines
    }

    /// The kind, the text and the extent of each block.
    fn extents(text: &str) -> Vec<(&'static str, String, String)> {
        let article = read_text(text);
        let row = |block: &super::super::Block| {
            (block.kind.name(), article.text(block.text).to_owned(), block.extent.slice(text).to_owned())
        };
        article.blocks.iter().map(row).collect()
    }

    fn span_of(article: &Article, word: &str) -> Span {
        let at = article.visible.text().find(word).unwrap() as u32;
        article.span(crate::span::Passage::new(at, at + word.len() as u32))
    }

    #[test]
    fn blocks_stand_in_their_containers() {
        let text =
            "# One *two* #\n\nSet\next\n---\n\n- a\n  b\n\n  c\n  - d\n\n  e\n- > q\n  > - r\n\n```sh\nx  \n\ny\n```\n";
        let expected = [
            "h1 One two",
            "h2 Set ext",
            "list",
            "  list-item a b c",
            "  list",
            "    list-item d",
            "  list-item e",
            "  quotation",
            "    quote q",
            "    list",
            "      list-item r",
            "code x  y",
        ];
        assert_eq!(dump(text), expected);
    }

    #[test]
    fn extents_hold_the_markup() {
        let text = "## A ##\n\n1. b\n\n   c\n2. - d\n\n```\ne\n```\n\n    f\n";
        let rows = extents(text);
        let extents: Vec<&str> = rows.iter().map(|(_, _, extent)| extent.as_str()).collect();
        let list = "1. b\n\n   c\n2. - d\n\n";
        assert_eq!(extents, ["## A ##\n", list, "1. b\n\n   c\n", " - d\n\n", " - d\n", "```\ne\n```\n", "    f\n"]);
    }

    #[test]
    fn breaks_cover_the_marks_of_the_next_line() {
        let text = "\u{feff}> one\r\n> > two  \r\n> > three\n\n- four\n  five<br>six\n";
        let article = read_text(text);
        assert_eq!(article.visible.text(), "onetwo threefour five six");
        let between = |word| span_of(&article, word).slice(text).to_owned();
        assert_eq!(between("two three"), "two  \r\n> > three");
        assert_eq!(between(" three"), "  \r\n> > three");
        assert_eq!(between(" five"), "\n  five");
        let lines: Vec<&str> = article.lines.iter().map(|line| article.text(line.text)).collect();
        assert_eq!(lines, ["one", "two", "three", "four", "five", "six"]);
    }

    #[test]
    fn entities_escapes_and_code_lead_back() {
        let text = "a &amp; \\* `x  &amp; y` ``z`w`` `p\nq` \\\\_e_ **\\#f**\n";
        let article = read_text(text);
        assert_eq!(article.visible.text(), "a & * x  &amp; y z`w p q \\e #f");
        let back = |word| span_of(&article, word).slice(text).to_owned();
        assert_eq!([back("&"), back("*"), back("#")], ["&amp;", "\\*", "\\#"]);
        assert_eq!([back("&amp; y"), back("z`w"), back("p q")], ["&amp; y", "z`w", "`p\nq`"]);
        assert_eq!(article.kind_at(8), TextKind::Code);
        assert_eq!(article.kind_at(4), TextKind::Prose);
    }

    #[test]
    fn links_lead_to_where_their_address_stands() {
        let text = "[a ](b \"](no)\") [](<c d>) [e](f\\)g) <http://h.i> <j@k.l> [M] [n][m] ![o *p* &amp;](q) ![]() \
                    [![r](s)](t?u&amp;v)\n\n> [m]:\n>   <w> 'x'\n";
        let expected = [
            "paragraph a   e http://h.i j@k.l M n",
            "quotation",
            "[a](b) from b",
            "[](c d) from c d",
            "[e](f)g) from f\\)g",
            "[http://h.i](http://h.i) from http://h.i",
            "[j@k.l](j@k.l) from j@k.l",
            "[M](w) from w",
            "[n](w) from w",
            "[](t?u&v) from t?u&amp;v",
            "![o p &](q)",
            "![]()",
            "![r](s)",
        ];
        assert_eq!(dump(text), expected);
    }

    #[test]
    fn html_is_read_where_it_shows_something() {
        let text = "a <a href='u?v&amp;w'>b</a> <b>c</b><br>d <img src=e alt=\"f\">\n<!-- g -->\nh [i <a href=j>k](l) m\n\n\
                    > <p>n\n> <img src=o>\n> <p>p\n";
        let expected = [
            "paragraph a b c d",
            "paragraph h i k m",
            "quotation",
            "  paragraph n",
            "  paragraph p",
            "[b](u?v&w) from u?v&amp;w",
            "[i k](l) from l",
            "[k](j) from j",
            "![f](e)",
            "![-](o)",
        ];
        assert_eq!(dump(text), expected);
        assert_eq!(dump("  <div>a\n</div>\n"), ["paragraph a"], "the indent is no block");
    }

    #[test]
    fn tables_notes_alerts_and_tasks() {
        let text =
            "|a|b\\|c|\n|-|-|\n| x | `y\\|z` |\n|only|\n\n> [!NOTE]\n> n[^1]\n\n[^1]: foot\n\n- [ ] task\n\n***\n";
        let expected = [
            "table",
            "  head0.0 a",
            "  head0.1 b|c",
            "  cell1.0 x",
            "  cell1.1 y|z",
            "  cell2.0 only",
            "paragraph n",
            "paragraph foot",
            "list",
            "  list-item task",
        ];
        assert_eq!(dump(text), expected);
        assert!(extents(text).contains(&("paragraph", "foot".to_owned(), "[^1]: foot\n".to_owned())));
    }

    #[test]
    fn only_the_beginning_has_front_matter() {
        let text = "\u{feff}---\r\ntitle: T\r\n---\r\nOne\n\n---\nkey: two\n\n---\n";
        assert_eq!(dump(text), ["title T", "paragraph One", "paragraph key: two"]);
        assert_eq!(dump("---\n\nOne\n\n---\n"), ["paragraph One"]);
    }

    #[test]
    fn many_uses_of_one_definition_stay_bounded() {
        let text = format!("[a]: {}\n\n{}", "x".repeat(5_000), "[a] ".repeat(10_000));
        let article = read_text(&text);
        assert!(article.visible.text().len() < 3 * text.len().max(100_000));
    }

    #[test]
    fn what_stands_too_deep_is_text() {
        let text = format!("{}a\n{}", "> ".repeat(20_000), "b\n".repeat(20_000));
        let article = read_text(&text);
        assert!(article.visible.text().starts_with("> > > "));
        assert!(article.visible.text().contains("> > a b b "));
        assert!(article.blocks.len() < 200);
    }

    const FRAGMENTS: &[&str] = &[
        "a",
        "word ",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "    ",
        "é",
        "🦀",
        "漢字",
        "&amp;",
        "&#x1F600;",
        "&bogus;",
        "\\",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "``",
        "```\n",
        "# ",
        "## ",
        "===\n",
        "---\n",
        "> ",
        ">",
        "- ",
        "1. ",
        "- [x] ",
        "[",
        "]",
        "](",
        ")",
        "(",
        "![",
        "<",
        ">",
        "[a]: u\n",
        "[a]",
        "<http://b.c>",
        "|",
        "|-|-|\n",
        "|a|b|\n",
        "[^1]",
        "[^1]: ",
        "<br>",
        "<b>",
        "<!-- c -->",
        "\"",
        "'",
        ": ",
        "title: ",
        "+++\n",
        "\u{feff}",
        "\0",
        "{",
        "\u{301}",
        "[!NOTE]\n",
    ];

    fn check(text: &str) -> Result<(), TestCaseError> {
        let article = read_text(text);
        for (shown, piece) in article.visible.pieces() {
            prop_assert!(text.get(piece.source.range()).is_some(), "{piece:?} in {text:?}");
            prop_assert!(!piece.verbatim || piece.source.slice(text) == shown, "{piece:?} {shown:?} in {text:?}");
        }
        let mut end = 0;
        for block in &article.blocks {
            prop_assert!(end <= block.text.start, "{block:?} in {text:?}");
            end = block.text.end;
            let held = block.text.is_empty() || block.extent.contains(article.span(block.text));
            prop_assert!(held, "{block:?} {:?} in {text:?}", article.span(block.text));
            prop_assert!(text.get(block.extent.range()).is_some(), "{block:?} in {text:?}");
            let parent = block.parent.and_then(|id| article.block(id));
            prop_assert!(parent.is_none_or(|parent| parent.extent.contains(block.extent)), "{block:?} in {text:?}");
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn every_character_has_its_way_back(parts in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..40)) {
            check(&parts.concat())?;
        }
    }
}
