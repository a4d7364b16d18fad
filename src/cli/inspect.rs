//! `copydesk inspect`: the article as copydesk reads it.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::{Status, own, refuse};
use crate::article::{Article, Block, BlockKind, Format};
use crate::house::House;
use crate::measure::Facts;
use crate::source::Source;
use crate::span::Passage;

/// So many characters of a text are shown.
const SHOWN: usize = 70;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The article.
    file: PathBuf,
    /// Show its dated statements, what each was compared with, and why it stayed silent.
    #[arg(long)]
    claims: bool,
}

pub(super) fn run(arguments: &Arguments, _color: bool, out: &mut impl Write) -> io::Result<Status> {
    let source = match own::source(&arguments.file) {
        Ok(source) => source,
        Err(problem) => return refuse(&problem, out),
    };
    let article = Article::read(&source, Format::of_name(&source.name));
    let sheet = Sheet { source: &source, article: &article };
    if arguments.claims {
        sheet.claims(out)?;
    } else {
        sheet.blocks(out)?;
    }
    Ok(Status::Clean)
}

struct Sheet<'a> {
    source: &'a Source,
    article: &'a Article,
}

impl Sheet<'_> {
    fn blocks(&self, out: &mut impl Write) -> io::Result<()> {
        let article = self.article;
        let language = article.language.as_ref().map_or("not known", |language| language.tag());
        let wrapped = if article.wrapped { ", wrapped" } else { "" };
        writeln!(out, "{}: {}{wrapped}, language {language}", self.source.name, article.format.name())?;
        for block in &article.blocks {
            let depth = std::iter::successors(block.parent, |parent| article.block(*parent)?.parent).take(40).count();
            let line = self.source.position(block.extent.start).line;
            let reads = if block.kind.is_container() { "" } else { block.reads.name() };
            let indent = "  ".repeat(depth);
            writeln!(out, "{line:>5}  {indent}{:<12} {reads:<9} {}", name(block), self.shown(block.text))?;
        }
        for link in &article.links {
            writeln!(out, "{:>5}  link: {} → {}", self.line(link.text), self.shown(link.text), self.shown(link.url))?;
        }
        for image in &article.images {
            let line = self.source.position(image.span.start).line;
            let part = |passage: Option<Passage>| passage.map_or("none".to_owned(), |passage| self.shown(passage));
            writeln!(out, "{line:>5}  image: {} “{}”", part(image.url), part(image.alt))?;
        }
        for pair in &article.pairs {
            let answer: Vec<String> = pair.answer.iter().map(|passage| self.shown(*passage)).collect();
            writeln!(out, "{:>5}  asked: {}", self.line(pair.question), self.shown(pair.question))?;
            writeln!(out, "       answered: {}", answer.join(" / "))?;
        }
        Ok(())
    }

    fn claims(&self, out: &mut impl Write) -> io::Result<()> {
        let house = House::default();
        let facts = Facts::new(self.article, &house);
        let claims = facts.claims();
        writeln!(out, "{}: {} in answers, {} in the body", self.source.name, claims.answers.len(), claims.body.len())?;
        for (number, claim) in claims.answers.iter().enumerate() {
            let question = claim.question.map(|question| self.shown(question)).unwrap_or_default();
            writeln!(
                out,
                "\n{:>5}  {} in “{}”",
                self.line(claim.passage),
                self.shown(claim.passage),
                self.shown(claim.sentence)
            )?;
            if !question.is_empty() {
                writeln!(out, "       asked: {question}")?;
            }
            for candidate in claims.considered(self.article, number) {
                let Some(other) = claims.body.get(candidate.other) else { continue };
                let (line, value, sentence) =
                    (self.line(other.passage), self.shown(other.passage), self.shown(other.sentence));
                writeln!(out, "       against line {line}: {value} in “{sentence}”")?;
                let verdict = candidate.silence.map_or("contradicts", |silence| silence.sentence());
                writeln!(out, "         agreement {} %, near {} %: {verdict}", candidate.agreement, candidate.near)?;
            }
        }
        Ok(())
    }

    fn line(&self, passage: Passage) -> u32 {
        self.source.position(self.article.span(passage).start).line
    }

    /// The beginning of a passage on one line.
    fn shown(&self, passage: Passage) -> String {
        let text = self.article.text(passage);
        let mut short: String =
            text.chars().take(SHOWN).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        short
    }
}

fn name(block: &Block) -> String {
    match block.kind {
        BlockKind::Heading { level, sure } => format!("heading {level}{}", if sure { "" } else { "?" }),
        BlockKind::TableCell { row, column, .. } => format!("cell {row},{column}"),
        kind => kind.name().to_owned(),
    }
}
