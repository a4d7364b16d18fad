//! A bound on how deep lists and quotations stand in one another: pulldown-cmark asks every one of them at each
//! line, so that a few kilobytes of marks would cost minutes. What is deeper is text.

use std::borrow::Cow;

/// How deep lists and quotations are read.
const DEEPEST: usize = 100;

/// What takes the place of the first mark that is too deep, byte for byte; it makes the line a paragraph.
const NO_MARK: char = 'x';

/// The same text, with the first mark that is too deep taken from each line.
pub(super) fn limit(text: &str) -> Cow<'_, str> {
    let mut limited = String::new();
    let (mut copied, mut at) = (0, 0);
    for line in text.split_inclusive(['\n', '\r']) {
        if let Some(mark) = deep_mark(line) {
            limited.push_str(text.get(copied..at + mark).unwrap_or_default());
            limited.push(NO_MARK);
            copied = at + mark + 1;
        }
        at += line.len();
    }
    if limited.is_empty() {
        return Cow::Borrowed(text);
    }
    limited.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(limited)
}

/// The first mark of a line that stands too deep. Two columns of indent count as one mark: they may continue one.
fn deep_mark(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut columns = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let marks = || matches!(bytes.get(at + 1), None | Some(b' ' | b'\t' | b'\r' | b'\n'));
        match byte {
            b' ' | b'0'..=b'9' => columns += 1,
            b'\t' => columns += 4,
            b'>' => columns += 2,
            b'-' | b'+' | b'*' | b'.' | b')' if marks() => columns += 1,
            _ => return None,
        }
        if columns > 2 * DEEPEST && !matches!(byte, b' ' | b'\t' | b'0'..=b'9') {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_that_are_too_deep_are_taken() {
        let rule = format!("> {}\n", "-".repeat(500));
        let code = format!("{}code\n", " ".repeat(500));
        let nested = "> - 1. > a\n";
        assert_eq!(limit(&format!("{rule}{code}{nested}")), format!("{rule}{code}{nested}"));
        let deep = |marks: &str| limit(&format!("é\n{}a\n", marks.repeat(300))).into_owned();
        assert_eq!(deep(">").find('x'), Some(3 + DEEPEST));
        assert_eq!(deep("- ").find('x'), Some(3 + 2 * DEEPEST));
        assert_eq!(deep("1) ").find('x'), Some(3 + 3 * 67 + 1));
    }
}
