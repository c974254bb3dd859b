//! How the pages of a list are requested.

/// How the pages of a list are requested. Paths are member names joined by dots; an empty path or
/// parameter means that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pages {
    /// What the position is.
    pub style: PagesStyle,
    /// The request parameter with the position.
    pub position: &'static str,
    /// The request parameter with the page size.
    pub size: &'static str,
    /// The path of the list in the response.
    pub items: &'static str,
    /// The path of the number of all items in the response.
    pub total: &'static str,
    /// The path of the next token in the response.
    pub next: &'static str,
    /// The path of a flag in the response that is true if more pages follow.
    pub more: &'static str,
    /// The path of a flag in the response that is true if no page follows.
    pub over: &'static str,
}

/// What moves from one page to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagesStyle {
    /// The number of items to skip, from 0.
    Offset,
    /// The page number, from 1.
    Page,
    /// The page number, from 0.
    Index,
    /// A token that each response gives for the next page.
    Token,
}

impl Pages {
    const fn new(style: PagesStyle, position: &'static str, items: &'static str) -> Self {
        Self {
            style,
            position,
            size: "",
            items,
            total: "",
            next: "",
            more: "",
            over: "",
        }
    }

    /// Describes pages by the number of items to skip.
    pub const fn offset(position: &'static str, items: &'static str) -> Self {
        Self::new(PagesStyle::Offset, position, items)
    }

    /// Describes pages by number, from 1.
    pub const fn page(position: &'static str, items: &'static str) -> Self {
        Self::new(PagesStyle::Page, position, items)
    }

    /// Describes pages by number, from 0.
    pub const fn index(position: &'static str, items: &'static str) -> Self {
        Self::new(PagesStyle::Index, position, items)
    }

    /// Describes pages by token.
    pub const fn token(position: &'static str, items: &'static str) -> Self {
        Self::new(PagesStyle::Token, position, items)
    }

    /// Sets the request parameter with the page size.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str) -> Self {
        self.size = parameter;
        self
    }

    /// Sets the path of the number of all items.
    #[must_use]
    pub const fn total(mut self, path: &'static str) -> Self {
        self.total = path;
        self
    }

    /// Sets the path of the next token.
    #[must_use]
    pub const fn next(mut self, path: &'static str) -> Self {
        self.next = path;
        self
    }

    /// Sets the path of the flag that is true if more pages follow.
    #[must_use]
    pub const fn more(mut self, path: &'static str) -> Self {
        self.more = path;
        self
    }

    /// Sets the path of the flag that is true if no page follows.
    #[must_use]
    pub const fn over(mut self, path: &'static str) -> Self {
        self.over = path;
        self
    }
}
