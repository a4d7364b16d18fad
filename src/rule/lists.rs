//! Word lists as rules read them: for each language and list its entries, each a phrase with its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::file::File;
use super::mistake::Mistakes;
use super::phrase::Phrase;
use crate::source::Source;
use crate::span::Span;

/// The file of this name holds lists that every language reads: symbols, addresses.
pub(super) const EVERY_LANGUAGE: &str = "any";

/// The entries of one list in one language.
pub(super) type Entries = Vec<Phrase>;

/// All lists of all languages.
#[derive(Debug, Default)]
pub struct WordLists {
    languages: BTreeMap<String, BTreeMap<String, Entries>>,
    /// Whether a file could not be read to its end: any list may stand there.
    broken: bool,
}

impl WordLists {
    /// Adds the lists of a file; its name is the language.
    pub(super) fn add(&mut self, source: &Arc<Source>, mistakes: &mut Mistakes) {
        let (root, errors) = DeTable::parse_recoverable(&source.text);
        let mut file = File { source: source.clone(), mistakes };
        if file.refuse_syntax(&errors) {
            self.broken = true;
            return;
        }
        let language = stem(&source.name).to_owned();
        let lists = self.languages.entry(language).or_default();
        for (key, value) in root.get_ref() {
            let name: &str = key.get_ref();
            if !matches!(value.get_ref(), DeValue::Array(_)) {
                file.mistake(Span::of(value.span()), format!("`{name}` should be a list of texts"), None);
                continue;
            }
            let entries = file.texts(root.get_ref(), name).unwrap_or_default();
            let phrases = entries.into_iter().filter_map(|entry| Phrase::parse(&entry, &mut file));
            let phrases: Vec<Phrase> = phrases.collect();
            lists.entry(name.to_owned()).or_default().extend(phrases);
        }
    }

    /// The list of a language, or else the one that every language reads.
    pub(super) fn get(&self, language: &str, list: &str) -> Option<&Entries> {
        let of = |language: &str| self.languages.get(language).and_then(|lists| lists.get(list));
        of(language).or_else(|| of(EVERY_LANGUAGE))
    }

    /// The languages that have words, without the pretended one.
    pub(super) fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str).filter(|language| *language != EVERY_LANGUAGE)
    }

    /// Whether every language reads that list.
    pub(super) fn is_shared(&self, list: &str) -> bool {
        self.languages.get(EVERY_LANGUAGE).is_some_and(|lists| lists.contains_key(list))
    }

    /// Whether anyone wrote that list.
    pub(super) fn is_known(&self, list: &str) -> bool {
        self.broken || self.languages.values().any(|lists| lists.contains_key(list))
    }

    /// The names of all lists.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.languages.values().flat_map(BTreeMap::keys).map(String::as_str)
    }

    /// Says which lists lead back to themselves, and which are asked for by an entry but nobody wrote.
    pub(super) fn check(&self, sources: &[Arc<Source>], mistakes: &mut Mistakes) {
        for source in sources {
            let language = stem(&source.name);
            let Some(lists) = self.languages.get(language) else { continue };
            for (name, entries) in lists {
                for entry in entries.iter().filter(|entry| Arc::ptr_eq(&entry.source, source)) {
                    for inner in entry.lists() {
                        if !self.is_known(inner) {
                            mistakes.add(source, entry.span, format!("nobody wrote a list `{inner}`"), None);
                        } else if self.readers(language, name).any(|reader| self.reaches(reader, inner, name)) {
                            mistakes.add(
                                source,
                                entry.span,
                                format!("`{name}` leads back to itself through `{inner}`"),
                                None,
                            );
                        }
                    }
                }
            }
        }
    }

    /// The languages that read a list as it stands in a file: its own, or all that have no list of that name.
    fn readers(&self, language: &str, list: &str) -> impl Iterator<Item = &str> {
        let shared = language == EVERY_LANGUAGE;
        let reads = move |(reader, lists): &(&String, &BTreeMap<String, Entries>)| {
            *reader == language || shared && !lists.contains_key(list)
        };
        self.languages.iter().filter(reads).map(|(reader, _)| reader.as_str())
    }

    /// Whether `from` is `to`, or asks for it through other lists.
    fn reaches(&self, language: &str, from: &str, to: &str) -> bool {
        let mut seen: Vec<&str> = vec![from];
        let mut at = 0;
        while let Some(list) = seen.get(at).copied() {
            if list == to {
                return true;
            }
            for inner in self.get(language, list).into_iter().flatten().flat_map(Phrase::lists) {
                if !seen.contains(&inner) {
                    seen.push(inner);
                }
            }
            at += 1;
        }
        false
    }
}

/// A file's name without its folders and its ending.
pub(super) fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.strip_suffix(".toml").unwrap_or(file)
}
