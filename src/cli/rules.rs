//! `copydesk rules`: the table of rules, and the vocabulary in which they are written.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::own::{self, Refused};
use super::{Status, complain, refuse};
use crate::article::TextKind;
use crate::measure::{Measure, Part, Shape, TargetKind};
use crate::report::Format;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print what rules may be written in: targets, parts, shapes, measures and their values.
    #[arg(long)]
    vocabulary: bool,
    /// A folder with rules of your own, added to the built-in ones.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, color: bool, out: &mut impl Write) -> io::Result<Status> {
    if arguments.vocabulary {
        return vocabulary(out);
    }
    let loaded = match own::load(arguments.rules.as_deref()) {
        Ok(loaded) => loaded,
        Err(Refused::Unread(problem)) => return refuse(&problem, out),
        Err(Refused::Mistaken(mistakes)) => return complain(&mistakes.files, Format::Full, color, out),
    };
    let mut rows: Vec<[String; 4]> = Vec::new();
    for rule in &loaded.rules().list {
        let severities: Vec<&str> = rule.needs.iter().map(|(severity, _)| severity.name()).collect();
        rows.push([rule.category.to_string(), rule.name.to_string(), severities.join(", "), rule.summary.clone()]);
    }
    rows.sort();
    let heads = ["category", "rule", "severity", "what it finds"].map(str::to_owned);
    rows.insert(0, heads);
    table(&rows, out)?;
    Ok(Status::Clean)
}

/// Columns as wide as their widest cell; the last is left as it is.
fn table<const N: usize>(rows: &[[String; N]], out: &mut impl Write) -> io::Result<()> {
    let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let width = if column + 1 == N { 0 } else { widest(column).unwrap_or_default() + 2 };
            line.push_str(&format!("{cell:width$}"));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn vocabulary(out: &mut impl Write) -> io::Result<Status> {
    let row = |name: &str, about: &str| [format!("  {name}"), about.to_owned()];
    let chapters = [
        ("looks-at", TargetKind::ALL.iter().map(|kind| row(kind.name(), kind.about())).collect::<Vec<_>>()),
        ("among (prose if left out)", TextKind::ALL.iter().map(|kind| row(kind.name(), kind.about())).collect()),
        ("in", Part::ALL.iter().map(|part| row(part.name(), part.about())).collect()),
        ("is", Shape::ALL.iter().map(|shape| row(shape.name(), shape.about())).collect()),
        ("measure", Measure::ALL.iter().map(|measure| row(measure.name(), &measured(*measure))).collect()),
    ];
    for (index, (name, rows)) in chapters.iter().enumerate() {
        let blank = if index == 0 { "" } else { "\n" };
        writeln!(out, "{blank}{name}")?;
        table(rows, out)?;
    }
    Ok(Status::Clean)
}

/// A measure with its unit and the values that it gives.
fn measured(measure: Measure) -> String {
    let fields = measure.fields().iter().map(|field| format!(", {{{field}}}")).collect::<String>();
    format!("{} ({}; gives {{value}}{fields})", measure.about(), measure.unit())
}
