//! `copydesk check`: reads, checks and reports. Files are checked in parallel and printed in their order.

use std::io::{self, IsTerminal as _, Read as _, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use super::own::{self, Refused, problem};
use super::{Status, complain, refuse, walk};
use crate::article::{Article, Format};
use crate::engine;
use crate::finding::{Finding, Severity};
use crate::house::House;
use crate::report::{self, Options, Problem, Report, Summary};
use crate::rule::{Rules, nearest};
use crate::source::Source;

/// So many files are checked before their findings are printed.
const CHUNK: usize = 128;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files and folders; `-` reads standard input.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The name of what standard input holds: its ending says the format.
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<String>,
    /// Show only these rules or categories (names or their beginnings).
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    select: Vec<String>,
    /// Do not show these rules or categories (names or their beginnings).
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    ignore: Vec<String>,
    /// A folder with rules of your own, added to the built-in ones.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// Take no configuration from files (there is none yet: a promise for scripts).
    #[arg(long)]
    isolated: bool,
    /// Exit with 0 although something was found.
    #[arg(long)]
    exit_zero: bool,
    /// The least severity that makes the exit status 1.
    #[arg(long, value_enum, default_value_t = Gate::Error, value_name = "SEVERITY")]
    fail_on: Gate,
    /// How the report is written.
    #[arg(long, value_parser = format, default_value = "full", value_name = "FORMAT")]
    format: report::Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Gate {
    Error,
    Warning,
    Note,
    Never,
}

impl Gate {
    fn stops(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Note => true,
            Self::Never => false,
        }
    }
}

fn format(name: &str) -> Result<report::Format, String> {
    let names = || report::Format::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    report::Format::named(name).ok_or_else(|| format!("there are {}", names()))
}

pub(super) fn run(arguments: &Arguments, color: bool, out: &mut impl Write) -> io::Result<Status> {
    let loaded = match own::load(arguments.rules.as_deref()) {
        Ok(loaded) => loaded,
        Err(Refused::Unread(problem)) => return refuse(&problem, out),
        Err(Refused::Mistaken(mistakes)) => return complain(&mistakes.files, arguments.format, color, out),
    };
    let rules = loaded.rules();
    if let Some(problem) = unknown_names(rules, arguments.select.iter().chain(&arguments.ignore)) {
        return refuse(&problem, out);
    }
    let stdin = arguments.paths.iter().any(|path| path == Path::new(walk::STDIN));
    if let Some(name) = arguments.stdin_filename.as_deref().filter(|_| !stdin) {
        return refuse(&problem(Path::new(name), "it would name standard input, which `-` reads: add `-`"), out);
    }
    let (files, problems) = walk::files(&arguments.paths);
    let mut desk = Desk {
        arguments,
        report: Report::new(arguments.format, Options { color }, out),
        summary: Summary::default(),
        stopped: false,
        problems: 0,
        began: Instant::now(),
    };
    for problem in &problems {
        desk.problem(problem)?;
    }
    for chunk in files.chunks(CHUNK) {
        let one = |path: &PathBuf| desk_read(path, arguments).map(|source| (desk_check(&source, rules), source));
        // One file needs no threads, and their start costs more than it.
        let checked: Vec<_> =
            if chunk.len() == 1 { chunk.iter().map(one).collect() } else { chunk.par_iter().map(one).collect() };
        for result in checked {
            match result {
                Ok((findings, source)) => desk.article(&source, findings)?,
                Err(problem) => desk.problem(&problem)?,
            }
        }
    }
    desk.finish()
}

fn desk_read(path: &Path, arguments: &Arguments) -> Result<Source, Problem> {
    if path != Path::new(walk::STDIN) {
        return own::source(path);
    }
    let name = arguments.stdin_filename.clone().unwrap_or_else(|| "<stdin>".to_owned());
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| problem(Path::new(&name), &error.to_string()))?;
    Source::from_bytes(name.as_str(), bytes).map_err(|error| problem(Path::new(&name), &error.to_string()))
}

fn desk_check(source: &Source, rules: &Rules) -> Vec<Finding> {
    let article = Article::read(source, Format::of_name(&source.name));
    engine::check(&article, rules, &House::default())
}

/// Where findings are chosen, counted and printed.
struct Desk<'a, W: Write> {
    arguments: &'a Arguments,
    report: Report<W>,
    summary: Summary,
    stopped: bool,
    problems: usize,
    began: Instant,
}

impl<W: Write> Desk<'_, W> {
    fn article(&mut self, source: &Source, mut findings: Vec<Finding>) -> io::Result<()> {
        findings.retain(|finding| self.shows(finding));
        self.summary.files += 1;
        self.summary.articles += 1;
        for finding in &findings {
            self.stopped |= self.arguments.fail_on.stops(finding.severity);
            match finding.severity {
                Severity::Error => self.summary.errors += 1,
                Severity::Warning => self.summary.warnings += 1,
                Severity::Note => self.summary.notes += 1,
            }
        }
        self.report.article(source, &findings)
    }

    /// What is selected is shown; it was all known when it was checked.
    fn shows(&self, finding: &Finding) -> bool {
        let named = |names: &[String]| names.iter().any(|name| names_it(name, &finding.rule, &finding.category));
        let selected = self.arguments.select.is_empty() || named(&self.arguments.select);
        selected && !named(&self.arguments.ignore)
    }

    fn problem(&mut self, problem: &Problem) -> io::Result<()> {
        self.problems += 1;
        self.report.problem(problem)
    }

    fn finish(self) -> io::Result<Status> {
        // On a terminal only: elsewhere the same input gives the same bytes.
        let took = || u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let milliseconds = io::stdout().is_terminal().then(took);
        self.report.finish(&Summary { milliseconds, ..self.summary })?;
        Ok(match () {
            () if self.problems > 0 => Status::Incomplete,
            () if self.stopped && !self.arguments.exit_zero => Status::Found,
            () => Status::Clean,
        })
    }
}

/// Whether a name given by the user means a rule: its name, its category, or a beginning of either.
fn names_it(name: &str, rule: &str, category: &str) -> bool {
    rule.starts_with(name) || category.starts_with(name)
}

fn unknown_names<'n>(rules: &Rules, mut names: impl Iterator<Item = &'n String>) -> Option<Problem> {
    let known = || rules.list.iter().flat_map(|rule| [&*rule.name, &*rule.category]);
    let means = |name: &str| rules.list.iter().any(|rule| names_it(name, &rule.name, &rule.category));
    // Nothing is the beginning of every name, and rarely what a script meant.
    let unknown = names.find(|name| name.is_empty() || !means(name))?;
    let near = nearest(unknown, known()).map(|near| format!("did you mean `{near}`?"));
    let message = near.unwrap_or_else(|| "`copydesk rules` lists those there are".to_owned());
    Some(Problem {
        path: format!("`{unknown}`"),
        message: format!("there is no rule or category of that name; {message}"),
    })
}
