//! The [`House`]: what a publication says of itself.

use crate::article::Language;

/// The publication's own ways. Later its domains, words and accepted terms stand here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    /// The language of a text that neither says nor shows its own.
    pub language: Option<Language>,
}

impl Default for House {
    fn default() -> Self {
        Self { language: Language::of_tag("en") }
    }
}
