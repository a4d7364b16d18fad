//! The [`Builder`]: readers tell it what they meet, in order, and it makes the [`Article`].

use std::sync::{Arc, OnceLock};

use super::{
    Article, Block, BlockId, BlockKind, Format, Image, Language, Link, Region, TextKind, Visible, Words, faq, language,
    lines, mention, sections,
};
use crate::source::Source;
use crate::span::{Passage, Span};

/// A place where a line ends inside a block: the one character that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// The place of the character that shows the break.
    pub(crate) at: u32,
    /// A break of the source only (it may be wrapping), not one that the reader sees.
    pub(crate) soft: bool,
}

/// Collects an article. A leaf block is begun, filled and ended; containers are opened and closed.
pub(crate) struct Builder {
    raw: Arc<str>,
    format: Format,
    visible: Visible,
    blocks: Vec<Block>,
    containers: Vec<(BlockId, TextKind)>,
    leaf: Option<BlockId>,
    regions: Vec<Region>,
    open_regions: Vec<(u32, TextKind)>,
    edges: Vec<Edge>,
    segments: Vec<Passage>,
    links: Vec<Link>,
    images: Vec<Image>,
    open_links: Vec<OpenLink>,
    /// Addresses and alternative texts of the block that is being filled: they follow its text.
    aside: Vec<Aside>,
    language: Option<Language>,
}

struct OpenLink {
    url: Visible,
    text: u32,
    start: u32,
}

enum Aside {
    Url { link: usize, text: Visible },
    Alt { image: usize, text: Visible },
    Source { image: usize, text: Visible },
}

impl Builder {
    /// An empty article over a source.
    pub(crate) fn new(source: &Source, format: Format) -> Self {
        Self {
            raw: source.text.clone(),
            format,
            visible: Visible::default(),
            blocks: Vec::new(),
            containers: Vec::new(),
            leaf: None,
            regions: Vec::new(),
            open_regions: Vec::new(),
            edges: Vec::new(),
            segments: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
            open_links: Vec::new(),
            aside: Vec::new(),
            language: None,
        }
    }

    /// Opens a container that begins at `start`; what it holds reads as `reads`, where it says so.
    pub(crate) fn open(&mut self, kind: BlockKind, start: u32, reads: Option<TextKind>) {
        self.end(start);
        let reads = self.reads().max(reads.unwrap_or(TextKind::Prose));
        let id = self.push(kind, start, reads);
        self.containers.push((id, reads));
    }

    /// Closes the innermost container, which ends at `end`.
    pub(crate) fn close(&mut self, end: u32) {
        self.end(end);
        if let Some((id, _)) = self.containers.pop()
            && let Some(block) = self.blocks.get_mut(id.0 as usize)
        {
            block.extent = Span::new(block.extent.start, end);
        }
    }

    /// Begins a leaf whose extent begins at `start`; one that is still open ends there.
    pub(crate) fn begin(&mut self, kind: BlockKind, start: u32) {
        self.end(start);
        let reads = match kind {
            BlockKind::Code => self.reads().max(TextKind::Code),
            BlockKind::Title | BlockKind::Description | BlockKind::Data => TextKind::Data,
            _ => self.reads(),
        };
        self.leaf = Some(self.push(kind, start, reads));
    }

    /// The open leaf, or else the innermost container, begins at `start` already: its end tag tells.
    pub(crate) fn reach_back(&mut self, start: u32) {
        let open = self.leaf.or(self.containers.last().map(|(id, _)| *id));
        if let Some(block) = open.and_then(|id| self.blocks.get_mut(id.0 as usize)) {
            block.extent.start = block.extent.start.min(start);
        }
    }

    /// Whether a leaf is open.
    pub(crate) fn in_leaf(&self) -> bool {
        self.leaf.is_some()
    }

    /// Whether the open leaf has shown anything yet.
    pub(crate) fn leaf_is_empty(&self) -> bool {
        self.leaf_start() == self.visible.len()
    }

