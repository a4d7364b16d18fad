//! The two kinds of place: a [`Span`] of the source, and a [`Passage`] of the visible text.
//!
//! They are types of their own so that one is never taken for the other: a passage becomes a span only
//! by way of [`crate::article::Visible::span`].

use std::ops::Range;

/// A stretch of the source, in bytes, from the first to behind the last, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

/// A stretch of an article's visible text, in bytes of that text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passage {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

macro_rules! stretch {
    ($name:ident) => {
        impl $name {
            /// From `start` to behind `end`; an end before the start gives an empty stretch.
            pub fn new(start: u32, end: u32) -> Self {
                Self { start, end: end.max(start) }
            }

            /// The same out of byte indices; what does not fit is cut to the largest offset there is.
            pub fn of(range: Range<usize>) -> Self {
                let cut = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                Self::new(cut(range.start), cut(range.end))
            }

            /// As byte indices.
            pub fn range(self) -> Range<usize> {
                self.start as usize..self.end as usize
            }

            /// Its length in bytes.
            pub fn len(self) -> u32 {
                self.end - self.start
            }

            /// Whether it holds nothing.
            pub fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// Whether all of `other` lies inside.
            pub fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether the two share a byte; an empty one overlaps what it stands in.
            pub fn overlaps(self, other: Self) -> bool {
                let (a, b) = (self.end.max(self.start + 1), other.end.max(other.start + 1));
                self.start < b && other.start < a
            }

            /// The place where it begins.
            pub fn front(self) -> Self {
                Self { end: self.start, ..self }
            }

            /// The place where it ends.
            pub fn back(self) -> Self {
                Self { start: self.end, ..self }
            }

            /// Those that it overlaps of some that rise and do not overlap one another.
            pub fn among(self, list: &[Self]) -> &[Self] {
                let first = list.partition_point(|item| item.end.max(item.start + 1) <= self.start);
                let behind = list.partition_point(|item| item.start < self.end.max(self.start + 1));
                list.get(first..behind).unwrap_or_default()
            }

            /// The shortest stretch that holds both.
            pub fn cover(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }

            /// The part of it that lies inside `outer`; of one that lies beside it, nothing, at that end.
            pub fn within(self, outer: Self) -> Self {
                let inside = |at: u32| at.clamp(outer.start, outer.end);
                Self { start: inside(self.start), end: inside(self.end) }
            }

            /// What it covers of `text`; nothing where it does not fit.
            pub fn slice(self, text: &str) -> &str {
                text.get(self.range()).unwrap_or_default()
            }

            /// The same without white space at its ends.
            pub fn trim(self, text: &str) -> Self {
                let all = self.slice(text);
                let front = all.len() - all.trim_start().len();
                let rest = all.trim().len();
                Self::of(self.start as usize + front..self.start as usize + front + rest)
            }
        }
    };
}

stretch!(Span);
stretch!(Passage);
