//! Walking a TOML file: every value with its place, every unknown key and wrong type reported, none of
//! them the last.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::Mistakes;
use crate::source::Source;
use crate::span::Span;

/// A file whose mistakes are collected.
pub(super) struct File<'m> {
    pub(super) source: Arc<Source>,
    pub(super) mistakes: &'m mut Mistakes,
}

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) span: Span,
}

impl File<'_> {
    /// Notes a mistake.
    pub(super) fn mistake(&mut self, span: Span, message: impl Into<String>, help: Option<String>) {
        self.mistakes.add(&self.source, span, message.into(), help);
    }

    /// Says which keys of a table are unknown, with the nearest known one.
    pub(super) fn refuse_unknown(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let help = nearest(name, known.iter().copied())
                    .map(|near| format!("did you mean `{near}`?"))
                    .or_else(|| Some(format!("known here: {}", known.join(", "))));
                self.mistake(Span::of(key.span()), format!("unknown key `{name}`"), help);
            }
        }
    }

    /// A text; what is none is a mistake.
    pub(super) fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<Placed<String>> {
        let value = table.get(key)?;
        self.as_text(value, key)
    }

    fn as_text(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<Placed<String>> {
        let span = Span::of(value.span());
        match value.get_ref() {
            DeValue::String(text) => Some(Placed { value: text.to_string(), span }),
            other => self.wrong(span, key, "a text in quotation marks", other.type_str()),
        }
    }

    /// A text that has to be there; `whole` is the place to point at if it is not.
    pub(super) fn needed(&mut self, table: &DeTable<'_>, key: &str, whole: Span) -> Option<Placed<String>> {
        if !table.contains_key(key) {
            self.mistake(whole, format!("`{key}` is missing"), None);
        }
        self.text(table, key)
    }

    /// A whole number.
    pub(super) fn number(&mut self, table: &DeTable<'_>, key: &str) -> Option<Placed<i64>> {
        let value = table.get(key)?;
        let span = Span::of(value.span());
        let number =
            value.get_ref().as_integer().and_then(|digits| i64::from_str_radix(digits.as_str(), digits.radix()).ok());
        match number {
            Some(value) => Some(Placed { value, span }),
            None => self.wrong(span, key, "a whole number", value.get_ref().type_str()),
        }
    }

    /// Yes or no; no if it is left out.
    pub(super) fn truth(&mut self, table: &DeTable<'_>, key: &str) -> bool {
        let Some(value) = table.get(key) else { return false };
        match value.get_ref().as_bool() {
            Some(truth) => truth,
            None => {
                let span = Span::of(value.span());
                self.wrong::<()>(span, key, "true or false", value.get_ref().type_str());
                false
            }
        }
    }

    /// A list of texts; nothing if it is left out.
    pub(super) fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Option<Vec<Placed<String>>> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::Array(items) => Some(items.iter().filter_map(|item| self.as_text(item, key)).collect()),
            other => self.wrong(Span::of(value.span()), key, "a list of texts", other.type_str()),
        }
    }

    /// The same of a list that says nothing when it is empty.
    pub(super) fn filled(&mut self, table: &DeTable<'_>, key: &str) -> Option<Vec<Placed<String>>> {
        let texts = self.texts(table, key)?;
        if let Some(value) =
            table.get(key).filter(|value| value.get_ref().as_array().is_some_and(|items| items.is_empty()))
        {
            self.mistake(Span::of(value.span()), format!("`{key}` names nothing"), None);
        }
        Some(texts)
    }

    /// Says where the file is no TOML, and whether it is. Only the first place: the others are often its echo.
    pub(super) fn refuse_syntax(&mut self, errors: &[toml::de::Error]) -> bool {
        if let Some(error) = errors.first() {
            self.mistake(Span::of(error.span().unwrap_or(0..0)), error.message(), None);
        }
        !errors.is_empty()
    }

    /// The tables of `[[key]]`, each with its place.
    pub(super) fn tables<'t, 'i>(&mut self, table: &'t DeTable<'i>, key: &str) -> Vec<Placed<&'t DeTable<'i>>> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let span = Span::of(value.span());
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong::<()>(span, key, "written as [[…]]", value.get_ref().type_str());
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => tables.push(Placed { value: table, span: Span::of(item.span()) }),
                other => {
                    self.wrong::<()>(Span::of(item.span()), key, "a table", other.type_str());
                }
            }
        }
        tables
    }

    /// The one value of a closed set that a text names.
    pub(super) fn named<T: Copy>(&mut self, text: &Placed<String>, what: &str, all: &[(&'static str, T)]) -> Option<T> {
        let found = all.iter().find(|(name, _)| *name == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let names = || all.iter().map(|(name, _)| *name);
            let help = nearest(&text.value, names())
                .map(|near| format!("did you mean `{near}`?"))
                .or_else(|| Some(format!("there are {}", names().collect::<Vec<_>>().join(", "))));
            self.mistake(text.span, format!("there is no {what} `{}`", text.value), help);
        }
        found
    }

    fn wrong<T>(&mut self, span: Span, key: &str, wanted: &str, found: &str) -> Option<T> {
        let article = if found.starts_with(['a', 'i']) { "an" } else { "a" };
        self.mistake(span, format!("`{key}` should be {wanted}, and is {article} {found}"), None);
        None
    }
}

/// The known name that a misspelt one is nearest to, if it is near.
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let limit = (name.chars().count() / 3).clamp(1, 3);
    known.map(|other| (distance(name, other), other)).filter(|(far, _)| *far <= limit).min().map(|(_, other)| other)
}

/// The edit distance of two names (Levenshtein 1966), in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, left) in a.chars().take(64).enumerate() {
        let mut before = at;
        let mut here = at + 1;
        for (index, right) in b.iter().enumerate() {
            let above = row.get(index + 1).copied().unwrap_or_default();
            let cost = before + usize::from(left != *right);
            before = above;
            if let Some(cell) = row.get_mut(index) {
                *cell = here;
            }
            here = cost.min(above + 1).min(here + 1);
        }
        if let Some(cell) = row.last_mut() {
            *cell = here;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_its_neighbour() {
        assert_eq!(distance("phrase", "phrases"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(nearest("sumary", ["summary", "message"].into_iter()), Some("summary"));
        assert_eq!(nearest("zebra", ["summary", "message"].into_iter()), None);
    }
}
