//! Targets: what a rule looks at.

use super::Facts;
use crate::article::{Article, Block, BlockId, BlockKind, TextKind};
use crate::span::{Passage, Span};

/// What kind of thing a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TargetKind {
    /// A paragraph.
    Paragraph,
    /// A heading, sure or not.
    Heading,
    /// The text of a list item.
    ListItem,
    /// A block inside a quotation.
    Quote,
    /// A table cell.
    TableCell,
    /// A caption.
    Caption,
    /// The title in the head or the front matter.
    Title,
    /// The description in the head or the front matter.
    Description,
    /// A sentence of running text.
    Sentence,
    /// A line of running text; an unsure heading is one too.
    Line,
    /// A link.
    Link,
    /// An image.
    Image,
    /// Two or more neighbouring short lines.
    Run,
    /// The last one, two or three sentences of a block of four or more.
    Tail,
    /// A dated statement in an answer.
    AnswerClaim,
    /// A heading with what stands under it.
    Section,
    /// The whole article.
    Article,
}

/// Lines of a run are at most this long, in characters.
const RUN_LINE: usize = 120;

impl TargetKind {
    /// All of them, in the order of the vocabulary.
    pub const ALL: [Self; 17] = [
        Self::Paragraph,
        Self::Heading,
        Self::ListItem,
        Self::Quote,
        Self::TableCell,
        Self::Caption,
        Self::Title,
        Self::Description,
        Self::Sentence,
        Self::Line,
        Self::Link,
        Self::Image,
        Self::Run,
        Self::Tail,
        Self::AnswerClaim,
        Self::Section,
        Self::Article,
    ];

    /// Its name in rules.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading => "heading",
            Self::ListItem => "list-item",
            Self::Quote => "quote",
            Self::TableCell => "table-cell",
            Self::Caption => "caption",
            Self::Title => "title",
            Self::Description => "description",
            Self::Sentence => "sentence",
            Self::Line => "line",
            Self::Link => "link",
            Self::Image => "image",
            Self::Run => "run",
            Self::Tail => "tail",
            Self::AnswerClaim => "answer-claim",
            Self::Section => "section",
            Self::Article => "article",
        }
    }

    /// What it is, for the vocabulary.
    pub fn about(self) -> &'static str {
        match self {
            Self::Paragraph => "a paragraph of running text",
            Self::Heading => "a heading, also a line of plain text that looks like one",
            Self::ListItem => "the text of a list item",
            Self::Quote => "a block inside a quotation",
            Self::TableCell => "a cell of a table",
            Self::Caption => "the caption of a figure or table",
            Self::Title => "the title in the page's head or the front matter",
            Self::Description => "the description in the page's head or the front matter",
            Self::Sentence => "a sentence",
            Self::Line => "a line; also a line of plain text that looks like a heading",
            Self::Link => "a link, with its whole markup",
            Self::Image => "an image, with its whole markup",
            Self::Run => "two or more neighbouring lines of at most 120 characters",
            Self::Tail => "the last one, two or three sentences of a block of four or more",
            Self::AnswerClaim => "a dated statement in an answer of an FAQ; its place is the date",
            Self::Section => "a heading and what stands under it",
            Self::Article => "the whole article",
        }
    }

    /// Whether it is a block.
    pub fn is_block(self) -> bool {
        use TargetKind::{Caption, Description, Heading, ListItem, Paragraph, Quote, TableCell, Title};
        matches!(self, Paragraph | Heading | ListItem | Quote | TableCell | Caption | Title | Description)
    }

    /// The kind of text that it is by nature, and that a rule need not name in `among`.
    pub fn own_text(self) -> Option<TextKind> {
        match self {
            Self::Quote => Some(TextKind::Quoted),
            Self::Title | Self::Description => Some(TextKind::Data),
            _ => None,
        }
    }

    fn is(self, block: &Block) -> bool {
        matches!(
            (self, block.kind),
            (Self::Paragraph, BlockKind::Paragraph)
                | (Self::Heading, BlockKind::Heading { .. })
                | (Self::ListItem, BlockKind::ListItem)
                | (Self::Quote, BlockKind::Quote)
                | (Self::TableCell, BlockKind::TableCell { .. })
                | (Self::Caption, BlockKind::Caption)
                | (Self::Title, BlockKind::Title)
                | (Self::Description, BlockKind::Description)
        )
    }
}

/// One thing that a rule looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// Its text; of an image, its alternative text; of a claim, its date.
    pub text: Passage,
    /// The block it stands in (of a run, the first).
    pub block: BlockId,
    /// Its number among those of its kind in the article: of a line in `lines`, of a link in `links`, …
    pub number: usize,
    /// Its place in the source.
    pub span: Span,
}

impl Target {
    fn of_text(article: &Article, kind: TargetKind, text: Passage, block: BlockId, number: usize) -> Self {
        Self { kind, text, block, number, span: article.span(text) }
    }
}

