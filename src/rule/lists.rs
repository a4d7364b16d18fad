//! Word lists as rules read them: the built-in ones out of the lexicon, and those of a user's files, each
//! entry a phrase with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::file::File;
use super::mistake::Mistakes;
use super::phrase::{Phrase, lists_in};
use crate::lexicon::{Lexicon, Lists};
use crate::source::Source;
use crate::span::Span;

/// The file of this name holds lists that every language reads: symbols, addresses.
pub(super) const EVERY_LANGUAGE: &str = "any";

/// All lists of all languages.
#[derive(Debug, Default)]
pub struct WordLists {
    /// The built-in ones, which are parsed already, and which a test has checked.
    lexicon: Option<&'static Lexicon>,
    /// Those of files, by language and name.
    own: BTreeMap<String, BTreeMap<String, Vec<Phrase>>>,
    /// Whether a file could not be read to its end: any list may stand there.
    broken: bool,
}

impl WordLists {
    /// The lists of a lexicon.
    pub(super) fn of(lexicon: Option<&'static Lexicon>) -> Self {
        Self { lexicon, ..Self::default() }
    }

    /// Adds the lists of a file; its name is the language.
    pub(super) fn add(&mut self, source: &Arc<Source>, mistakes: &mut Mistakes) {
        let (root, errors) = DeTable::parse_recoverable(&source.text);
        let mut file = File { source: source.clone(), mistakes };
        if file.refuse_syntax(&errors) {
            self.broken = true;
            return;
        }
        let language = stem(&source.name).to_owned();
        let lists = self.own.entry(language).or_default();
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

    /// The entries of the list of a language, or else of the one that every language reads.
    pub(super) fn entries<'l>(&'l self, language: &'l str, list: &'l str) -> impl Iterator<Item = &'l str> {
        let language = if self.stands(language, list) { language } else { EVERY_LANGUAGE };
        let built_in = self.lexicon.and_then(|lexicon| lexicon.of(language)).into_iter();
        let own = self.own.get(language).and_then(|lists| lists.get(list)).into_iter().flatten();
        built_in.flat_map(move |lists| lists.entries(list)).chain(own.map(|phrase| phrase.text.as_str()))
    }

    /// Whether a language reads such a list.
    pub(super) fn is_read(&self, language: &str, list: &str) -> bool {
        self.stands(language, list) || self.is_shared(list)
    }

    /// Whether every language reads that list.
    pub(super) fn is_shared(&self, list: &str) -> bool {
        self.stands(EVERY_LANGUAGE, list)
    }

    /// Whether anyone wrote that list.
    pub(super) fn is_known(&self, list: &str) -> bool {
        self.broken || self.files().any(|language| self.stands(language, list))
    }

    /// The languages that have words, without the pretended one.
    pub(super) fn languages(&self) -> impl Iterator<Item = &str> {
        self.files().filter(|language| *language != EVERY_LANGUAGE)
    }

    /// The names of all lists.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let built_in = self.lexicon.into_iter().flat_map(Lexicon::languages).map(|(_, lists)| lists);
        let own = self.own.values().flat_map(BTreeMap::keys).map(String::as_str);
        built_in.flat_map(Lists::names).chain(own)
    }

    /// The languages that there are files for, sorted, each once.
    fn files(&self) -> impl Iterator<Item = &str> {
        let built_in = self.lexicon.into_iter().flat_map(Lexicon::languages).map(|(language, _)| language);
        let all: BTreeSet<&str> = built_in.chain(self.own.keys().map(String::as_str)).collect();
        all.into_iter()
    }

    /// Whether a list stands in the file of a language.
    fn stands(&self, language: &str, list: &str) -> bool {
        let built_in = self.lexicon.and_then(|lexicon| lexicon.of(language));
        built_in.is_some_and(|lists| lists.contains(list))
            || self.own.get(language).is_some_and(|lists| lists.contains_key(list))
    }

    /// Says which lists lead back to themselves, and which are asked for by an entry but nobody wrote.
    pub(super) fn check(&self, sources: &[Arc<Source>], mistakes: &mut Mistakes) {
        for source in sources {
            let language = stem(&source.name);
            let Some(lists) = self.own.get(language) else { continue };
            for (name, entries) in lists {
                for entry in entries.iter().filter(|entry| Arc::ptr_eq(&entry.source, source)) {
                    for inner in lists_in(&entry.text) {
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
    fn readers<'l>(&'l self, language: &'l str, list: &'l str) -> impl Iterator<Item = &'l str> {
        let shared = language == EVERY_LANGUAGE;
        self.files().filter(move |reader| *reader == language || shared && !self.stands(reader, list))
    }

    /// Whether `from` is `to`, or asks for it through other lists.
    fn reaches<'l>(&'l self, language: &'l str, from: &'l str, to: &str) -> bool {
        let mut seen: Vec<&str> = vec![from];
        let mut at = 0;
        while let Some(list) = seen.get(at).copied() {
            if list == to {
                return true;
            }
            for inner in self.entries(language, list).flat_map(lists_in) {
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
