//! copydesk
pub mod article;
pub mod finding;
pub mod lexicon;
pub mod source;
pub mod span;