/// All targets of a kind whose text is of the kinds in `among`, in reading order.
pub(crate) fn targets(facts: &Facts<'_>, kind: TargetKind, among: &[TextKind]) -> Vec<Target> {
    let article = facts.article;
    let reads = |id: BlockId| {
        article.block(id).is_some_and(|block| among.contains(&block.reads) || kind.own_text() == Some(block.reads))
    };
    let mut found = match kind {
        TargetKind::Sentence => sentences(article),
        TargetKind::Line => lines(article),
        TargetKind::Link => links(article),
        TargetKind::Image => images(article),
        TargetKind::Run => runs(article),
        TargetKind::Tail => tails(article),
        TargetKind::AnswerClaim => answer_claims(facts),
        TargetKind::Section => sections(article),
        TargetKind::Article => {
            let text = Passage::new(0, article.visible.len());
            let span = Span::of(0..article.raw.len()).trim(&article.raw);
            vec![Target { kind, text, block: BlockId(0), number: 0, span }]
        }
        _ => {
            let blocks = article.numbered().filter(|(_, block)| kind.is(block) && !block.text.is_empty());
            blocks.map(|(id, block)| Target::of_text(article, kind, block.text, id, id.0 as usize)).collect()
        }
    };
    let code = !among.contains(&TextKind::Code);
    found.retain(|target| reads(target.block) && !(code && article.stands_apart(target.text, TextKind::Code)));
    found
}

fn is_running_text(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote)
}

fn sentences(article: &Article) -> Vec<Target> {
    let blocks = article.numbered().filter(|(_, block)| is_running_text(block));
    let all = blocks.flat_map(|(id, _)| article.sentences(id).iter().map(move |sentence| (id, *sentence)));
    let all = all.enumerate();
    all.map(|(number, (id, text))| Target::of_text(article, TargetKind::Sentence, text, id, number)).collect()
}

fn is_line_of_text(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::Heading { sure: false, .. })
}

fn lines(article: &Article) -> Vec<Target> {
    let lines = article.lines.iter().enumerate();
    let lines = lines.filter(|(_, line)| article.block(line.block).is_some_and(is_line_of_text));
    lines.map(|(number, line)| Target::of_text(article, TargetKind::Line, line.text, line.block, number)).collect()
}

fn links(article: &Article) -> Vec<Target> {
    let links = article.links.iter().enumerate();
    links
        .map(|(number, link)| Target {
            kind: TargetKind::Link,
            text: link.text,
            block: link.block,
            number,
            span: link.span,
        })
        .collect()
}

fn images(article: &Article) -> Vec<Target> {
    let images = article.images.iter().enumerate();
    images
        .map(|(number, image)| Target {
            kind: TargetKind::Image,
            text: image.alt.unwrap_or_default(),
            block: image.block,
            number,
            span: image.span,
        })
        .collect()
}

fn sections(article: &Article) -> Vec<Target> {
    let sections = article.sections.iter().enumerate();
    sections
        .filter_map(|(number, section)| {
            let start = article.block(section.heading)?.text.start;
            let last = article.blocks.get(..section.end.0 as usize)?.iter().rfind(|block| !block.text.is_empty())?;
            let text = Passage::new(start, last.text.end);
            Some(Target::of_text(article, TargetKind::Section, text, section.heading, number))
        })
        .collect()
}

fn runs(article: &Article) -> Vec<Target> {
    let mut runs = Vec::new();
    let mut open: Option<(Passage, BlockId, usize)> = None;
    let mut close = |run: Option<(Passage, BlockId, usize)>| {
        if let Some((text, block, lines)) = run
            && lines >= 2
        {
            runs.push(Target::of_text(article, TargetKind::Run, text, block, runs.len()));
        }
    };
    for line in &article.lines {
        let Some(block) = article.block(line.block) else { continue };
        let short = article.text(line.text).chars().count() <= RUN_LINE;
        let fits = short && (is_line_of_text(block) || block.kind == BlockKind::ListItem);
        let same = open.and_then(|(_, first, _)| article.block(first)).is_none_or(|first| first.reads == block.reads);
        if !fits || !same {
            close(open.take());
        }
        if fits {
            open = Some(match open {
                Some((text, first, lines)) => (text.cover(line.text), first, lines + 1),
                None => (line.text, line.block, 1),
            });
        }
    }
    close(open);
    runs
}

fn tails(article: &Article) -> Vec<Target> {
    let mut tails = Vec::new();
    for (id, block) in article.numbered().filter(|(_, block)| is_running_text(block)) {
        let sentences = article.sentences(id);
        if sentences.len() < 4 {
            continue;
        }
        for first in sentences.iter().rev().take(3) {
            let text = Passage::new(first.start, block.text.end);
            tails.push(Target::of_text(article, TargetKind::Tail, text, id, tails.len()));
        }
    }
    tails
}

fn answer_claims(facts: &Facts<'_>) -> Vec<Target> {
    let claims = facts.claims().answers.iter().enumerate();
    let target = |(number, claim): (usize, &super::claim::Claim)| {
        Target::of_text(facts.article, TargetKind::AnswerClaim, claim.passage, claim.block, number)
    };
    claims.map(target).collect()
}
