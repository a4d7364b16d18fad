//! Lines: the stretches between two edges (a break that the reader sees, the end of a block).

use super::build::Edge;
use super::{Block, BlockId, Visible};
use crate::span::Passage;

/// One line of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The block it belongs to.
    pub block: BlockId,
    /// Its text, without white space at its ends; never empty.
    pub text: Passage,
}

/// A line that a soft break ends counts as wrapped if it is this long, in characters.
const WRAPPED_LINE: std::ops::RangeInclusive<usize> = 50..=120;

/// Whether at least a third of the characters stand in lines of 50 to 120 characters that a soft break ends.
pub(crate) fn is_wrapped(visible: &Visible, blocks: &[Block], edges: &[Edge]) -> bool {
    let (mut all, mut wrapped) = (0, 0);
    for (_, block_edges, block) in with_edges(blocks, edges) {
        let mut start = block.text.start;
        for edge in block_edges {
            let length = Passage::new(start, edge.at).slice(visible.text()).chars().count();
            if edge.soft && WRAPPED_LINE.contains(&length) {
                wrapped += length;
            }
            start = edge.at + 1;
        }
        all += block.text.slice(visible.text()).chars().count();
    }
    wrapped > 0 && wrapped * 3 >= all
}

/// The lines of all blocks. In a wrapped document a soft break is no edge.
pub(crate) fn split(visible: &Visible, blocks: &[Block], edges: &[Edge], wrapped: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for (id, block_edges, block) in with_edges(blocks, edges) {
        let mut start = block.text.start;
        let ends = block_edges.iter().filter(|edge| !(edge.soft && wrapped)).map(|edge| edge.at);
        for end in ends.chain([block.text.end]) {
            let text = Passage::new(start, end).trim(visible.text());
            if !text.is_empty() {
                lines.push(Line { block: id, text });
            }
            start = end + 1;
        }
    }
    lines
}

/// Each block that has text, with its edges.
fn with_edges<'a>(blocks: &'a [Block], edges: &'a [Edge]) -> impl Iterator<Item = (BlockId, &'a [Edge], &'a Block)> {
    let numbered = blocks.iter().enumerate().filter(|(_, block)| !block.text.is_empty());
    numbered.map(move |(index, block)| {
        let first = edges.partition_point(|edge| edge.at < block.text.start);
        let behind = edges.partition_point(|edge| edge.at < block.text.end);
        (BlockId(index as u32), edges.get(first..behind).unwrap_or_default(), block)
    })
}
