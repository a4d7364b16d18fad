//! What stands between codespan and the paper: a line number that stands there already is left blank, and no
//! line ends in blanks.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{LabelStyle, Severity};
use codespan_reporting::term::WriteStyle;

/// Passes on what codespan writes.
pub(super) struct Margin<W> {
    out: W,
    /// The line number that is being written.
    number: Option<Vec<u8>>,
    last: Vec<u8>,
    /// How many blanks wait for something to stand behind them.
    blanks: usize,
}

impl<W: WriteStyle> Margin<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, number: None, last: Vec::new(), blanks: 0 }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let text = line.strip_suffix(b"\n").unwrap_or(line);
            let bare = text.trim_ascii_end();
            if !bare.is_empty() {
                self.catch_up()?;
                self.out.write_all(bare)?;
            }
            self.blanks += text.len() - bare.len();
            if text.len() < line.len() {
                self.blanks = 0;
                self.out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    /// Writes the blanks that wait, and gives what they are followed by.
    fn catch_up(&mut self) -> io::Result<&mut W> {
        let blanks = std::mem::take(&mut self.blanks);
        write!(self.out, "{:blanks$}", "")?;
        Ok(&mut self.out)
    }
}

impl<W: WriteStyle> Write for Margin<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.number {
            Some(number) => number.extend(bytes),
            None => self.put(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: WriteStyle> WriteStyle for Margin<W> {
    fn set_header(&mut self, severity: Severity) -> io::Result<()> {
        self.catch_up()?.set_header(severity)
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.catch_up()?.set_header_message()
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.number = Some(Vec::new());
        self.catch_up()?.set_line_number()
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.catch_up()?.set_note_bullet()
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.catch_up()?.set_source_border()
    }

    fn set_label(&mut self, severity: Severity, style: LabelStyle) -> io::Result<()> {
        self.catch_up()?.set_label(severity, style)
    }

    fn reset(&mut self) -> io::Result<()> {
        if let Some(number) = self.number.take() {
            let shown = if number == self.last { b" ".repeat(number.len()) } else { number.clone() };
            self.put(&shown)?;
            self.last = number;
        }
        self.catch_up()?.reset()
    }
}
