//! What the engine says and the reports show: a [`Finding`] with the [`Reason`]s it rests on.

use std::sync::Arc;

use crate::span::Span;

/// How bad it is. Ordered: a note is less than a warning, a warning less than an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Worth a look before publication.
    Warning,
    /// Must not be published.
    Error,
}

impl Severity {
    /// All of them, rising.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// Its name in rules, options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One kind of evidence for a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The rule whose evidence it is.
    pub rule: Arc<str>,
    /// The points it earned; none for a finding about the tool's own input.
    pub points: Option<i32>,
    /// The evidence in words.
    pub text: String,
    /// The places that prove it, in the same source.
    pub spans: Vec<Span>,
}

/// The second place of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where, in the same source.
    pub span: Span,
    /// What stands there, in a few words.
    pub message: String,
}

/// A change that would mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be applied without a look.
    pub safe: bool,
    /// What is replaced; the spans do not overlap and rise.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// What is wrong, where, how bad, and why we think so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that fired.
    pub rule: Arc<str>,
    /// What is reported and selected.
    pub category: Arc<str>,
    /// How bad it is.
    pub severity: Severity,
    /// The place that is underlined; no white space at its ends.
    pub span: Span,
    /// What is wrong, in one line.
    pub message: String,
    /// The evidence, the strongest first; at least one.
    pub reasons: Vec<Reason>,
    /// The second places of a pair.
    pub related: Vec<Related>,
    /// What to do about it.
    pub help: Option<String>,
    /// The policy or standard behind it.
    pub url: Option<String>,
    /// The points the winning rule earned.
    pub points: Option<i32>,
    /// The points that the severity needed.
    pub needs: Option<i32>,
    /// The change that would mend it.
    pub fix: Option<Fix>,
    /// What stays the same when the text around it moves; see [`fingerprint`].
    pub fingerprint: String,
}

/// The version of the recipe below: stored fingerprints of another version do not count.
const FINGERPRINT_VERSION: u32 = 1;

/// The identity of a finding: the rule, the primary text and the text of the second place (both in lower
/// case, white space as one blank), and how often the same stood before it in the article (from 0).
/// Never the path, never an offset.
pub fn fingerprint(rule: &str, primary: &str, second: &str, occurrence: u32) -> String {
    let normal = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let recipe = format!("{rule}\0{}\0{}\0{occurrence}", normal(primary), normal(second));
    format!("{FINGERPRINT_VERSION}:{:032x}", xxhash_rust::xxh3::xxh3_128(recipe.as_bytes()))
}
