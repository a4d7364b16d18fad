//! One tag of HTML that stands in a line of Markdown, for the reader of Markdown.

use super::attributes;
use super::characters::{self, Mode};
use super::elements::Element;
use super::ground::Ground;
use super::tokens::{Attribute, Token, Tokens};
use crate::article::Visible;
use crate::source::Source;
use crate::span::Span;

/// What a tag does to the line that it stands in.
pub(in crate::article) enum Tag {
    /// It ends the line.
    Break,
    /// It shows an image.
    Image {
        /// The alternative text.
        alt: Option<Visible>,
        /// The address.
        url: Option<Visible>,
    },
    /// It begins a link to this address.
    Link(Visible),
    /// It ends a link.
    LinkEnd,
    /// Nothing that is known here, or a comment.
    Other,
}

impl Tag {
    /// The tag that stands at `span`.
    pub(in crate::article) fn read(source: &Source, span: Span) -> Self {
        let ground = Ground::new(source, &[span]);
        let tokens = Tokens::cut(ground.text());
        let value = |value| characters::visible(&ground, value, Mode::Attribute);
        match tokens.get(0) {
            Some(Token::Start(tag)) => match tokens.element(tag.name) {
                Element::Break => Self::Break,
                Element::Image => Self::Image {
                    alt: tokens.attribute(&tag, Attribute::Alt).map(value),
                    url: attributes::image_source(&tokens, ground.text(), &tag).map(value),
                },
                Element::Link => tokens.attribute(&tag, Attribute::Href).map(value).map_or(Self::Other, Self::Link),
                _ => Self::Other,
            },
            Some(Token::End(name, _)) if tokens.element(name) == Element::Link => Self::LinkEnd,
            _ => Self::Other,
        }
    }
}
