//! Visible signs for characters that a terminal would obey, or not show at all: an article or a file
//! name must neither move the cursor nor hide or turn round what the reader of a report sees.

use std::fmt::Write;

/// What a message may come to, in code points.
const LONGEST: usize = 500;

/// One line of text as a report shows it: no control character, no line break, no end of the world.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    let mut before = None;
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        push(&mut out, c, before);
        before = Some(c);
    }
    out
}

/// Appends a character, or its sign. What it becomes depends on the character before it, never on the
/// one behind: the beginning of a text always looks like the beginning of the whole.
pub(super) fn push(out: &mut String, c: char, before: Option<char>) {
    match c {
        '\0'..='\x1f' => out.extend(char::from_u32(0x2400 + u32::from(c))),
        '\x7f' => out.push('␡'),
        // The sign that word processors show for it.
        '\u{ad}' => out.push('¬'),
        // Joiners are letters' business in Persian or Hindi.
        '\u{200c}' | '\u{200d}' if before.is_some_and(char::is_alphabetic) && !before.is_some_and(latin) => out.push(c),
        // Terminals disagree on how wide a joined or tinted emoji is: its parts are the same everywhere.
        '\u{200d}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' if before.is_some_and(pictures) => {}
        _ if hidden(c) => {
            let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
        }
        _ => out.push(c),
    }
}

/// Whether nothing would be seen of it, or it would turn its neighbours round.
pub(super) fn hidden(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn latin(c: char) -> bool {
    c < '\u{250}'
}

/// Whether it is a picture, or what a picture is made with: signs and digits (keycaps) among them.
fn pictures(c: char) -> bool {
    matches!(c, '#' | '*' | '0'..='9' | '©' | '®' | '\u{203c}'..='\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{2190}'..='\u{2bff}' | '\u{3030}'..='\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_or_hide_is_shown() {
        assert_eq!(visible("a\x1b[2Jb\0\r\n\t\x7f\u{9b}"), "a␛[2Jb␀␍␊␉␡⟨U+009B⟩");
        assert_eq!(
            visible("\u{202e}gpj\u{2069} in\u{200b}visible so\u{ad}ft"),
            "⟨U+202E⟩gpj⟨U+2069⟩ in⟨U+200B⟩visible so¬ft"
        );
        assert_eq!(visible("a\u{200d}b"), "a⟨U+200D⟩b");
    }

    #[test]
    fn what_letters_and_pictures_are_made_of_is_left_alone() {
        assert_eq!(visible("می\u{200c}خواهم, e\u{301}"), "می\u{200c}خواهم, e\u{301}");
        assert_eq!(visible("👩\u{200d}🚒 ❤\u{fe0f} 👍🏽 🇫🇷"), "👩🚒 ❤ 👍 🇫🇷");
    }

    #[test]
    fn a_message_has_an_end() {
        assert_eq!(visible(&"a".repeat(9_000)).chars().count(), LONGEST + 1);
    }
}
