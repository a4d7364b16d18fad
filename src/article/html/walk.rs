//! The walk over the tokens: which elements are open, which end by themselves, and what each does to the
//! article. A tag never costs more than what it opens and ends.

use super::attributes;
use super::characters::{self, Mode};
use super::elements::Element;
use super::flow::Flow;
use super::ground::{Ground, Stretch};
use super::stack::{Open, Shows, Stack};
use super::tokens::{Attribute, Name, Tag, Token, Tokens};
use crate::article::build::Builder;
use crate::article::{BlockKind, TextKind, Visible};
use crate::span::Span;

/// A cell spans at most so many columns.
const WIDEST_CELL: u32 = 1_000;

/// How far a table has been read.
#[derive(Default)]
struct Grid {
    rows: u32,
    column: u32,
    /// Whether it only lays the page out: its cells hold text like any other block.
    layout: bool,
}

/// Reads HTML into the builder.
pub(super) fn read(builder: &mut Builder, ground: &Ground) {
    let tokens = Tokens::cut(ground.text());
    let stack = Stack::new(tokens.names());
    let flow = Flow::new(builder, ground);
    Walk { ground, tokens: &tokens, flow, stack, grids: Vec::new(), titled: false, described: false }.all();
}

struct Walk<'a> {
    ground: &'a Ground<'a>,
    tokens: &'a Tokens,
    flow: Flow<'a>,
    stack: Stack,
    grids: Vec<Grid>,
    titled: bool,
    described: bool,
}

