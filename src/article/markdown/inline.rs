//! What stands in a line: text, breaks, code, links and images, with their way back.

use pulldown_cmark::{CowStr, LinkType, RefDefs};

use super::{Reader, address};
use crate::article::{TextKind, Visible, html};
use crate::span::Span;

/// A link or an image whose end has not come yet.
pub(super) struct Target<'s> {
    pub(super) kind: LinkType,
    pub(super) address: CowStr<'s>,
    pub(super) label: CowStr<'s>,
}

/// The image whose alternative text is being read; those inside it only add to that text.
pub(super) struct OpenImage<'s> {
    target: Target<'s>,
    alt: Visible,
    depth: usize,
}

/// A break whose end is not known before what follows it: the indent or the `> ` of the next line belongs to it.
pub(super) struct Break {
    span: Span,
    soft: bool,
}

impl<'s> Reader<'s> {
    /// Something that stands in a line begins.
    pub(super) fn inline(&mut self, start: u32) {
        self.ensure(start);
        self.flush(start);
    }

    pub(super) fn pause(&mut self, span: Span, soft: bool) {
        // The LF of a CR LF may come alone.
        let from = span.start.saturating_sub(u32::from(self.byte_before(span.start) == Some(b'\r')));
        let span = Span::new(from, span.end);
        self.pending = Some(match self.pending.take() {
            Some(open) => Break { span: open.span.cover(span), soft: open.soft && soft },
            None => Break { span, soft },
        });
    }

    /// Shows the break that waits, up to `at`, where the next thing begins.
    pub(super) fn flush(&mut self, at: u32) {
        let Some(Break { span, soft }) = self.pending.take() else { return };
        let span = Span::new(span.start, span.end.max(at));
        match &mut self.image {
            Some(image) => image.alt.push_decoded(" ", span),
            None => self.builder.line_break(span, soft),
        }
    }

    /// Text behind what ended at `before`.
    pub(super) fn text(&mut self, text: &str, span: Span, before: u32) {
        // A backslash that belongs to no other event escapes what follows it.
        let first = text.get(..1).filter(|first| first.bytes().all(|byte| byte.is_ascii_punctuation()));
        match first {
            Some(first) if before != span.start && self.byte_before(span.start) == Some(b'\\') => {
                let behind = span.start + 1;
                self.put(first, Span::new(span.start - 1, behind.min(span.end)));
                self.put(text.get(1..).unwrap_or_default(), Span::new(behind, span.end));
            }
            _ => self.put(text, span),
        }
    }

    /// Writes text where text goes now: letter for letter if it stands so in the source.
    fn put(&mut self, text: &str, span: Span) {
        let verbatim = self.stands(text, span);
        match (&mut self.image, verbatim) {
            (Some(image), true) => image.alt.push_verbatim(&self.source.text, span),
            (Some(image), false) => image.alt.push_decoded(text, span),
            (None, true) => self.builder.text(span),
            (None, false) => self.builder.decoded(text, span),
        }
    }

    /// Some lines of a code block.
    pub(super) fn code(&mut self, text: &str, span: Span) {
        if !self.stands(text, span) {
            // The columns that are left of a tab come without a place.
            let tab = span.is_empty() && self.byte_before(span.start) == Some(b'\t');
            let span = Span::new(span.start - u32::from(tab), span.end);
            match text {
                "\n" => self.pause(span, false),
                _ => {
                    self.flush(span.start);
                    self.put(text, span);
                }
            }
            return;
        }
        let mut at = span.start;
        for line in text.split_inclusive('\n') {
            let shown = line.trim_end_matches(['\r', '\n']);
            let (shown_end, end) = (at + shown.len() as u32, at + line.len() as u32);
            if !shown.is_empty() {
                self.flush(at);
                self.put(shown, Span::new(at, shown_end));
            }
            if shown_end < end {
                self.pause(Span::new(shown_end, end), false);
            }
            at = end;
        }
    }

