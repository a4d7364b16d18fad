//! Sections: a heading and the blocks under it, up to the next heading.

use super::{Block, BlockId};

/// What stands under one heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: BlockId,
    /// The heading's level, from 1.
    pub level: u8,
    /// The first block behind the heading.
    pub first: BlockId,
    /// The block behind its last: the next heading, or the end.
    pub end: BlockId,
}

/// Finds the sections, and tells each block its heading.
pub(crate) fn divide(blocks: &mut [Block]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let count = BlockId(blocks.len() as u32);
    for (index, block) in blocks.iter_mut().enumerate() {
        let id = BlockId(index as u32);
        match block.kind {
            super::BlockKind::Heading { level, .. } if !block.text.is_empty() => {
                if let Some(last) = sections.last_mut() {
                    last.end = id;
                }
                sections.push(Section { heading: id, level, first: BlockId(id.0 + 1), end: count });
            }
            _ => block.heading = sections.last().map(|section| section.heading),
        }
    }
    sections
}
