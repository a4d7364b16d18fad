//! The command line, the one face so far. Disk, arguments, environment, clock and terminal live here only.

mod check;
mod inspect;
mod own;
mod rules;
mod test;
mod walk;

use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand, ValueEnum};

use crate::finding::Finding;
use crate::report::{Format, Options, Problem, Report, Summary};
use crate::source::Source;

/// What a run came to. Conventions of ripgrep and ruff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Nothing at or above the gate.
    Clean,
    /// Findings at or above the gate.
    Found,
    /// Not all of the work could be done.
    Incomplete,
}

/// Reads articles the way a copy desk does, and underlines what must not be published.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, propagate_version = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check articles: files, folders, or `-` for standard input.
    Check(check::Arguments),
    /// List the rules, or the vocabulary in which rules are written.
    Rules(rules::Arguments),
    /// Try the examples of the built-in rules, or of those in a folder.
    Test(test::Arguments),
    /// Show an article as copydesk reads it.
    Inspect(inspect::Arguments),
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// The flag, then NO_COLOR (no-color.org), then CLICOLOR_FORCE, then whether it is a terminal.
    fn wanted(self) -> bool {
        let value = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let forced = || value("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => value("NO_COLOR").is_none() && (forced() || io::stdout().is_terminal()),
        }
    }
}

/// Runs the command that the arguments name.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let color = arguments.color.wanted();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = match &arguments.command {
        Command::Check(arguments) => check::run(arguments, color, &mut out),
        Command::Rules(arguments) => rules::run(arguments, color, &mut out),
        Command::Test(arguments) => test::run(arguments, color, &mut out),
        Command::Inspect(arguments) => inspect::run(arguments, color, &mut out),
    };
    let done = done.and_then(|status| out.flush().map(|()| status));
    match done {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Found) => ExitCode::from(1),
        Ok(Status::Incomplete) => ExitCode::from(2),
        // Whoever reads our output (`head`) has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "copydesk: cannot write the report: {error}");
            ExitCode::from(2)
        }
    }
}

/// Shows findings about the tool's own input, in the style of any other.
fn complain(
    files: &[(Arc<Source>, Vec<Finding>)],
    format: Format,
    color: bool,
    out: &mut impl Write,
) -> io::Result<Status> {
    let mut report = Report::new(format, Options { color }, out);
    let mut summary = Summary::default();
    for (source, findings) in files {
        report.article(source, findings)?;
        summary.files += 1;
        summary.errors += findings.len();
    }
    report.finish(&summary)?;
    Ok(Status::Incomplete)
}

/// Shows what kept a command from doing its work.
fn refuse(problem: &Problem, out: &mut impl Write) -> io::Result<Status> {
    out.flush()?;
    writeln!(io::stderr(), "copydesk: {}: {}", problem.path, problem.message)?;
    Ok(Status::Incomplete)
}
