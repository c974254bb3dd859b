//! Generated text, read as rustdoc and the compiler read it.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};
use syn::punctuated::Punctuated;
use syn::{Expr, ImplItem, Item, Lit, Meta, MetaNameValue, Token};

/// Whether a reader does not see `c`, or sees what is around it in another order.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// The documentation of each item, line by line as the compiler sees it.
pub(crate) fn docs(source: &str) -> Vec<String> {
    let tokens: TokenStream = source.parse().expect("tokens");
    let mut found = Vec::new();
    collect(tokens, &mut found);
    found
        .iter()
        .map(|lines: &Vec<String>| lines.join("\n"))
        .collect()
}

fn collect(tokens: TokenStream, found: &mut Vec<Vec<String>>) {
    let mut lines = Vec::new();
    let mut after_hash = false;
    for token in tokens {
        let is_mark = matches!(&token, TokenTree::Punct(p) if p.as_char() == '#' || (after_hash && p.as_char() == '!'));
        if is_mark {
            after_hash = true;
            continue;
        }
        match token {
            TokenTree::Group(group) if after_hash && group.delimiter() == Delimiter::Bracket => {
                lines.extend(doc(group.stream()));
            }
            other => {
                found.extend((!lines.is_empty()).then(|| std::mem::take(&mut lines)));
                if let TokenTree::Group(group) = other {
                    collect(group.stream(), found);
                }
            }
        }
        after_hash = false;
    }
    found.extend((!lines.is_empty()).then_some(lines));
}

/// The texts of `doc = "…"` and of `cfg_attr(doc, doc = "…", …)`.
fn doc(attribute: TokenStream) -> Vec<String> {
    let parts = Punctuated::<Meta, Token![,]>::parse_terminated;
    match syn::parse2(attribute) {
        Ok(Meta::NameValue(meta)) => value(meta).into_iter().collect(),
        Ok(Meta::List(list)) if list.path.is_ident("cfg_attr") => {
            let parts = list.parse_args_with(parts).expect("attributes");
            let values = parts.into_iter().filter_map(|part| match part {
                Meta::NameValue(meta) => value(meta),
                _ => None,
            });
            values.collect()
        }
        _ => Vec::new(),
    }
}

fn value(meta: MetaNameValue) -> Option<String> {
    let is_doc = meta.path.is_ident("doc");
    match meta.value {
        Expr::Lit(literal) if is_doc => match literal.lit {
            Lit::Str(text) => {
                // One line each, whatever the text: a line break would begin another one.
                assert!(!text.value().contains(is_hidden), "{:?}", text.value());
                Some(text.value())
            }
            _ => None,
        },
        _ => None,
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// The kind of each code block; documentation tests are made of these.
pub(crate) fn blocks(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, options());
    let mut found = Vec::new();
    for event in events {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) => {
                found.push(kind.to_string())
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                found.push("indented".to_owned())
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                assert!(html.starts_with("<!-- @generated"), "{html:?}");
            }
            _ => {}
        }
    }
    found
}

/// Where each link leads, those that rustdoc would resolve among them.
pub(crate) fn links(markdown: &str) -> Vec<String> {
    let mut resolve = |link: BrokenLink<'_>| {
        let target: CowStr<'static> = link.reference.to_string().into();
        Some((target, CowStr::from("")))
    };
    let events = Parser::new_with_broken_link_callback(markdown, options(), Some(&mut resolve));
    events
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                Some(dest_url.to_string())
            }
            _ => None,
        })
        .collect()
}

/// What every public constant of text holds, in modules and impls.
pub(crate) fn strings(file: &syn::File) -> Vec<String> {
    fn text(expr: &Expr) -> Vec<String> {
        match expr {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => vec![text.value()],
                _ => Vec::new(),
            },
            Expr::Reference(reference) => text(&reference.expr),
            Expr::Array(array) => array.elems.iter().flat_map(text).collect(),
            _ => Vec::new(),
        }
    }
    fn walk(items: &[Item], found: &mut Vec<String>) {
        for item in items {
            match item {
                Item::Const(item) => found.extend(text(&item.expr)),
                Item::Mod(item) => {
                    if let Some((_, items)) = &item.content {
                        walk(items, found);
                    }
                }
                Item::Impl(item) => found.extend(item.items.iter().flat_map(|item| match item {
                    ImplItem::Const(item) => text(&item.expr),
                    _ => Vec::new(),
                })),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    walk(&file.items, &mut found);
    found
}
