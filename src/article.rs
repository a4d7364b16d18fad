//! The [`Article`]: blocks in reading order over one [`Visible`] text, and what the reader knows of them.
//!
//! Reading never fails, however broken the bytes. All visible text of an article stands in one
//! [`Visible`]: blocks, lines, sentences, link texts, addresses and alternative texts are [`Passage`]s of
//! it, so that words are counted once and every place has the same way back.

mod build;
mod faq;
mod frontmatter;
mod html;
mod language;
mod lines;
mod markdown;
mod mention;
mod plain;
mod sections;
mod sentences;
mod visible;
mod words;

use std::sync::{Arc, OnceLock};

pub use faq::Pair;
pub use language::Language;
pub use lines::Line;
pub use sections::Section;
pub use visible::{Piece, Visible};
pub use words::{Word, WordKind, Words, fold, for_each_token};

use crate::source::Source;
use crate::span::{Passage, Span};

/// How an article is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// CommonMark with tables and front matter.
    Markdown,
    /// HTML, a whole page or a body.
    Html,
    /// Plain text.
    Text,
}

impl Format {
    /// The format that a file name stands for; plain text where its ending says nothing.
    pub fn of_name(name: &str) -> Self {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown" | "mdx") => Self::Markdown,
            Some("html" | "htm" | "xhtml") => Self::Html,
            _ => Self::Text,
        }
    }

    /// Its name in rules and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Text => "text",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Markdown, Self::Html, Self::Text].into_iter().find(|format| format.name() == name)
    }
}

/// The number of a block in [`Article::blocks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading; `sure` where markup says so, not where only its look does.
    Heading {
        /// From 1, the highest.
        level: u8,
        /// Whether markup says so.
        sure: bool,
    },
    /// The text of a list item.
    ListItem,
    /// Text inside a quotation block.
    Quote,
    /// A cell of a table; both numbers from 0.
    TableCell {
        /// The row.
        row: u32,
        /// The column.
        column: u32,
        /// Whether it heads its row or column.
        header: bool,
    },
    /// The caption of a figure or table.
    Caption,
    /// Code or preformatted text.
    Code,
    /// The title out of the page's head or the front matter.
    Title,
    /// The description out of the page's head or the front matter.
    Description,
    /// Another string of structured data.
    Data,
    /// Something that is no text: an embed, a raw block.
    Opaque,
    /// Holds list items.
    List,
    /// Holds table cells.
    Table,
    /// Holds quoted blocks.
    Quotation,
    /// Holds an image and its caption.
    Figure,
    /// Holds page furniture.
    Furniture,
    /// Holds what a reader can't see.
    HiddenRegion,
}

impl BlockKind {
    /// Whether it only holds other blocks and has no text of its own.
    pub fn is_container(self) -> bool {
        matches!(self, Self::List | Self::Table | Self::Quotation | Self::Figure | Self::Furniture | Self::HiddenRegion)
    }

    /// Whether it is a heading.
    pub fn is_heading(self) -> bool {
        matches!(self, Self::Heading { .. })
    }

    /// Its name in rules and in `inspect`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading { .. } => "heading",
            Self::ListItem => "list-item",
            Self::Quote => "quote",
            Self::TableCell { .. } => "table-cell",
            Self::Caption => "caption",
            Self::Code => "code",
            Self::Title => "title",
            Self::Description => "description",
            Self::Data => "data",
            Self::Opaque => "opaque",
            Self::List => "list",
            Self::Table => "table",
            Self::Quotation => "quotation",
            Self::Figure => "figure",
            Self::Furniture => "furniture",
            Self::HiddenRegion => "hidden",
        }
    }
}

/// What kind of text it is: prose is what the article says itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextKind {
    /// What the article says.
    Prose,
    /// What it quotes in a block.
    Quoted,
    /// What it mentions, in quotation marks.
    Mentioned,
    /// Code.
    Code,
    /// Page furniture.
    Furniture,
    /// What a reader can't see.
    Hidden,
    /// Structured data: titles, descriptions, front matter, addresses, alternative texts.
    Data,
}

