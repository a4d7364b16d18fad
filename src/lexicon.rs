//! The words of the languages: `rules/words/LANGUAGE.toml`, one list a key, and the tables of
//! `rules/tables/`. Structure is written once in Rust; languages are data.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use lazy_static::lazy_static;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The lists of one language, by name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Lists {
    lists: BTreeMap<String, List>,
}

/// The entries of a list as they are written, and folded once somebody looks one up.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
struct List {
    entries: Vec<String>,
    #[serde(skip)]
    folded: OnceLock<FxHashSet<String>>,
}

impl Lists {
    /// Whether the list of that name holds the word or phrase, which is given in lower case.
    pub fn holds(&self, list: &str, entry: &str) -> bool {
        let Some(list) = self.lists.get(list) else { return false };
        let folded = list.folded.get_or_init(|| list.entries.iter().map(|entry| entry.to_lowercase()).collect());
        folded.contains(entry)
    }

    /// The entries of a list as they are written; none where the language has no such list.
    pub fn entries(&self, list: &str) -> impl Iterator<Item = &str> {
        self.lists.get(list).into_iter().flat_map(|list| &list.entries).map(String::as_str)
    }

    /// Whether there is a list of that name.
    pub fn contains(&self, list: &str) -> bool {
        self.lists.contains_key(list)
    }

    /// The names of all lists.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }
}

/// The numbers that words stand for, one table a kind: `[en.months]`, `[en.numbers]` …
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Numbers {
    tables: BTreeMap<String, BTreeMap<String, BTreeMap<String, u32>>>,
}

impl Numbers {
    /// What a folded word stands for in a table of a language.
    pub fn value(&self, language: &str, table: &str, word: &str) -> Option<u32> {
        self.tables.get(language)?.get(table)?.get(word).copied()
    }
}

/// All languages that we have words of.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    languages: FxHashMap<&'static str, Lists>,
    /// The numbers that words stand for.
    pub numbers: Numbers,
}

impl Lexicon {
    /// The lists of a language; none for a language we have no words of.
    pub fn of(&self, language: &str) -> Option<&Lists> {
        self.languages.get(language)
    }

    /// Each language with its lists, in the order of the tags.
    pub fn languages(&self) -> impl Iterator<Item = (&'static str, &Lists)> {
        WORDS.iter().filter_map(|(language, _)| self.of(language).map(|lists| (*language, lists)))
    }

    /// Whether any language has the entry in that list. For what is looked at before the language is known.
    pub fn any_holds(&self, list: &str, entry: &str) -> bool {
        self.languages().any(|(_, lists)| lists.holds(list, entry))
    }
}

lazy_static! {
    /// The built-in lexicon. A file that does not parse is an empty one here; `tests/rules.rs` refuses it.
    pub static ref LEXICON: Lexicon = {
        let languages = WORDS.iter().map(|(language, text)| (*language, toml::from_str(text).unwrap_or_default()));
        Lexicon { languages: languages.collect(), numbers: toml::from_str(NUMBERS).unwrap_or_default() }
    };
}
