//! Where the address of a link stands. pulldown-cmark tells what it is, not where; it stands at one place of the
//! link's markup or of its definition, and nothing is searched for but the markup that leads there.

use super::Visible;
use crate::span::Span;

/// The address of `[text](address "title")`; `rest` reaches from behind the text to the end.
pub(super) fn inline(source: &str, rest: Span, address: &str) -> Option<Visible> {
    let opening = rest.slice(source).find("](")?;
    destination(source, Span::new(rest.start + opening as u32 + 2, rest.end), address)
}

/// The address of `<https://…>`.
pub(super) fn autolink(source: &str, span: Span, address: &str) -> Option<Visible> {
    let inside = Span::new(span.start + 1, span.end.saturating_sub(1));
    exactly(source, inside, address)
}

/// The address of the definition `[label]: address "title"`.
pub(super) fn definition(source: &str, span: Span, address: &str) -> Visible {
    let text = span.slice(source);
    let behind = raw_length(text, |byte| byte == b']') + 1;
    let colon = text.get(behind..).is_some_and(|rest| rest.starts_with(':'));
    let found = destination(source, Span::new(span.start + behind as u32 + 1, span.end), address);
    found.filter(|_| colon).unwrap_or_else(|| whole(span, address))
}

/// An address of which only the markup around it is known.
pub(super) fn whole(span: Span, address: &str) -> Visible {
    let mut visible = Visible::default();
    visible.push_decoded(address, span);
    visible
}

/// The address that `rest` begins with, if it is the one that is known.
fn destination(source: &str, rest: Span, address: &str) -> Option<Visible> {
    let all = rest.slice(source);
    let mut text = all.trim_start_matches([' ', '\t', '\n', '\r']);
    let blank = all.get(..all.len() - text.len()).unwrap_or_default();
    if blank.contains(['\n', '\r']) {
        // The line may begin with the marks of a quotation.
        text = text.trim_start_matches([' ', '\t', '>']);
    }
    let (start, length) = match text.strip_prefix('<') {
        Some(inside) => (rest.end - inside.len() as u32, raw_length(inside, |byte| byte == b'>')),
        None => (rest.end - text.len() as u32, bare_length(text)),
    };
    let span = Span::new(start, start + length as u32);
    let encoded = span.slice(source).contains(['\\', '&']);
    exactly(source, span, address).or_else(|| encoded.then(|| whole(span, address)))
}

fn exactly(source: &str, span: Span, address: &str) -> Option<Visible> {
    let mut visible = Visible::default();
    (span.slice(source) == address).then(|| visible.push_verbatim(source, span))?;
    Some(visible)
}

/// The length before the first byte that ends it and is not escaped.
fn raw_length(text: &str, mut ends: impl FnMut(u8) -> bool) -> usize {
    let mut escaped = false;
    let end = text.bytes().position(|byte| {
        let counts = !escaped;
        escaped = counts && byte == b'\\';
        counts && ends(byte)
    });
    end.unwrap_or(text.len())
}

/// The length of an address without pointed brackets: up to a blank or a round bracket that nothing opened.
fn bare_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut closes = |byte: u8| match byte {
        b'(' => {
            depth += 1;
            false
        }
        b')' if depth == 0 => true,
        b')' => {
            depth -= 1;
            false
        }
        _ => false,
    };
    let blank = text.bytes().position(|byte| byte <= b' ').unwrap_or(text.len());
    raw_length(text.get(..blank).unwrap_or(text), &mut closes)
}
