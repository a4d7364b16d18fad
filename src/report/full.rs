//! `full`: what a person sees. A headline, the excerpt with the place underlined, the reasons, what to do.
//!
//! The look is codespan-reporting's, whose parts are put together here rather than by its `emit`, so that rows
//! may be parts of long lines, a line number stands once, and findings with one place share an excerpt.

mod block;
mod margin;

use std::io::{self, Write};

use codespan_reporting::diagnostic::Severity as Tone;
use codespan_reporting::files::Error;
use codespan_reporting::term::termcolor::Buffer;
use codespan_reporting::term::{Config, Renderer, Styles, StylesWriter, WriteStyle};

use self::block::{Block, Label};
use self::margin::Margin;
use super::signs::visible;
use super::{Problem, Summary};
use crate::finding::{Finding, Severity};
use crate::source::Source;

pub(super) struct Full<W> {
    out: W,
    color: bool,
    config: Config,
    styles: Styles,
    /// How many articles have findings.
    faulty: usize,
    problems: usize,
}

impl<W> std::fmt::Debug for Full<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Full").field("color", &self.color).finish_non_exhaustive()
    }
}

impl<W: Write> Full<W> {
    pub(super) fn new(out: W, color: bool) -> Self {
        Self { out, color, config: Config::default(), styles: Styles::default(), faulty: 0, problems: 0 }
    }

    pub(super) fn article(&mut self, source: &Source, findings: &[Finding]) -> io::Result<()> {
        self.faulty += usize::from(!findings.is_empty());
        for group in groups(findings) {
            let Some(block) = Block::new(source, &group) else { continue };
            self.write(|renderer| draw(renderer, source, &block))?;
        }
        Ok(())
    }

    pub(super) fn problem(&mut self, problem: &Problem) -> io::Result<()> {
        self.problems += 1;
        let message = format!("{}: {}", visible(&problem.path), visible(&problem.message));
        self.write(|renderer| {
            renderer.render_header(None, Tone::Error, None, &message)?;
            renderer.render_empty()
        })
    }

    pub(super) fn finish(mut self, summary: &Summary) -> io::Result<W> {
        writeln!(self.out, "{}", closing(summary, self.faulty, self.problems))?;
        Ok(self.out)
    }

    fn write(&mut self, draw: impl FnOnce(&mut Renderer<'_, '_>) -> Result<(), Error>) -> io::Result<()> {
        let mut buffer = if self.color { Buffer::ansi() } else { Buffer::no_color() };
        let mut margin = Margin::new(StylesWriter::new(&mut buffer, &self.styles));
        draw(&mut Renderer::new(&mut margin, &self.config)).map_err(|error| match error {
            Error::Io(error) => error,
            other => io::Error::other(other),
        })?;
        self.out.write_all(buffer.as_slice())
    }
}

/// Findings with the very same place together; the worst first, then by place.
fn groups(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut sorted: Vec<_> = findings.iter().collect();
    sorted.sort_by_key(|finding| (finding.span, std::cmp::Reverse(finding.severity)));
    let mut groups: Vec<_> = sorted.chunk_by(|a, b| a.span == b.span).map(<[_]>::to_vec).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.first().map(|finding| finding.severity)));
    groups
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Error,
        Severity::Warning => Tone::Warning,
        Severity::Note => Tone::Note,
    }
}

fn draw(renderer: &mut Renderer<'_, '_>, source: &Source, block: &Block<'_>) -> Result<(), Error> {
    for (severity, rule, message) in &block.headlines {
        renderer.render_header(None, tone(*severity), Some(rule), message)?;
    }
    let tone = tone(block.severity);
    let rows = &block.view.rows;
    let padding = rows.iter().map(|row| row.line.to_string().len()).max().unwrap_or(1);
    write!(renderer, "{:padding$} ", "")?;
    renderer.set_source_border()?;
    write!(renderer, "┌─")?;
    WriteStyle::reset(renderer)?;
    let place = source.position(block.place.start);
    writeln!(renderer, " {}:{}:{}", visible(&source.name), place.line, place.column)?;
    renderer.render_snippet_empty(padding, tone, 0, &[])?;
    for (at, row) in rows.iter().enumerate() {
        if at > 0 && !row.joined {
            renderer.render_snippet_break(padding, tone, 0, &[])?;
        }
        let labels = block.labels.iter().filter(|label| label.row == at);
        // An empty place has one caret.
        let range = |label: &Label| label.range.start..label.range.end.max(label.range.start + 1);
        let labels: Vec<_> = labels.map(|label| (label.style, range(label), label.text.as_str())).collect();
        renderer.render_snippet_source(padding, row.line, &row.text, tone, &labels, 0, &[])?;
    }
    if !block.notes.is_empty() {
        renderer.render_snippet_empty(padding, tone, 0, &[])?;
    }
    for note in &block.notes {
        renderer.render_snippet_note(padding, note)?;
    }
    renderer.render_empty()
}

/// The last line: what the run came to.
fn closing(summary: &Summary, faulty: usize, problems: usize) -> String {
    let kinds = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")];
    let counts: Vec<_> = kinds.iter().filter(|(n, _)| *n > 0).map(|(n, name)| count(*n, name)).collect();
    let articles = count(summary.articles, "article");
    let mut line = match counts.as_slice() {
        [] if summary.articles == 0 => "nothing to check".to_owned(),
        [] => format!("{articles}, nothing to correct"),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    if !counts.is_empty() {
        line += &match summary.articles {
            // The tool's own files: rules.
            0 => format!(" in {}", count(summary.files, "file")),
            all if faulty < all => format!(" in {faulty} of {articles}"),
            _ => format!(" in {articles}"),
        };
    }
    if let Some(milliseconds) = summary.milliseconds {
        line += &format!(" ({milliseconds} ms)");
    }
    if problems > 0 {
        line += &format!("; {} kept some of the work from being done", count(problems, "problem"));
    }
    line
}

fn count(n: usize, name: &str) -> String {
    format!("{n} {name}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests;