    /// Ends the open leaf, whose extent ends at `end`. White space at its ends is taken away.
    pub(crate) fn end(&mut self, end: u32) {
        let Some(id) = self.leaf.take() else { return };
        let start = self.blocks.get(id.0 as usize).map_or(0, |block| block.text.start);
        while let Some(open) = self.open_links.pop() {
            self.finish_link(id, open, end);
        }
        let full = Passage::new(start, self.visible.len());
        let trimmed = full.trim(self.visible.text());
        let text = if trimmed.is_empty() { Passage::new(start, start) } else { trimmed };
        self.visible.truncate(text.end);
        while self.edges.last().is_some_and(|edge| edge.at >= text.end) {
            self.edges.pop();
        }
        self.cut_back(id, text);
        while let Some((from, kind)) = self.open_regions.pop() {
            self.push_region(from, text.end, kind);
        }
        if let Some(block) = self.blocks.get_mut(id.0 as usize) {
            block.text = text;
            block.extent = Span::new(block.extent.start, end);
        }
        self.segments.push(text);
        self.flush_asides();
    }

    /// Text that stands in the source letter for letter.
    pub(crate) fn text(&mut self, span: Span) {
        let raw = self.raw.clone();
        self.visible.push_verbatim(&raw, span);
    }

    /// Text that all of `span` stands for.
    pub(crate) fn decoded(&mut self, text: &str, span: Span) {
        self.visible.push_decoded(text, span);
    }

    /// A line break, shown as one space; nothing at the beginning of a leaf or behind another space.
    pub(crate) fn line_break(&mut self, span: Span, soft: bool) {
        if self.leaf_is_empty() {
            return;
        }
        if self.visible.text().ends_with(' ') {
            let at = self.visible.len() - 1;
            match self.edges.last_mut() {
                Some(edge) if edge.at == at => edge.soft &= soft,
                _ => self.edges.push(Edge { at, soft }),
            }
            return;
        }
        self.edges.push(Edge { at: self.visible.len(), soft });
        self.visible.push_decoded(" ", span);
    }

    /// What is visible of the open leaf so far.
    pub(crate) fn leaf_text(&self) -> &str {
        Passage::new(self.leaf_start(), self.visible.len()).slice(self.visible.text())
    }

    /// From here on the text is of another kind, until [`Self::leave`].
    pub(crate) fn enter(&mut self, kind: TextKind) {
        self.open_regions.push((self.visible.len(), kind));
    }

    /// Ends the innermost region.
    pub(crate) fn leave(&mut self) {
        if let Some((from, kind)) = self.open_regions.pop() {
            self.push_region(from, self.visible.len(), kind);
        }
    }

    /// Begins a link whose markup begins at `start`.
    pub(crate) fn begin_link(&mut self, url: Visible, start: u32) {
        self.open_links.push(OpenLink { url, text: self.visible.len(), start });
    }

    /// Tells where the innermost link leads, if that is known only at its end.
    pub(crate) fn aim_link(&mut self, url: Visible) {
        if let Some(open) = self.open_links.last_mut() {
            open.url = url;
        }
    }

    /// Ends the innermost link, whose markup ends at `end`.
    pub(crate) fn end_link(&mut self, end: u32) {
        if let (Some(id), Some(open)) = (self.leaf, self.open_links.pop()) {
            self.finish_link(id, open, end);
        }
    }

    /// An image; in no leaf, it makes a paragraph of its own.
    pub(crate) fn image(&mut self, alt: Option<Visible>, url: Option<Visible>, span: Span) {
        let alone = self.leaf.is_none();
        if alone {
            self.begin(BlockKind::Paragraph, span.start);
        }
        let Some(block) = self.leaf else { return };
        let image = self.images.len();
        self.images.push(Image { block, alt: None, url: None, span });
        self.aside.extend(alt.map(|text| Aside::Alt { image, text }));
        self.aside.extend(url.map(|text| Aside::Source { image, text }));
        if alone {
            self.end(span.end);
        }
    }

    /// A block of one string that is already read: a title, a description, a field.
    pub(crate) fn data(&mut self, kind: BlockKind, text: &Visible, extent: Span) {
        self.begin(kind, extent.start);
        self.visible.append(text);
        self.end(extent.end);
    }

