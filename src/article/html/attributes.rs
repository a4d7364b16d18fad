//! What attributes say: whether a style hides its element, and which address an image really has.

use super::ground::Stretch;
use super::tokens::{Attribute, Tag, Tokens};

/// Whether an inline style hides its element.
pub(super) fn style_hides(style: &str) -> bool {
    let (mut display, mut visibility, mut size) = (false, false, false);
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let value = value.split('!').next().unwrap_or_default().trim();
        let property = property.trim();
        if property.eq_ignore_ascii_case("display") {
            display = value.eq_ignore_ascii_case("none");
        } else if property.eq_ignore_ascii_case("visibility") {
            visibility = value.eq_ignore_ascii_case("hidden") || value.eq_ignore_ascii_case("collapse");
        } else if property.eq_ignore_ascii_case("font-size") {
            size = is_nought(value);
        }
    }
    display || visibility || size
}

fn is_nought(value: &str) -> bool {
    let number = value.trim_end_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '%');
    !number.is_empty() && number.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

/// The address of an image. Where a script puts the real one in later, it is the one the script would take.
pub(super) fn image_source(tokens: &Tokens, text: &str, tag: &Tag) -> Option<Stretch> {
    let source = tokens.attribute(tag, Attribute::Source);
    let is_data = |source: &Stretch| {
        source.slice(text).trim_start().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
    };
    let lazy = tokens.attribute(tag, Attribute::LazySource);
    let source = source.filter(|source| lazy.is_none() || !is_data(source)).or(lazy)?;
    // Of an image that is written out in its address, what it is: not megabytes of letters and digits.
    let comma = if is_data(&source) { source.slice(text).find(',') } else { None };
    let end = comma.map_or(source.end, |comma| source.start + comma as u32 + 1);
    Some(Stretch { end, ..source })
}
