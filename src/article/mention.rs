//! What inside a block is of another kind than the block: what stands in quotation marks is mentioned, not
//! used; what a template will fill (`{{ … }}`, `{% … %}`, `{: … }`) is code.

use super::{Article, Block, Region, TextKind};
use crate::span::Passage;

/// A quotation may run this far, in bytes, before its opening mark is taken for a stray one.
const LONGEST: u32 = 1_200;

/// The article's regions, with those in quotation marks added, in order.
pub(crate) fn mark(article: &Article) -> Vec<Region> {
    let mut regions = article.regions.clone();
    for block in &article.blocks {
        if matches!(block.reads, TextKind::Prose | TextKind::Quoted) {
            template_tags(article, block, &mut regions);
            quotations(article, block, &mut regions);
        }
    }
    regions.sort_by_key(|region| region.passage);
    without_overlaps(regions)
}

/// Pairs the quotation marks of a block. An unclosed one mentions nothing.
fn quotations(article: &Article, block: &Block, regions: &mut Vec<Region>) {
    let text = article.text(block.text);
    let mut open: Option<(char, u32)> = None;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        let here = block.text.start + at as u32;
        let closes = |opened: char| match opened {
            '“' => letter == '”',
            '„' => letter == '“' || letter == '”',
            '«' => letter == '»',
            '»' => letter == '«',
            _ => letter == '"',
        };
        match open {
            Some((opened, start)) if closes(opened) => {
                let end = here + letter.len_utf8() as u32;
                regions.push(Region { passage: Passage::new(start, end), kind: TextKind::Mentioned });
                open = None;
            }
            Some((_, start)) if here - start > LONGEST => open = None,
            Some(_) => {}
            None if "“„«".contains(letter) => open = Some((letter, here)),
            None if letter == '"' && !before.is_alphanumeric() => open = Some((letter, here)),
            None => {}
        }
        before = letter;
    }
}

/// The tags of Liquid, Jinja and Handlebars, and the attribute lists of kramdown.
const TAGS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{:", "}")];

fn template_tags(article: &Article, block: &Block, regions: &mut Vec<Region>) {
    let text = article.text(block.text);
    let mut tags = TAGS.to_vec();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find('{')).map(|at| from + at) {
        let rest = text.get(open..).unwrap_or_default();
        let tag = tags.iter().find(|(opening, _)| rest.starts_with(opening)).copied();
        let end = tag.and_then(|(_, closing)| rest.find(closing).map(|at| open + at + closing.len()));
        if let Some(end) = end {
            let start = block.text.start as usize;
            regions.push(Region { passage: Passage::of(start + open..start + end), kind: TextKind::Code });
        }
        // A tag that never closes is looked for once: behind it no other of its kind can close either.
        tags.retain(|kind| end.is_some() || Some(*kind) != tag);
        from = end.unwrap_or(open + 1);
    }
}

/// What was there first (code, quoted) stays; a later region gives way.
fn without_overlaps(regions: Vec<Region>) -> Vec<Region> {
    let mut kept: Vec<Region> = Vec::with_capacity(regions.len());
    for region in regions {
        let start = kept.last().map_or(0, |last| last.passage.end).max(region.passage.start);
        let passage = Passage::new(start, region.passage.end);
        if !passage.is_empty() {
            kept.push(Region { passage, ..region });
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Format, TextKind};
    use crate::source::Source;

    #[test]
    fn a_tag_that_never_closes_hides_no_other() {
        let text = "One {% two {{ three }} four “five” six “seven";
        let article = Article::read(&Source::new("a", text).unwrap(), Format::Text);
        let kind = |word: &str| article.kind_at(text.find(word).unwrap() as u32);
        assert_eq!([kind("three"), kind("five")], [TextKind::Code, TextKind::Mentioned]);
        assert_eq!(["One", "two", "four", "six", "seven"].map(kind), [TextKind::Prose; 5]);
    }

    #[test]
    fn what_is_trimmed_off_a_block_is_of_no_kind() {
        // The code that is one blank ends with the block, and is nothing of the next one.
        let article = Article::read(&Source::new("a.md", "a ` `\n\nbcd\n").unwrap(), Format::Markdown);
        assert_eq!(article.visible.text(), "abcd");
        assert!((0..4).all(|at| article.kind_at(at) == TextKind::Prose));
    }
}