impl TextKind {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Prose, Self::Quoted, Self::Mentioned, Self::Code, Self::Furniture, Self::Hidden, Self::Data];

    /// Its name in rules.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prose => "prose",
            Self::Quoted => "quoted",
            Self::Mentioned => "mentioned",
            Self::Code => "code",
            Self::Furniture => "furniture",
            Self::Hidden => "hidden",
            Self::Data => "data",
        }
    }

    /// What it is, for the vocabulary.
    pub fn about(self) -> &'static str {
        match self {
            Self::Prose => "what the article says itself",
            Self::Quoted => "what it quotes in a block",
            Self::Mentioned => "what it mentions, in quotation marks",
            Self::Code => "code and preformatted text",
            Self::Furniture => "page furniture: navigation, header, footer, aside, form",
            Self::Hidden => "what a reader can't see",
            Self::Data => "titles, descriptions, front matter, addresses, alternative texts",
        }
    }
}

/// A paragraph, a heading, a cell: a stretch of text that stands by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text; empty for containers and for a paragraph that only holds an image.
    pub text: Passage,
    /// With its tags, list marker and block comments: what a fix removes.
    pub extent: Span,
    /// The container it stands in.
    pub parent: Option<BlockId>,
    /// The heading above it.
    pub heading: Option<BlockId>,
    /// What kind of text it is as a whole; quoted and code inside it are in [`Article::kind_at`].
    pub reads: TextKind,
}

/// A link in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The block it stands in.
    pub block: BlockId,
    /// Its text.
    pub text: Passage,
    /// Its address.
    pub url: Passage,
    /// Its whole markup.
    pub span: Span,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The block it stands in.
    pub block: BlockId,
    /// Its alternative text; none where the attribute is missing, empty where it says nothing.
    pub alt: Option<Passage>,
    /// Its address; none where there is none, empty where it is empty.
    pub url: Option<Passage>,
    /// Its whole markup.
    pub span: Span,
}

/// A stretch of text that is of another kind than its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Where.
    pub passage: Passage,
    /// Of what kind.
    pub kind: TextKind,
}

/// An article as a reader knows it.
#[derive(Clone, Debug)]
pub struct Article {
    /// How it is written down.
    pub format: Format,
    /// The source's text.
    pub raw: Arc<str>,
    /// All text, with its way back.
    pub visible: Visible,
    /// In reading order, containers before what they hold.
    pub blocks: Vec<Block>,
    /// In reading order.
    pub lines: Vec<Line>,
    /// In reading order.
    pub links: Vec<Link>,
    /// In reading order.
    pub images: Vec<Image>,
    /// One a heading, in reading order.
    pub sections: Vec<Section>,
    /// Questions with their answers.
    pub pairs: Vec<Pair>,
    /// The language, where the article says it or its words show it.
    pub language: Option<Language>,
    /// Whether its lines are wrapped at a fixed width.
    pub wrapped: bool,
    /// Every word and symbol.
    pub words: Words,
    regions: Vec<Region>,
    sentences: Vec<OnceLock<Vec<Passage>>>,
}

impl Article {
    /// Reads a source. Never fails: what can't be understood is text.
    pub fn read(source: &Source, format: Format) -> Self {
        match format {
            Format::Markdown => markdown::read(source),
            Format::Html => html::read(source),
            Format::Text => plain::read(source),
        }
    }

    /// The text of a passage.
    pub fn text(&self, passage: Passage) -> &str {
        passage.slice(self.visible.text())
    }

    /// The place of a passage in the source.
    pub fn span(&self, passage: Passage) -> Span {
        self.visible.span(passage)
    }

    /// The block of that number.
    pub fn block(&self, id: BlockId) -> Option<&Block> {
        self.blocks.get(id.0 as usize)
    }

    /// All blocks with their numbers.
    pub fn numbered(&self) -> impl DoubleEndedIterator<Item = (BlockId, &Block)> {
        self.blocks.iter().enumerate().map(|(index, block)| (BlockId(index as u32), block))
    }

