//! The characters of a stretch of HTML: letters that stand for themselves, white space, and character
//! references, each decoded with its own place.

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use super::ground::{Ground, Stretch};
use crate::article::Visible;

/// No name of a character reference is longer than this.
const LONGEST_NAME: usize = 40;

/// How characters are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// White space is told apart, to be shown as one space.
    Flow,
    /// White space stands as it is.
    Kept,
    /// As kept, and `&copy=1` is no reference.
    Attribute,
}

/// Some characters of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// They stand for themselves.
    Letters(Stretch),
    /// White space; whether a line ends in it.
    White(Stretch, bool),
    /// A character reference and what it stands for.
    Reference(Stretch, String),
}

/// The characters of a stretch, in order. A NUL is nothing, as in a browser.
pub(super) struct Characters<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    mode: Mode,
}

impl<'a> Characters<'a> {
    pub(super) fn new(text: &'a str, stretch: Stretch, mode: Mode) -> Self {
        Self { text, at: stretch.start as usize, end: stretch.end as usize, mode }
    }

    /// Cuts the next `length` bytes off.
    fn cut(&mut self, length: usize) -> Stretch {
        let start = self.at;
        self.at += length;
        Stretch::new(start, self.at)
    }
}

impl Iterator for Characters<'_> {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        let mut rest = self.text.get(self.at..self.end)?;
        let nul = rest.len() - rest.trim_start_matches('\0').len();
        self.at += nul;
        rest = self.text.get(self.at..self.end)?;
        let first = *rest.as_bytes().first()?;
        if first == b'&'
            && let Some((length, decoded)) = reference(rest, self.mode == Mode::Attribute)
        {
            let stretch = self.cut(length);
            let blank = self.mode == Mode::Flow && decoded.bytes().all(|byte| byte.is_ascii_whitespace());
            return Some(if blank {
                Run::White(stretch, decoded.contains('\n'))
            } else {
                Run::Reference(stretch, decoded)
            });
        }
        if self.mode == Mode::Flow && first.is_ascii_whitespace() {
            let length = rest.bytes().take_while(u8::is_ascii_whitespace).count();
            let ends = rest.bytes().take(length).any(|byte| matches!(byte, b'\n' | b'\r'));
            return Some(Run::White(self.cut(length), ends));
        }
        let length = letters(rest.as_bytes(), self.mode);
        Some(Run::Letters(self.cut(length)))
    }
}

/// How many bytes stand for themselves: up to a reference, a NUL, and in a flow up to white space that is
/// more than one blank between letters. The first byte always does.
fn letters(bytes: &[u8], mode: Mode) -> usize {
    let special = |byte: u8| matches!(byte, b'&' | 0);
    let ends = |(index, byte): (usize, &u8)| {
        let next = bytes.get(index + 1).copied().unwrap_or_default();
        let lone = *byte == b' ' && !special(next) && !next.is_ascii_whitespace();
        special(*byte) || mode == Mode::Flow && byte.is_ascii_whitespace() && !lone
    };
    bytes.iter().enumerate().skip(1).find(|entry| ends(*entry)).map_or(bytes.len(), |(index, _)| index)
}

/// The length of the character reference at the beginning of `rest`, and what it stands for.
fn reference(rest: &str, attribute: bool) -> Option<(usize, String)> {
    let body = rest.get(1..)?;
    let (digits, number) = match body.strip_prefix('#') {
        Some(number) if number.starts_with(['x', 'X']) => (digits(number.get(1..)?, u8::is_ascii_hexdigit)?, 3),
        Some(number) => (digits(number, u8::is_ascii_digit)?, 2),
        None => (digits(body.get(..LONGEST_NAME).unwrap_or(body), u8::is_ascii_alphanumeric)?, 1),
    };
    let mut length = number + digits;
    length += usize::from(rest.as_bytes().get(length) == Some(&b';'));
    let written = rest.get(..length)?;
    let decoded = decode(written)?;
    if number > 1 {
        return Some((length, decoded));
    }
    // A name without a semicolon may be followed by letters (`&notit;` is `¬it;`): they come out again as
    // they are, behind the one character that such a name stands for.
    let behind = decoded.char_indices().nth(1).map_or("", |(at, _)| decoded.get(at..).unwrap_or_default());
    let length = if written.ends_with(behind) { length - behind.len() } else { length };
    let shown = if written.ends_with(behind) { decoded.get(..decoded.len() - behind.len())? } else { &decoded };
    let bare = !written.get(..length)?.ends_with(';');
    let follows = rest.as_bytes().get(length).is_some_and(|byte| *byte == b'=' || byte.is_ascii_alphanumeric());
    let refused = length == 1 || attribute && bare && follows;
    (!refused).then(|| (length, shown.to_owned()))
}

fn digits(text: &str, is_digit: fn(&u8) -> bool) -> Option<usize> {
    let count = text.bytes().take_while(is_digit).count();
    (count > 0).then_some(count)
}

/// Text with its references decoded, by the tokenizer, which keeps its table of names to itself.
fn decode(written: &str) -> Option<String> {
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| match event {
        CallbackEvent::String { value } => Some(String::from_utf8_lossy(value).into_owned()),
        _ => None,
    });
    Tokenizer::new_with_emitter(written, emitter).flatten().next()
}

/// The text of a stretch by itself: an attribute's value, a title. White space at its ends is left out.
pub(super) fn visible(ground: &Ground, stretch: Stretch, mode: Mode) -> Visible {
    let mut visible = Visible::default();
    for run in Characters::new(ground.text(), stretch.trim(ground.text()), mode) {
        match run {
            Run::Letters(letters) => {
                ground.spans(letters).for_each(|span| visible.push_verbatim(ground.source(), span));
            }
            Run::White(white, _) => visible.push_decoded(" ", ground.span(white)),
            Run::Reference(written, decoded) => visible.push_decoded(&decoded, ground.span(written)),
        }
    }
    visible
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn references_end_where_a_browser_ends_them() {
        let read = |text| reference(text, false);
        let is = |length, shown: &str| Some((length, shown.to_owned()));
        assert_eq!(read("&eacute;s"), is(8, "é"));
        assert_eq!(read("&notit;"), is(4, "¬"));
        assert_eq!(read("&ampamp;"), is(4, "&"));
        assert_eq!(read("&semi;"), is(6, ";"));
        assert_eq!(read("&fjlig;"), is(7, "fj"));
        assert_eq!(read("&NotEqualTilde;"), is(15, "≂̸"));
        assert_eq!(read("&#x41;&"), is(6, "A"));
        assert_eq!(read("&#53"), is(4, "5"));
        assert_eq!(read("&#150;"), is(6, "–"));
        assert_eq!(read("&#0;"), is(4, "\u{fffd}"));
        for none in ["&", "&&amp;", "& b", "&unknown;", "&#;", "&#x;", "&é"] {
            assert_eq!(read(none), None, "{none}");
        }
        assert_eq!(reference("&copy=1", true), None);
        assert_eq!(reference("&copy;=1", true), is(6, "©"));
        assert_eq!(reference("&copy", true), is(5, "©"));
    }
}
