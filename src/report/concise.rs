//! `concise`: one line a finding, `path:line:column: severity[rule] message`, with the second places of a
//! pair behind it in parentheses. Nothing else is written, so that lines can be counted.

use std::io::{self, Write};

use super::Problem;
use super::signs::visible;
use crate::finding::Finding;
use crate::source::Source;

#[derive(Debug)]
pub(super) struct Concise<W> {
    pub(super) out: W,
}

impl<W: Write> Concise<W> {
    pub(super) fn article(&mut self, source: &Source, findings: &[Finding]) -> io::Result<()> {
        let path = visible(&source.name);
        for finding in findings {
            let place = place(source, finding.span.start);
            let (severity, rule) = (finding.severity.name(), visible(&finding.rule));
            write!(self.out, "{path}:{place}: {severity}[{rule}] {}", visible(&finding.message))?;
            for related in &finding.related {
                write!(self.out, " ({}: {})", self::place(source, related.span.start), visible(&related.message))?;
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    pub(super) fn problem(&mut self, problem: &Problem) -> io::Result<()> {
        writeln!(self.out, "{}: {}", visible(&problem.path), visible(&problem.message))
    }
}

fn place(source: &Source, at: u32) -> String {
    let position = source.position(at);
    format!("{}:{}", position.line, position.column)
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Options, Problem, Report, Summary};
    use crate::report::tests::{finding, related, source};

    #[test]
    fn a_line_says_where_how_bad_which_rule_and_what() {
        let source = source("dr\x1bafts/harbour.md", "opened in 2022.\n\nä opened in 2023.\n");
        let pair = related(finding(&source, "2023", "not\nthe same"), &source, "2022", "the article says so here");
        let mut report = Report::new(Format::Concise, Options::default(), Vec::new());
        report.article(&source, &[pair, finding(&source, "ä", "odd")]).unwrap();
        report.problem(&Problem { path: "photo.png".into(), message: "it is a binary file".into() }).unwrap();
        let written = String::from_utf8(report.finish(&Summary::default()).unwrap()).unwrap();
        insta::assert_snapshot!(written, @r"
        dr␛afts/harbour.md:3:13: error[test-rule] not␊the same (1:11: the article says so here)
        dr␛afts/harbour.md:3:1: error[test-rule] odd
        photo.png: it is a binary file
        ");
    }
}