    pub(super) fn inline_code(&mut self, text: &str, span: Span) {
        let raw = self.source.slice(span);
        let marks = (raw.len() - raw.trim_start_matches('`').len()) as u32;
        let inside = Span::new(span.start + marks, span.end.saturating_sub(marks));
        // One space at each end may belong to the marks.
        let narrow = Span::new(inside.start + 1, inside.end.saturating_sub(1));
        let place = [inside, narrow].into_iter().find(|place| self.stands(text, *place));
        let region = self.image.is_none();
        if region {
            self.builder.enter(TextKind::Code);
        }
        self.put(text, place.unwrap_or(span));
        if region {
            self.builder.leave();
        }
    }

    pub(super) fn inline_html(&mut self, span: Span) {
        self.ensure(span.start);
        let tag = html::Tag::read(self.source, span);
        if matches!(tag, html::Tag::Break) {
            return self.pause(span, false);
        }
        self.flush(span.start);
        let html_link = matches!(self.links.last(), Some(None));
        match tag {
            _ if self.image.is_some() => {}
            html::Tag::Image { alt, url } => self.builder.image(alt, url, span),
            html::Tag::Link(url) => {
                if !html_link {
                    self.links.push(None);
                } else {
                    self.builder.end_link(span.start);
                }
                self.builder.begin_link(url, span.start);
            }
            html::Tag::LinkEnd if html_link => {
                self.links.pop();
                self.builder.end_link(span.end);
            }
            html::Tag::LinkEnd | html::Tag::Break | html::Tag::Other => {}
        }
    }

    pub(super) fn begin_link(&mut self, target: Target<'s>, span: Span) {
        self.inline(span.start);
        if self.image.is_none() {
            self.builder.begin_link(Visible::default(), span.start);
        }
        self.links.push(Some(target));
    }

    pub(super) fn begin_image(&mut self, target: Target<'s>, span: Span) {
        self.inline(span.start);
        match &mut self.image {
            Some(image) => image.depth += 1,
            None => self.image = Some(OpenImage { target, alt: Visible::default(), depth: 0 }),
        }
    }

    /// The end of a link or an image, whose text ended at `inside`.
    pub(super) fn end_target(&mut self, link: bool, inside: u32, span: Span, definitions: &RefDefs<'_>) {
        match (link, self.image.take()) {
            (true, None) => {
                // A link of HTML that is still open inside ends with it.
                while let Some(None) = self.links.last() {
                    self.links.pop();
                    self.builder.end_link(inside);
                }
                if let Some(Some(target)) = self.links.pop() {
                    let address = self.address(&target, inside, span, definitions);
                    self.builder.aim_link(address);
                    self.builder.end_link(span.end);
                }
            }
            (true, image) => {
                self.links.pop();
                self.image = image;
            }
            (false, Some(image)) if image.depth > 0 => {
                self.image = Some(OpenImage { depth: image.depth - 1, ..image });
            }
            (false, Some(image)) => {
                let address = self.address(&image.target, inside, span, definitions);
                self.builder.image(Some(image.alt), Some(address), span);
            }
            (false, None) => {}
        }
    }

    /// The address of a link. pulldown-cmark bounds what all uses of definitions come to by the length of the text.
    fn address(&mut self, target: &Target<'_>, inside: u32, span: Span, definitions: &RefDefs<'_>) -> Visible {
        let text = &self.source.text;
        let found = match target.kind {
            LinkType::Inline => address::inline(text, Span::new(inside, span.end), &target.address),
            LinkType::Autolink | LinkType::Email => address::autolink(text, span, &target.address),
            _ => definitions.get(&target.label).map(|definition| {
                let place = Span::of(definition.span.clone());
                let place = Span::new(place.start + self.base, place.end + self.base);
                let known = self.defined.entry(definition.span.start);
                known.or_insert_with(|| address::definition(text, place, &definition.dest)).clone()
            }),
        };
        found.unwrap_or_else(|| address::whole(span, &target.address))
    }

    pub(super) fn byte_before(&self, at: u32) -> Option<u8> {
        let before = (at as usize).checked_sub(1)?;
        self.source.text.as_bytes().get(before).copied()
    }
}
