//! The reader of markdown.

use super::build::Builder;
use super::{Article, Format};
use crate::source::Source;

/// Reads it.
pub(crate) fn read(source: &Source) -> Article {
    Builder::new(source, Format::Text).finish()
}
