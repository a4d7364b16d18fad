//! The flow of text into the article's blocks: a block begins with the first thing that shows, white space
//! collapses as in a browser, and links and kinds of text follow the element they stand in.

use super::characters::{Characters, Mode, Run};
use super::ground::{Ground, Stretch};
use super::stack::Open;
use crate::article::build::Builder;
use crate::article::{BlockKind, TextKind, Visible};
use crate::span::Span;

/// A link round several blocks (a card) is a link in each of so many; one that was left open in no more.
const MOST_BLOCKS: u32 = 4;

/// A link whose text is being read.
struct Link {
    url: Visible,
    start: u32,
    /// In how many blocks it has been shown.
    shown: u32,
    over: bool,
}

/// What text flows into.
pub(super) struct Flow<'a> {
    pub(super) builder: &'a mut Builder,
    ground: &'a Ground<'a>,
    links: Vec<Link>,
    /// Whether a block is open that began here: one that was open before is left alone until something shows.
    open: bool,
    /// The element, by its place on the stack, that has just begun: the next block is all its own.
    waiting: Option<usize>,
    /// The element that the open block is all the content of.
    owner: Option<usize>,
    /// Where the markup in front of the next block's first character begins.
    lead: Option<u32>,
    /// Where the last thing that showed ends.
    shown: u32,
    /// The kind of text that is open in the builder, and the link.
    reads: TextKind,
    link: Option<usize>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(builder: &'a mut Builder, ground: &'a Ground<'a>) -> Self {
        Self {
            builder,
            ground,
            links: Vec::new(),
            open: false,
            waiting: None,
            owner: None,
            lead: None,
            shown: 0,
            reads: TextKind::Prose,
            link: None,
        }
    }

    /// Text that stands in the element `top`.
    pub(super) fn text(&mut self, stretch: Stretch, top: &Open) {
        let ground = self.ground;
        let mode = if top.kept { Mode::Kept } else { Mode::Flow };
        for run in Characters::new(ground.text(), stretch, mode) {
            match run {
                Run::White(white, ends) => self.white(white, ends, top),
                Run::Letters(letters) => self.letters(letters, top),
                Run::Reference(written, decoded) => {
                    if !(self.is_blank() && decoded.trim().is_empty()) {
                        let span = ground.span(written);
                        self.show(span, top);
                        self.builder.decoded(&decoded, span);
                    }
                }
            }
        }
    }

    /// A break that the reader sees.
    pub(super) fn line_break(&mut self, span: Span, top: &Open) {
        if self.open {
            self.show(span, top);
            if top.kept { self.builder.decoded("\n", span) } else { self.builder.line_break(span, false) }
        }
    }

    /// An image, by its alternative text and address.
    pub(super) fn image(&mut self, alt: Option<Visible>, url: Option<Visible>, span: Span, top: &Open) {
        self.show(span, top);
        self.builder.image(alt, url, span);
    }

    /// Something that is no text; inside of text it is nothing.
    pub(super) fn opaque(&mut self, span: Span) {
        self.builder.begin(BlockKind::Opaque, span.start);
        self.builder.end(span.end);
        self.shown = span.end;
        self.lead = None;
    }

    /// A tag in a line begins.
    pub(super) fn tag(&mut self, start: u32) {
        if !self.open {
            self.lead.get_or_insert(start);
        }
    }

    /// A tag in a line ends.
    pub(super) fn end_tag(&mut self, end: u32) {
        if self.open {
            self.shown = end;
        }
    }

    /// The open block ends, as another begins or the element ends that it stands in.
    pub(super) fn break_off(&mut self) {
        if self.open {
            self.builder.end(self.shown);
        }
        self.forget();
    }

    /// Whether text is being read.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// An element begins whose text is a block; `here` is its place on the stack.
    pub(super) fn wait(&mut self, here: usize) {
        self.waiting = Some(here);
    }

    /// Where an element ends that no end tag ends, and that stands at `start` at least.
    pub(super) fn end_of(&self, start: u32) -> u32 {
        self.shown.max(start)
    }

    /// The element at a place on the stack ends; its extent is known now.
    pub(super) fn end_element(&mut self, here: usize, extent: Span, containers: u8) {
        if self.open && self.owner == Some(here) {
            self.builder.reach_back(extent.start);
            self.builder.end(extent.end);
            self.forget();
        }
        self.break_off();
        for _ in 0..containers {
            self.builder.reach_back(extent.start);
            self.builder.close(extent.end);
        }
        self.shown = self.shown.max(extent.end);
    }

    /// A link begins; its number.
    pub(super) fn begin_link(&mut self, url: Visible, start: u32) -> usize {
        self.links.push(Link { url, start, shown: 0, over: false });
        self.links.len() - 1
    }

    /// A link ends at `end`. One without text is a link too, where its end tag stands.
    pub(super) fn end_link(&mut self, id: usize, end: u32, top: &Open, tagged: bool) {
        let Some(link) = self.links.get_mut(id) else { return };
        let over = std::mem::replace(&mut link.over, true);
        if over {
            return;
        }
        let (shown, span) = (link.shown, Span::new(link.start, end));
        if self.link == Some(id) {
            self.link = None;
        } else if tagged && shown == 0 {
            let url = std::mem::take(&mut link.url);
            self.show(span, top);
            self.builder.begin_link(url, span.start);
        } else {
            return;
        }
        self.builder.end_link(end);
        self.end_tag(end);
    }

    fn white(&mut self, white: Stretch, ends: bool, top: &Open) {
        if self.is_blank() {
            return;
        }
        // White space ends a kind of text, and begins none, nor a link.
        if self.reads != top.reads {
            self.read_as(TextKind::Prose);
        }
        let span = self.ground.span(white);
        if ends {
            self.builder.line_break(span, true);
        } else if !self.builder.leaf_text().ends_with(' ') {
            if white.slice(self.ground.text()) == " " {
                self.builder.text(span);
            } else {
                self.builder.decoded(" ", span);
            }
        }
    }

    fn letters(&mut self, letters: Stretch, top: &Open) {
        let blank = self.is_blank();
        let letters = if blank { letters.trim_start(self.ground.text()) } else { letters };
        let ground = self.ground;
        if letters.start < letters.end {
            self.show(ground.span(letters), top);
            ground.spans(letters).for_each(|span| self.builder.text(span));
        }
    }

    /// Whether the block has no text yet.
    fn is_blank(&self) -> bool {
        !self.open || self.builder.leaf_is_empty()
    }

    /// Something at `span` shows now, in the element `top`.
    fn show(&mut self, span: Span, top: &Open) {
        if !self.open {
            let lead = self.lead.take();
            self.builder.begin(top.leaf, lead.unwrap_or(span.start));
            self.open = true;
            self.owner = self.waiting.take();
        }
        self.shown = span.end;
        self.follow(top);
    }

    /// Brings the builder's open link and kind of text to those of the element `top`.
    fn follow(&mut self, top: &Open) {
        self.read_as(top.reads);
        if let Some(id) = top.link
            && self.link != Some(id)
            && let Some(link) = self.links.get_mut(id).filter(|link| !link.over && link.shown < MOST_BLOCKS)
        {
            link.shown += 1;
            self.builder.begin_link(link.url.clone(), link.start);
            self.link = Some(id);
        }
    }

    fn read_as(&mut self, reads: TextKind) {
        if self.reads == reads {
            return;
        }
        if self.reads != TextKind::Prose {
            self.builder.leave();
        }
        if reads != TextKind::Prose {
            self.builder.enter(reads);
        }
        self.reads = reads;
    }

    fn forget(&mut self) {
        self.open = false;
        self.waiting = None;
        self.owner = None;
        self.lead = None;
        self.reads = TextKind::Prose;
        self.link = None;
    }
}
