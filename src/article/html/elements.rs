//! What each HTML element is to the reader of an article.

use html5gum::State;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    // What stands by itself.
    Block,
    Paragraph,
    Heading(u8),
    /// An article's or section's own content.
    Body,
    /// A header or footer: furniture, or, in a body, content.
    Band,
    Furniture,
    List,
    Item,
    /// A term or its description.
    Term,
    Quotation,
    Figure,
    FigureCaption,
    Preformatted,
    Choice,
    Rule,
    Table,
    TableCaption,
    Rows,
    Row,
    Cell {
        header: bool,
    },
    // What stands in a line.
    Link,
    Code,
    Quote,
    Control,
    Inline,
    Break,
    Image,
    // What shows no text.
    Drawing,
    Embed {
        void: bool,
    },
    Silent,
    NoScript,
    // The page.
    Page,
    Title,
    Meta,
    Void,
}

impl Element {
    /// The element of that name, in lower case.
    pub(super) fn named(name: &[u8]) -> Self {
        match name {
            b"p" => Self::Paragraph,
            b"h1" => Self::Heading(1),
            b"h2" => Self::Heading(2),
            b"h3" => Self::Heading(3),
            b"h4" => Self::Heading(4),
            b"h5" => Self::Heading(5),
            b"h6" => Self::Heading(6),
            b"div" | b"address" | b"center" | b"details" | b"dialog" | b"dl" | b"fieldset" | b"hgroup" | b"legend"
            | b"summary" => Self::Block,
            b"article" | b"main" | b"section" => Self::Body,
            b"header" | b"footer" => Self::Band,
            b"nav" | b"aside" | b"form" | b"search" | b"select" => Self::Furniture,
            b"ul" | b"ol" | b"menu" | b"dir" => Self::List,
            b"li" => Self::Item,
            b"dt" | b"dd" => Self::Term,
            b"blockquote" => Self::Quotation,
            b"figure" => Self::Figure,
            b"figcaption" => Self::FigureCaption,
            b"pre" | b"listing" => Self::Preformatted,
            b"option" | b"optgroup" => Self::Choice,
            b"hr" => Self::Rule,
            b"table" => Self::Table,
            b"caption" => Self::TableCaption,
            b"thead" | b"tbody" | b"tfoot" => Self::Rows,
            b"tr" => Self::Row,
            b"th" => Self::Cell { header: true },
            b"td" => Self::Cell { header: false },
            b"a" => Self::Link,
            b"code" | b"kbd" | b"samp" | b"tt" => Self::Code,
            b"q" => Self::Quote,
            b"button" | b"textarea" => Self::Control,
            b"br" => Self::Break,
            b"img" => Self::Image,
            b"svg" | b"math" => Self::Drawing,
            b"iframe" | b"object" | b"video" | b"audio" | b"canvas" => Self::Embed { void: false },
            b"embed" => Self::Embed { void: true },
            b"script" | b"style" | b"template" | b"datalist" | b"noembed" | b"noframes" | b"xmp" => Self::Silent,
            b"noscript" => Self::NoScript,
            b"html" | b"head" | b"body" => Self::Page,
            b"title" => Self::Title,
            b"meta" => Self::Meta,
            b"area" | b"base" | b"col" | b"colgroup" | b"frame" | b"input" | b"link" | b"param" | b"source"
            | b"track" | b"wbr" => Self::Void,
            _ => Self::Inline,
        }
    }

    /// How the tokenizer goes on behind its start tag. A browser reads `<noscript>` as raw text only where
    /// scripts run; here its images count.
    pub(super) fn content(name: &[u8]) -> Option<State> {
        match name {
            b"title" | b"textarea" => Some(State::RcData),
            b"plaintext" => Some(State::PlainText),
            b"script" => Some(State::ScriptData),
            b"style" | b"iframe" | b"noembed" | b"noframes" | b"xmp" => Some(State::RawText),
            _ => None,
        }
    }

    /// Whether it stands by itself: it breaks the line, and ends an open `<p>`.
    pub(super) fn is_block(self) -> bool {
        !self.is_inline() && !matches!(self, Self::Page | Self::Title | Self::Meta | Self::Void)
    }

    fn is_inline(self) -> bool {
        let phrase = matches!(self, Self::Link | Self::Code | Self::Quote | Self::Control | Self::Inline);
        let single = matches!(self, Self::Break | Self::Image | Self::Drawing | Self::Embed { .. });
        phrase || single || matches!(self, Self::Silent | Self::NoScript)
    }

    /// Whether text directly in it makes one block with it, tags and all.
    pub(super) fn holds_text(self) -> bool {
        let holds = matches!(self, Self::List | Self::Quotation | Self::Figure | Self::Furniture | Self::Body);
        !(holds || self.is_table_part() && !matches!(self, Self::Cell { .. } | Self::TableCaption))
    }

    /// Whether its end is looked for up to the table it stands in.
    pub(super) fn is_table_part(self) -> bool {
        matches!(self, Self::Table | Self::TableCaption | Self::Rows | Self::Row | Self::Cell { .. })
    }

    /// Whether it has no end tag.
    pub(super) fn is_void(self) -> bool {
        matches!(
            self,
            Self::Rule | Self::Break | Self::Image | Self::Embed { void: true } | Self::Meta | Self::Void | Self::Page
        )
    }
}
