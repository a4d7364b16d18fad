//! The language of an article: what it says itself, or else a count of its commonest words.

use rustc_hash::FxHashMap;

use super::Words;
use crate::lexicon::LEXICON;

/// A language, by the primary subtag of BCP 47 in lower case: `en`, `de`, `pl`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(String);

/// How many common words must be found before a count says anything.
const ENOUGH: usize = 6;

impl Language {
    /// The language of a tag such as `en-GB`; nothing for what is no tag.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        let fits = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
        fits.then_some(Self(primary))
    }

    /// The subtag.
    pub fn tag(&self) -> &str {
        &self.0
    }
}

/// The language whose common words stand there most often, if twice as often as any other's.
pub(crate) fn detect(words: &Words) -> Option<Language> {
    let mut times: FxHashMap<u32, usize> = FxHashMap::default();
    words.list.iter().for_each(|word| *times.entry(word.form).or_default() += 1);
    let mut counts: Vec<(usize, &str)> = LEXICON
        .languages()
        .map(|(tag, lists)| {
            let common = words.forms.iter().enumerate().filter(|(_, form)| lists.holds("common", form));
            (common.map(|(form, _)| times.get(&(form as u32)).copied().unwrap_or_default()).sum(), tag)
        })
        .collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let second = counts.get(1).map_or(0, |(count, _)| *count);
    let (best, tag) = counts.first()?;
    (*best >= ENOUGH && *best >= second * 2).then(|| Language((*tag).to_owned()))
}
