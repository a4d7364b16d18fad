//! `copydesk test`: tries the examples of rules, and shows those that fail in their rule's file.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::own::{self, Refused};
use super::{Status, complain, refuse};
use crate::engine;
use crate::house::House;
use crate::report::Format;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A folder with rules of your own; the built-in rules if left out.
    dir: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, color: bool, out: &mut impl Write) -> io::Result<Status> {
    let loaded = match own::load(arguments.dir.as_deref()) {
        Ok(loaded) => loaded,
        Err(Refused::Unread(problem)) => return refuse(&problem, out),
        Err(Refused::Mistaken(mistakes)) => return complain(&mistakes.files, Format::Full, color, out),
    };
    let trial = engine::test(loaded.rules(), &House::default(), |rule| loaded.is_tried(rule));
    if !trial.failed.is_empty() {
        complain(&trial.failed, Format::Full, color, out)?;
        return Ok(Status::Found);
    }
    let plural = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    writeln!(out, "{} of {} do what they say", plural(trial.examples, "example"), plural(trial.rules, "rule"))?;
    Ok(Status::Clean)
}
