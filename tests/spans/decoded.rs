//! A small decoder of its own, written from the standards and not from the readers: whether a stretch of source
//! stands for what is shown for it.

use copydesk::article::Format;

/// The common names of HTML, and whether each is a reference without its semicolon too.
const NAMES: [(&str, char, bool); 26] = [
    ("amp", '&', true),
    ("lt", '<', true),
    ("gt", '>', true),
    ("quot", '"', true),
    ("apos", '\'', false),
    ("nbsp", '\u{a0}', true),
    ("shy", '\u{ad}', true),
    ("not", '¬', true),
    ("middot", '·', true),
    ("times", '×', true),
    ("copy", '©', true),
    ("reg", '®', true),
    ("eacute", 'é', true),
    ("egrave", 'è', true),
    ("auml", 'ä', true),
    ("ouml", 'ö', true),
    ("uuml", 'ü', true),
    ("szlig", 'ß', true),
    ("euro", '€', false),
    ("hellip", '…', false),
    ("ndash", '–', false),
    ("mdash", '—', false),
    ("lsquo", '‘', false),
    ("rsquo", '’', false),
    ("ldquo", '“', false),
    ("rdquo", '”', false),
];

/// What HTML takes the numbers 128 to 159 for, as far as the tests write them.
const WINDOWS: [(u32, char); 4] = [(0x91, '‘'), (0x92, '’'), (0x96, '–'), (0x97, '—')];

/// Whether `slice` stands for what is shown, which it is not letter for letter.
pub(crate) fn stands_for(slice: &str, shown: &str, format: Format) -> bool {
    let blank = shown.bytes().all(|byte| matches!(byte, b' ' | b'\n'));
    match format {
        _ if blank && is_break(slice, format) => true,
        Format::Text => false,
        Format::Html => references(slice, true) == shown,
        // An HTML block of Markdown follows HTML.
        Format::Markdown => {
            slice.starts_with('`') && code(slice).split_whitespace().eq(shown.split_whitespace())
                || [escapes(slice), references(slice, true)].iter().any(|decoded| decoded == shown)
        }
    }
}

/// White space, a tag that breaks the line, the marks of a quotation before its next line.
fn is_break(slice: &str, format: Format) -> bool {
    let (markdown, quotes) = (format == Format::Markdown, format != Format::Html);
    let defines = |line: &str| markdown && line.trim_start_matches(['>', ' ', '\t']).starts_with('[');
    let lines = slice.split(['\n', '\r']).enumerate().filter(|(at, line)| *at == 0 || !defines(line));
    let rest: String = lines.map(|(_, line)| without_breaks(&references(line, true))).collect();
    let mark = |letter: char| letter.is_whitespace() || markdown && letter == '\\' || quotes && letter == '>';
    !slice.is_empty() && rest.chars().all(mark)
}

fn without_breaks(line: &str) -> String {
    let mut rest = String::new();
    let mut pieces = line.split('<');
    rest.extend(pieces.next());
    for piece in pieces {
        let tag = piece.trim_start_matches('/').get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let behind = piece.split_once('>').map(|(_, behind)| behind).filter(|_| tag);
        rest.push_str(behind.unwrap_or(piece));
    }
    rest
}

/// Backslashes before ASCII punctuation, and references.
fn escapes(slice: &str) -> String {
    let mut shown = String::new();
    let mut rest = slice;
    while let Some(at) = rest.find('\\') {
        let (before, behind) = rest.split_at(at);
        shown.push_str(&references(before, false));
        let escaped = behind[1..].chars().next().filter(char::is_ascii_punctuation);
        shown.push(escaped.unwrap_or('\\'));
        rest = &behind[1 + escaped.map_or(0, char::len_utf8)..];
    }
    shown + &references(rest, false)
}

/// A code span over two lines, or with an escaped bar in a table; its blanks are not told apart.
fn code(slice: &str) -> String {
    slice.trim_matches('`').replace("\\|", "|")
}

/// Character references. A NUL is not shown by HTML, and shown as a replacement by Markdown.
fn references(slice: &str, html: bool) -> String {
    let mut shown = String::new();
    let mut rest = slice;
    while let Some(first) = rest.chars().next() {
        let (decoded, length) = match first {
            '&' => reference(&rest[1..], html).map_or((Some('&'), 1), |(decoded, length)| (Some(decoded), length + 1)),
            '\0' => ((!html).then_some('\u{fffd}'), 1),
            letter => (Some(letter), letter.len_utf8()),
        };
        shown.extend(decoded);
        rest = &rest[length..];
    }
    shown
}

/// The reference behind an ampersand, and its length.
fn reference(rest: &str, html: bool) -> Option<(char, usize)> {
    let closed = |length: usize| rest[length..].starts_with(';');
    if let Some(number) = rest.strip_prefix('#') {
        let hex = number.starts_with(['x', 'X']);
        let digits = &number[usize::from(hex)..];
        let end = digits.find(|digit: char| !digit.is_digit(if hex { 16 } else { 10 })).unwrap_or(digits.len());
        let value = u32::from_str_radix(&digits[..end], if hex { 16 } else { 10 }).ok()?;
        let length = 1 + usize::from(hex) + end;
        let windows = WINDOWS.iter().find(|(code, _)| html && *code == value).map(|(_, letter)| *letter);
        let decoded = windows.or(char::from_u32(value).filter(|letter| *letter != '\0')).unwrap_or('\u{fffd}');
        return (html || closed(length)).then(|| (decoded, length + usize::from(closed(length))));
    }
    let bare = |(name, _, bare): &&(&str, char, bool)| rest.starts_with(name) && (closed(name.len()) || html && *bare);
    let (name, decoded, _) = NAMES.iter().find(bare)?;
    Some((*decoded, name.len() + usize::from(closed(name.len()))))
}
