//! copydesk
pub mod article;
#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
pub mod finding;
pub mod house;
pub mod lexicon;
pub mod measure;
pub mod report;
pub mod rule;
pub mod source;
pub mod span;