    /// What the article says its language is.
    pub(crate) fn set_language(&mut self, tag: &str) {
        self.language = self.language.take().or_else(|| Language::of_tag(tag));
    }

    /// The article. What is still open ends with the source.
    pub(crate) fn finish(mut self) -> Article {
        let end = self.raw.len() as u32;
        while !self.containers.is_empty() {
            self.close(end);
        }
        self.end(end);
        self.links.sort_by_key(|link| link.span);
        let wrapped = lines::is_wrapped(&self.visible, &self.blocks, &self.edges);
        let words = Words::split(self.visible.text(), &self.segments);
        let lines = lines::split(&self.visible, &self.blocks, &self.edges, wrapped);
        let mut article = Article {
            format: self.format,
            raw: self.raw,
            sentences: self.blocks.iter().map(|_| OnceLock::new()).collect(),
            visible: self.visible,
            blocks: self.blocks,
            lines,
            links: self.links,
            images: self.images,
            sections: Vec::new(),
            pairs: Vec::new(),
            language: self.language,
            wrapped,
            words,
            regions: self.regions,
        };
        article.sections = sections::divide(&mut article.blocks);
        article.regions = mention::mark(&article);
        article.language = article.language.take().or_else(|| language::detect(&article.words));
        article.pairs = faq::pair(&article);
        article
    }

    fn reads(&self) -> TextKind {
        self.containers.last().map_or(TextKind::Prose, |(_, reads)| *reads)
    }

    fn leaf_start(&self) -> u32 {
        let block = self.leaf.and_then(|id| self.blocks.get(id.0 as usize));
        block.map_or(self.visible.len(), |block| block.text.start)
    }

    fn push(&mut self, kind: BlockKind, start: u32, reads: TextKind) -> BlockId {
        let id = BlockId(self.blocks.len() as u32);
        let here = self.visible.len();
        self.blocks.push(Block {
            kind,
            text: Passage::new(here, here),
            extent: Span::new(start, start),
            parent: self.containers.last().map(|(id, _)| *id),
            heading: None,
            reads,
        });
        id
    }

    fn push_region(&mut self, from: u32, to: u32, kind: TextKind) {
        // Regions inside one another: the outer one is cut, the inner one was there first.
        let from = self.regions.last().map_or(from, |last| last.passage.end.max(from));
        if from < to {
            self.regions.push(Region { passage: Passage::new(from, to), kind });
        }
    }

    /// Nothing of a block reaches into the white space that was taken from its ends.
    fn cut_back(&mut self, id: BlockId, text: Passage) {
        for link in self.links.iter_mut().rev().take_while(|link| link.block == id) {
            link.text = link.text.within(text);
        }
        while self.regions.last().is_some_and(|region| region.passage.start >= text.end) {
            self.regions.pop();
        }
        if let Some(last) = self.regions.last_mut() {
            last.passage.end = last.passage.end.min(text.end);
        }
    }

    fn finish_link(&mut self, block: BlockId, open: OpenLink, end: u32) {
        let text = Passage::new(open.text, self.visible.len()).trim(self.visible.text());
        let link = self.links.len();
        self.links.push(Link { block, text, url: Passage::default(), span: Span::new(open.start, end) });
        self.aside.push(Aside::Url { link, text: open.url });
    }

    fn flush_asides(&mut self) {
        for aside in std::mem::take(&mut self.aside) {
            let (Aside::Url { text, .. } | Aside::Alt { text, .. } | Aside::Source { text, .. }) = &aside;
            let passage = self.visible.append(text);
            self.segments.push(passage);
            match aside {
                Aside::Url { link, .. } => self.links.iter_mut().skip(link).take(1).for_each(|link| link.url = passage),
                Aside::Alt { image, .. } => {
                    self.images.iter_mut().skip(image).take(1).for_each(|image| image.alt = Some(passage));
                }
                Aside::Source { image, .. } => {
                    self.images.iter_mut().skip(image).take(1).for_each(|image| image.url = Some(passage));
                }
            }
        }
    }
}