impl Walk<'_> {
    fn all(mut self) {
        let mut index = 0;
        while let Some(token) = self.tokens.get(index) {
            match token {
                Token::Start(tag) => self.start(index, &tag),
                Token::End(name, stretch) => self.end(index, name, stretch),
                Token::Text(stretch) => {
                    let top = self.stack.top();
                    if top.shows == Shows::All {
                        self.flow.text(stretch, &top);
                    }
                }
                Token::Comment(_) => {}
            }
            index += 1;
        }
        self.pop_to(0, None);
        self.flow.break_off();
    }

    fn start(&mut self, index: usize, tag: &Tag) {
        let element = self.tokens.element(tag.name);
        let span = self.ground.span(tag.stretch);
        // A paragraph or the like in a drawing: the drawing was not closed.
        if element.is_block()
            && let Some(drawing) = self.stack.top().near.drawing
        {
            self.pop_to(drawing, None);
        }
        let top = self.stack.top();
        match element {
            Element::Image if top.shows != Shows::Nothing => self.image(tag, span),
            _ if top.shows != Shows::All => {
                if !element.is_void() && !tag.closed {
                    self.push(self.stack.inside(tag.name, Element::Inline), span);
                }
            }
            Element::Break => self.flow.line_break(span, &top),
            Element::Page => self.page(tag),
            Element::Meta => self.meta(tag, span),
            Element::Title => self.title(index, tag, span),
            Element::Void => {}
            _ if element.is_block() => self.start_block(index, tag, element, span),
            _ => self.start_inline(tag, element, span),
        }
    }

    fn start_block(&mut self, index: usize, tag: &Tag, element: Element, span: Span) {
        if let Some(ended) = self.stack.top().near.ended_by(element) {
            self.pop_to(ended, None);
        }
        if let Some(paragraph) = self.stack.top().near.paragraph {
            self.pop_to(paragraph, None);
        }
        if element == Element::Choice && self.stack.top().element == Element::Choice {
            self.pop_to(self.stack.len() - 1, None);
        }
        self.flow.break_off();
        if element.is_void() {
            return;
        }
        // A part of a table outside of one is a block like any other.
        let astray = element.is_table_part() && element != Element::Table && self.stack.top().near.table.is_none();
        let element = if astray { Element::Block } else { element };
        let mut open = self.stack.inside(tag.name, element);
        open.comment = self.comment_before(index);
        self.open_containers(tag, &mut open, span.start);
        self.set_leaf(tag, &mut open);
        if element.holds_text() {
            self.flow.wait(self.stack.len());
        }
        self.push(open, span);
    }

    fn open_containers(&mut self, tag: &Tag, open: &mut Open, start: u32) {
        let role = self.attribute(tag, Attribute::Role);
        let landmark = matches!(role, Some("navigation" | "banner" | "contentinfo" | "search" | "complementary"));
        let element = open.element;
        let furniture = landmark || element == Element::Furniture || element == Element::Band && !open.body;
        open.body |= element == Element::Body || matches!(role, Some("main" | "article"));
        let kind = match element {
            Element::List => Some((BlockKind::List, None)),
            Element::Quotation => Some((BlockKind::Quotation, Some(TextKind::Quoted))),
            Element::Table if !self.is_layout(tag) => Some((BlockKind::Table, None)),
            Element::Figure => Some((BlockKind::Figure, None)),
            _ => None,
        };
        let hidden = self.is_hidden(tag).then_some((BlockKind::HiddenRegion, Some(TextKind::Hidden)));
        let furniture = furniture.then_some((BlockKind::Furniture, Some(TextKind::Furniture)));
        for (kind, reads) in [hidden, furniture, kind].into_iter().flatten() {
            self.flow.builder.open(kind, start, reads);
            open.containers += 1;
        }
    }

    fn set_leaf(&mut self, tag: &Tag, open: &mut Open) {
        open.leaf = match open.element {
            Element::Heading(level) => BlockKind::Heading { level, sure: true },
            Element::Item => BlockKind::ListItem,
            Element::Quotation => BlockKind::Quote,
            Element::FigureCaption | Element::TableCaption => BlockKind::Caption,
            Element::Preformatted => BlockKind::Code,
            Element::List | Element::Table => BlockKind::Paragraph,
            Element::Cell { header } => self.cell(tag, header).unwrap_or(open.leaf),
            _ => open.leaf,
        };
        open.kept |= open.element == Element::Preformatted;
        match open.element {
            Element::Table => self.grids.push(Grid { layout: self.is_layout(tag), ..Grid::default() }),
            Element::Row => {
                if let Some(grid) = self.grids.last_mut() {
                    *grid = Grid { rows: grid.rows + 1, column: 0, ..*grid };
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self, tag: &Tag, header: bool) -> Option<BlockKind> {
        let width = self.attribute(tag, Attribute::Colspan).and_then(|value| value.trim().parse().ok());
        let width = width.unwrap_or(1u32).clamp(1, WIDEST_CELL);
        let grid = self.grids.last_mut().filter(|grid| !grid.layout)?;
        let column = grid.column;
        grid.column = column.saturating_add(width);
        Some(BlockKind::TableCell { row: grid.rows.saturating_sub(1), column, header })
    }

    fn is_layout(&self, tag: &Tag) -> bool {
        matches!(self.attribute(tag, Attribute::Role), Some("presentation" | "none"))
    }

    fn start_inline(&mut self, tag: &Tag, element: Element, span: Span) {
        if element == Element::Link
            && let Some(link) = self.stack.top().link
        {
            self.flow.end_link(link, span.start, &self.stack.top(), false);
        }
        let mut open = self.stack.inside(tag.name, element);
        let reads = match element {
            Element::Code if !open.kept => TextKind::Code,
            Element::Quote => TextKind::Mentioned,
            Element::Control => TextKind::Furniture,
            _ => TextKind::Prose,
        };
        let hidden = if self.is_hidden(tag) { TextKind::Hidden } else { TextKind::Prose };
        open.reads = open.reads.max(reads).max(hidden);
        open.shows = match element {
            Element::Drawing | Element::Embed { .. } | Element::Silent => Shows::Nothing,
            Element::NoScript => Shows::Images,
            _ => Shows::All,
        };
        if element == Element::Link {
            let url = self.tokens.attribute(tag, Attribute::Href);
            open.link = url.map(|url| self.flow.begin_link(self.value(url), span.start));
        }
        if open.shows == Shows::All {
            self.flow.tag(span.start);
            self.push(open, span);
        } else if element.is_void() || tag.closed {
            self.opaque(&open, span);
        } else {
            self.push(open, span);
        }
    }

    /// Something that is no text, unless it stands in a line of text.
    fn opaque(&mut self, open: &Open, span: Span) {
        let alone = !self.flow.is_open();
        let outside = self.stack.top().near.paragraph.is_none() && self.stack.top().link.is_none();
        match open.element {
            Element::Embed { .. } if alone => self.flow.opaque(span),
            Element::Drawing if alone && outside && !self.stack.top().leaf.is_heading() => self.flow.opaque(span),
            _ => self.flow.end_tag(span.end),
        }
    }

    fn push(&mut self, open: Open, tag: Span) {
        self.stack.push(Open { start: tag.start, behind: tag.end, ..open });
    }

    fn end(&mut self, index: usize, name: Name, stretch: Stretch) {
        let element = self.tokens.element(name);
        let span = self.ground.span(stretch);
        let top = self.stack.top();
        if element == Element::Page {
            return;
        }
        if element == Element::Link
            && let Some(link) = top.link
        {
            self.flow.end_link(link, span.end, &top, true);
        }
        match self.stack.ended_by(name, element) {
            Some(found) => self.pop_to(found, Some((index, span))),
            None if top.shows != Shows::All => {}
            // Browsers make an empty paragraph and a break of these.
            None if element == Element::Paragraph => self.flow.break_off(),
            None if element == Element::Break => self.flow.line_break(span, &top),
            None => {}
        }
    }

    /// Ends the element at that place of the stack and all inside it; its end tag is the token `end`.
    fn pop_to(&mut self, place: usize, end: Option<(usize, Span)>) {
        while self.stack.len() > place + 1 {
            self.pop(None);
        }
        if self.stack.len() > place {
            self.pop(end);
        }
    }

    fn pop(&mut self, end: Option<(usize, Span)>) {
        let Some(open) = self.stack.pop() else { return };
        let behind = end.map_or_else(|| self.flow.end_of(open.behind), |(_, span)| span.end);
        if open.element.is_block() {
            let comments = open.comment.zip(end.and_then(|(index, _)| self.comment_behind(index)));
            let (start, behind) = comments.unwrap_or((open.start, behind));
            self.flow.end_element(self.stack.len(), Span::new(start, behind), open.containers);
            if open.element == Element::Table {
                self.grids.pop();
            }
            return;
        }
        match open.element {
            Element::Link => open.link.into_iter().for_each(|link| self.flow.end_link(link, behind, &open, false)),
            Element::Drawing | Element::Embed { .. } if self.stack.top().shows == Shows::All => {
                let behind = end.map_or(open.behind, |(_, span)| span.end);
                self.opaque(&open, Span::new(open.start, behind));
            }
            _ if end.is_some() => self.flow.end_tag(behind),
            _ => {}
        }
    }

    fn image(&mut self, tag: &Tag, span: Span) {
        let alt = self.tokens.attribute(tag, Attribute::Alt).map(|alt| self.value(alt));
        let url = attributes::image_source(self.tokens, self.ground.text(), tag).map(|url| self.value(url));
        self.flow.image(alt, url, span, &self.stack.top());
    }

    fn page(&mut self, tag: &Tag) {
        self.flow.break_off();
        if let Some(language) = self.tokens.attribute(tag, Attribute::Lang) {
            self.flow.builder.set_language(language.slice(self.ground.text()));
        }
    }

    fn title(&mut self, index: usize, tag: &Tag, span: Span) {
        let text = self.tokens.get(index + 1);
        if let Some(Token::Text(stretch)) = text
            && !self.titled
            && !self.flow.is_open()
        {
            let end = match self.tokens.get(index + 2) {
                Some(Token::End(_, end)) => self.ground.span(end).end,
                _ => self.ground.span(stretch).end,
            };
            let visible = characters::visible(self.ground, stretch, Mode::Flow);
            self.data(BlockKind::Title, &visible, Span::new(span.start, end));
            self.titled = !visible.is_empty();
        }
        if !tag.closed {
            self.push(Open { shows: Shows::Nothing, ..self.stack.inside(tag.name, Element::Title) }, span);
        }
    }

    fn meta(&mut self, tag: &Tag, span: Span) {
        let named = self.attribute(tag, Attribute::Name).is_some_and(|name| name.eq_ignore_ascii_case("description"));
        if let Some(content) = self.tokens.attribute(tag, Attribute::Content)
            && named
            && !self.described
            && !self.flow.is_open()
        {
            let visible = self.value(content);
            self.data(BlockKind::Description, &visible, span);
            self.described = !visible.is_empty();
        }
    }

    fn data(&mut self, kind: BlockKind, visible: &Visible, extent: Span) {
        if !visible.is_empty() {
            self.flow.builder.data(kind, visible, extent);
        }
    }

    /// The value of an attribute, as it is written.
    fn attribute(&self, tag: &Tag, attribute: Attribute) -> Option<&str> {
        self.tokens.attribute(tag, attribute).map(|value| value.slice(self.ground.text()))
    }

    fn value(&self, value: Stretch) -> Visible {
        characters::visible(self.ground, value, Mode::Attribute)
    }

    fn is_hidden(&self, tag: &Tag) -> bool {
        self.tokens.attribute(tag, Attribute::Hidden).is_some()
            || self.attribute(tag, Attribute::Style).is_some_and(attributes::style_hides)
    }

    /// Where the block comment directly before a token begins.
    fn comment_before(&self, index: usize) -> Option<u32> {
        let mut before = index.checked_sub(1)?;
        if self.is_white(before) {
            before = before.checked_sub(1)?;
        }
        self.block_comment(before, "wp:").map(|span| span.start)
    }

    /// Where the block comment directly behind a token ends.
    fn comment_behind(&self, index: usize) -> Option<u32> {
        let behind = if self.is_white(index + 1) { index + 2 } else { index + 1 };
        self.block_comment(behind, "/wp:").map(|span| span.end)
    }

    fn is_white(&self, index: usize) -> bool {
        matches!(self.tokens.get(index), Some(Token::Text(text)) if text.slice(self.ground.text()).trim().is_empty())
    }

    fn block_comment(&self, index: usize, mark: &str) -> Option<Span> {
        let Some(Token::Comment(stretch)) = self.tokens.get(index) else { return None };
        let written = stretch.slice(self.ground.text());
        let is_block = written.strip_prefix("<!--")?.trim_start().starts_with(mark) && !written.ends_with("/-->");
        is_block.then(|| self.ground.span(stretch))
    }
}
