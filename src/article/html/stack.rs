//! The open elements. Each remembers what it inherits and where the elements are that its tags may end, so
//! that no tag costs a search, however deep the page is.

use super::elements::Element;
use super::tokens::Name;
use crate::article::{BlockKind, TextKind};

/// What a reader sees of an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shows {
    /// Its text and images.
    #[default]
    All,
    /// Its images.
    Images,
    /// Nothing.
    Nothing,
}

/// The innermost open elements of some kinds, by their place on the stack.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Near {
    /// What breaks lines; an end tag in a line does not reach out of it.
    pub(super) block: Option<usize>,
    /// A table or cell; an end tag inside does not reach out of it.
    pub(super) scope: Option<usize>,
    pub(super) paragraph: Option<usize>,
    pub(super) heading: Option<usize>,
    pub(super) item: Option<usize>,
    pub(super) term: Option<usize>,
    pub(super) table: Option<usize>,
    pub(super) rows: Option<usize>,
    pub(super) row: Option<usize>,
    pub(super) cell: Option<usize>,
    pub(super) drawing: Option<usize>,
}

impl Near {
    /// The open element that a start tag ends, besides a paragraph.
    pub(super) fn ended_by(&self, element: Element) -> Option<usize> {
        match element {
            Element::Rows => self.rows.or(self.row).or(self.cell),
            Element::Row => self.row.or(self.cell),
            Element::Cell { .. } | Element::TableCaption => self.cell,
            Element::Item => self.item,
            Element::Term => self.term,
            Element::Heading(_) => self.heading.filter(|_| self.heading == self.block),
            _ => None,
        }
    }

    /// What is near inside an element at `here`.
    fn inside(self, element: Element, here: usize) -> Self {
        let here = Some(here);
        let near = Self { block: here, ..self };
        let item = Self { item: None, term: None, ..near };
        let closed = Self { scope: here, paragraph: None, heading: None, ..item };
        match element {
            Element::Block | Element::Choice => near,
            Element::Paragraph => Self { paragraph: here, ..near },
            Element::Heading(_) => Self { heading: here, ..near },
            Element::Item => Self { item: here, ..item },
            Element::Term => Self { term: here, ..item },
            Element::Table => Self { table: here, rows: None, row: None, cell: None, ..closed },
            Element::Rows => Self { rows: here, row: None, cell: None, ..near },
            Element::Row => Self { row: here, cell: None, ..near },
            Element::Cell { .. } | Element::TableCaption => Self { cell: here, ..closed },
            Element::Drawing => Self { drawing: here, ..near },
            Element::Embed { .. } | Element::Silent | Element::NoScript | Element::Title => near,
            _ if element.is_block() => item,
            _ => self,
        }
    }
}

/// An open element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) name: Name,
    pub(super) element: Element,
    /// Where its start tag stands in the source.
    pub(super) start: u32,
    pub(super) behind: u32,
    /// Where the block comment directly before it stands.
    pub(super) comment: Option<u32>,
    /// How many containers it opened.
    pub(super) containers: u8,
    /// What text directly in it is.
    pub(super) leaf: BlockKind,
    /// Whether white space is kept.
    pub(super) kept: bool,
    /// What kind its text is of, where that differs from its block.
    pub(super) reads: TextKind,
    /// The link that its text belongs to.
    pub(super) link: Option<usize>,
    pub(super) shows: Shows,
    /// Whether it is an article's own content.
    pub(super) body: bool,
    pub(super) near: Near,
}

impl Open {
    /// What is open where nothing is.
    pub(super) const ROOT: Self = Self {
        name: Name(u32::MAX),
        element: Element::Page,
        start: 0,
        behind: 0,
        comment: None,
        containers: 0,
        leaf: BlockKind::Paragraph,
        kept: false,
        reads: TextKind::Prose,
        link: None,
        shows: Shows::All,
        body: false,
        near: Near {
            block: None,
            scope: None,
            paragraph: None,
            heading: None,
            item: None,
            term: None,
            table: None,
            rows: None,
            row: None,
            cell: None,
            drawing: None,
        },
    };
}

/// The open elements, innermost last.
pub(super) struct Stack {
    open: Vec<Open>,
    /// For each name, where its elements are.
    named: Vec<Vec<usize>>,
}

impl Stack {
    /// An empty stack for so many names.
    pub(super) fn new(names: usize) -> Self {
        Self { open: Vec::new(), named: vec![Vec::new(); names] }
    }

    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// The innermost element.
    pub(super) fn top(&self) -> Open {
        self.open.last().copied().unwrap_or(Open::ROOT)
    }

    /// An element in the innermost one, with what it inherits.
    pub(super) fn inside(&self, name: Name, element: Element) -> Open {
        let top = self.top();
        let near = top.near.inside(element, self.len());
        Open { name, element, near, comment: None, containers: 0, ..top }
    }

    pub(super) fn push(&mut self, open: Open) {
        let here = self.len();
        self.named.iter_mut().skip(open.name.0 as usize).take(1).for_each(|places| places.push(here));
        self.open.push(open);
    }

    pub(super) fn pop(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        if let Some(places) = self.named.get_mut(open.name.0 as usize) {
            places.pop();
        }
        Some(open)
    }

    /// The innermost open element of a name, where its end tag reaches it.
    pub(super) fn ended_by(&self, name: Name, element: Element) -> Option<usize> {
        let top = self.top();
        let near = top.near;
        let named = self.named.get(name.0 as usize).and_then(|places| places.last()).copied();
        // Where nothing shows, elements have names only.
        if top.shows != Shows::All && named >= near.block {
            return named;
        }
        let found = match element {
            Element::Paragraph => near.paragraph,
            Element::Heading(_) => near.heading,
            Element::Item => near.item,
            Element::Term => near.term,
            _ => named,
        };
        let border = match element {
            _ if element.is_table_part() => near.table,
            _ if element.is_block() => near.scope,
            _ => near.block,
        };
        found.filter(|found| border.is_none_or(|border| *found >= border))
    }
}