    /// The block whose text holds the place; nothing for addresses and alternative texts.
    pub fn block_at(&self, at: u32) -> Option<BlockId> {
        let index = self.lines.partition_point(|line| line.text.start <= at);
        let id = self.lines.get(index.checked_sub(1)?)?.block;
        let holds = self.block(id).is_some_and(|block| at < block.text.end);
        holds.then_some(id)
    }

    /// What kind of text stands at a place of the visible text.
    pub fn kind_at(&self, at: u32) -> TextKind {
        let block = || self.block_at(at).and_then(|id| self.block(id)).map_or(TextKind::Data, |block| block.reads);
        self.region_at(at).unwrap_or_else(block)
    }

    /// The kind of the region that holds a place, where it is another than its block's.
    pub fn region_at(&self, at: u32) -> Option<TextKind> {
        let index = self.regions.partition_point(|region| region.passage.end <= at);
        self.regions.get(index).filter(|region| region.passage.start <= at).map(|region| region.kind)
    }

    /// Whether all of a passage is text of these kinds.
    pub fn reads_as(&self, passage: Passage, kinds: &[TextKind]) -> bool {
        let whole = kinds.contains(&self.kind_at(passage.start));
        let first = self.regions.partition_point(|region| region.passage.end <= passage.start);
        let rest = self.regions.get(first..).unwrap_or_default();
        let mut inside = rest.iter().take_while(|region| region.passage.start < passage.end);
        // A region that begins inside ends what was read before it; text behind it is of the block's kind.
        whole && inside.all(|region| kinds.contains(&region.kind))
    }

    /// Whether a passage is all of one kind, other than what its block is.
    pub fn stands_apart(&self, passage: Passage, kind: TextKind) -> bool {
        let first = self.regions.partition_point(|region| region.passage.end <= passage.start);
        let mut at = passage.start;
        for region in self.regions.get(first..).unwrap_or_default() {
            if region.kind != kind || region.passage.start > at || at >= passage.end {
                break;
            }
            at = region.passage.end;
            // White space and marks between two regions belong to neither.
            let between = Passage::new(at, passage.end);
            at += (between.len() as usize - self.text(between).trim_start().len()) as u32;
        }
        at >= passage.end && !passage.is_empty()
    }

    /// The lines of a block.
    pub fn lines_of(&self, block: BlockId) -> &[Line] {
        of_block(&self.lines, block, |line| line.block)
    }

    /// The links of a block.
    pub fn links_of(&self, block: BlockId) -> &[Link] {
        of_block(&self.links, block, |link| link.block)
    }

    /// The images of a block.
    pub fn images_of(&self, block: BlockId) -> &[Image] {
        of_block(&self.images, block, |image| image.block)
    }

    /// The sentences of a block, cut when first asked for.
    pub fn sentences(&self, block: BlockId) -> &[Passage] {
        let (Some(cache), Some(block)) = (self.sentences.get(block.0 as usize), self.block(block)) else {
            return &[];
        };
        cache.get_or_init(|| sentences::cut(self, block.text))
    }

    /// What the article is called: its title, or else its first heading.
    pub fn title(&self) -> Option<Passage> {
        let titled = self.blocks.iter().find(|block| block.kind == BlockKind::Title);
        let headed = || self.blocks.iter().find(|block| block.kind.is_heading() && !block.text.is_empty());
        titled.or_else(headed).map(|block| block.text)
    }

    /// The text of the heading above a block.
    pub fn heading_above(&self, block: BlockId) -> Option<Passage> {
        let heading = self.block(block)?.heading?;
        self.block(heading).map(|block| block.text)
    }
}

/// What belongs to a block, out of a list in reading order.
fn of_block<T>(list: &[T], block: BlockId, block_of: impl Fn(&T) -> BlockId) -> &[T] {
    let first = list.partition_point(|item| block_of(item) < block);
    let behind = list.partition_point(|item| block_of(item) <= block);
    list.get(first..behind).unwrap_or_default()
}
