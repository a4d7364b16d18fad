//! Tags, texts and comments with their places, as html5gum finds them.

use std::collections::BTreeMap;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, Tokenizer};

use super::elements::Element;
use super::ground::Stretch;

/// The name of an element, as a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Name(pub(super) u32);

/// The attributes that are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    Alt,
    Colspan,
    Content,
    Hidden,
    Href,
    Lang,
    LazySource,
    Name,
    Role,
    Source,
    Style,
}

impl Attribute {
    fn named(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"alt" => Self::Alt,
            b"colspan" => Self::Colspan,
            b"content" => Self::Content,
            b"hidden" => Self::Hidden,
            b"href" => Self::Href,
            b"lang" => Self::Lang,
            b"data-src" | b"data-lazy-src" => Self::LazySource,
            b"name" => Self::Name,
            b"role" => Self::Role,
            b"src" => Self::Source,
            b"style" => Self::Style,
            _ => return None,
        })
    }
}

/// A start tag.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tag {
    pub(super) name: Name,
    pub(super) stretch: Stretch,
    /// Whether it ends with `/>`.
    pub(super) closed: bool,
    first: usize,
    count: usize,
}

/// One piece of markup, or the text between two.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token {
    Start(Tag),
    End(Name, Stretch),
    Text(Stretch),
    Comment(Stretch),
}

/// All tokens of a text.
#[derive(Default)]
pub(super) struct Tokens {
    tokens: Vec<Token>,
    attributes: Vec<(Attribute, Stretch)>,
    names: BTreeMap<Vec<u8>, Name>,
    elements: Vec<Element>,
}

impl Tokens {
    /// Cuts a text. A tag that the end of the text cuts off is none.
    pub(super) fn cut(text: &str) -> Self {
        let mut tokens = Self::default();
        let collector = Collector { tokens: &mut tokens, open: None, here: None };
        let mut tokenizer = Tokenizer::new_with_emitter(text, CallbackEmitter::new(collector));
        while let Some(Ok(state)) = tokenizer.next() {
            tokenizer.set_state(state);
        }
        tokens
    }

    /// The token at a place.
    pub(super) fn get(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    /// What the element of that name is.
    pub(super) fn element(&self, name: Name) -> Element {
        self.elements.get(name.0 as usize).copied().unwrap_or(Element::Inline)
    }

    /// How many names there are.
    pub(super) fn names(&self) -> usize {
        self.elements.len()
    }

    /// The value of a tag's attribute; an empty one where only its name stands there.
    pub(super) fn attribute(&self, tag: &Tag, attribute: Attribute) -> Option<Stretch> {
        let all = self.attributes.get(tag.first..tag.first + tag.count)?;
        all.iter().find(|(name, _)| *name == attribute).map(|(_, value)| *value)
    }

    fn name(&mut self, written: &[u8]) -> Name {
        if let Some(name) = self.names.get(written) {
            return *name;
        }
        let name = Name(self.elements.len() as u32);
        self.elements.push(Element::named(written));
        self.names.insert(written.to_vec(), name);
        name
    }
}

/// Takes what the tokenizer finds, and tells it how to go on.
struct Collector<'a> {
    tokens: &'a mut Tokens,
    open: Option<Opened>,
    /// The attribute whose value may follow.
    here: Option<usize>,
}

/// A start tag that is being read.
struct Opened {
    tag: Tag,
    content: Option<State>,
}

impl Collector<'_> {
    fn attribute_name(&mut self, written: &[u8], end: usize) {
        self.here = None;
        let (Some(opened), Some(attribute)) = (&self.open, Attribute::named(written)) else { return };
        let known = &mut self.tokens.attributes;
        let before = known.get(opened.tag.first..).unwrap_or_default();
        // Of two attributes of one name the first holds.
        if before.iter().all(|(name, _)| *name != attribute) {
            self.here = Some(known.len());
            known.push((attribute, Stretch::new(end, end)));
        }
    }

    fn end_of_start(&mut self, closed: bool, end: usize) -> Option<State> {
        let Opened { mut tag, content } = self.open.take()?;
        tag.stretch = Stretch::new(tag.stretch.start as usize, end);
        tag.count = self.tokens.attributes.len() - tag.first;
        tag.closed = closed;
        self.tokens.tokens.push(Token::Start(tag));
        // `<iframe />` must not swallow the rest of the article.
        content.filter(|_| !closed)
    }
}

impl Callback<State, usize> for Collector<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<State> {
        let stretch = Stretch::new(span.start, span.end);
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let first = self.tokens.attributes.len();
                let tag = Tag { name: self.tokens.name(name), stretch, first, ..Tag::default() };
                self.open = Some(Opened { tag, content: Element::content(name) });
            }
            CallbackEvent::AttributeName { name } => self.attribute_name(name, span.end),
            CallbackEvent::AttributeValue { .. } => {
                let here = self.here.and_then(|index| self.tokens.attributes.get_mut(index));
                here.into_iter().for_each(|(_, value)| *value = stretch);
            }
            CallbackEvent::CloseStartTag { self_closing } => return self.end_of_start(self_closing, span.end),
            CallbackEvent::EndTag { name } => {
                let name = self.tokens.name(name);
                self.tokens.tokens.push(Token::End(name, stretch));
            }
            CallbackEvent::String { .. } => self.tokens.tokens.push(Token::Text(stretch)),
            CallbackEvent::Comment { .. } => self.tokens.tokens.push(Token::Comment(stretch)),
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        None
    }
}
