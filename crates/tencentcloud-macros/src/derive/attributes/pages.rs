//! How an action's response is paged: `pages(…)`.

use syn::meta::ParseNestedMeta;
use syn::{LitStr, Result, Type};

use super::{once, text, word};

const EXPECTED: &str = "expected one of `offset`, `page`, `index` and `token` (the parameter that \
     moves), `items`, `item`, `size`, `total`, `next`, `more` or `over`";

/// How an action's response is paged.
pub(in crate::derive) struct Pages {
    pub(in crate::derive) style: String,
    pub(in crate::derive) position: LitStr,
    pub(in crate::derive) size: Option<LitStr>,
    pub(in crate::derive) items: LitStr,
    pub(in crate::derive) item: Type,
    pub(in crate::derive) total: Option<LitStr>,
    pub(in crate::derive) next: Option<LitStr>,
    pub(in crate::derive) more: Option<LitStr>,
    pub(in crate::derive) over: Option<LitStr>,
}

/// The parts that are given so far.
#[derive(Default)]
struct Parts {
    position: Option<(String, LitStr)>,
    size: Option<LitStr>,
    items: Option<LitStr>,
    item: Option<Type>,
    total: Option<LitStr>,
    next: Option<LitStr>,
    more: Option<LitStr>,
    over: Option<LitStr>,
}

impl Pages {
    pub(super) fn read(meta: &ParseNestedMeta<'_>) -> Result<Self> {
        let mut parts = Parts::default();
        meta.parse_nested_meta(|part| parts.take(&part))?;
        parts.complete(meta)
    }
}

impl Parts {
    fn take(&mut self, part: &ParseNestedMeta<'_>) -> Result<()> {
        let word = word(part);
        match word.as_str() {
            "offset" | "page" | "index" | "token" => match &self.position {
                Some((other, _)) if *other != word => Err(part.error(format!(
                    "conflicting attributes `{other}` and `{word}`: one parameter moves from page to page"
                ))),
                _ => once(&mut self.position, part, |part| Ok((word, text(part)?))),
            },
            "size" => once(&mut self.size, part, text),
            "items" => once(&mut self.items, part, text),
            "item" => once(&mut self.item, part, |part| part.value()?.parse()),
            "total" => once(&mut self.total, part, text),
            "next" => once(&mut self.next, part, text),
            "more" => once(&mut self.more, part, text),
            "over" => once(&mut self.over, part, text),
            _ => Err(part.error(EXPECTED)),
        }
    }

    fn complete(self, meta: &ParseNestedMeta<'_>) -> Result<Pages> {
        let missing = |what: &str| meta.error(format!("missing {what}"));
        let (style, position) = self.position.ok_or_else(|| {
            missing("the parameter that moves: `offset = \"…\"`, `page = \"…\"`, `index = \"…\"` or `token = \"…\"`")
        })?;
        if style == "token" && self.next.is_none() {
            return Err(missing(
                "`next = \"…\"`: the path of the next token in the response",
            ));
        }
        Ok(Pages {
            style,
            position,
            size: self.size,
            items: self
                .items
                .ok_or_else(|| missing("`items = \"…\"`: the path of the list in the response"))?,
            item: self
                .item
                .ok_or_else(|| missing("`item = Type`: the type of the list's items"))?,
            total: self.total,
            next: self.next,
            more: self.more,
            over: self.over,
        })
    }
}
