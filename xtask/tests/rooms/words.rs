//! Which files use a word in their code: comments, text and tests apart.

use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The places below a folder that use one of `words`: file and word.
pub(crate) fn uses(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            found.extend(uses(&path, words));
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && path.file_stem().is_some_and(|stem| stem != "tests")
        {
            let text = fs::read_to_string(&path).unwrap();
            let tokens: TokenStream = text.parse().unwrap();
            scan(tokens, &mut |word| {
                let place = format!("{}: {word}", path.display());
                if words.contains(&word) && !found.contains(&place) {
                    found.push(place);
                }
            });
        }
    }
    found
}

fn scan(tokens: TokenStream, found: &mut impl FnMut(&str)) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut rest = &tokens[..];
    while let [first, after @ ..] = rest {
        rest = match (first, after) {
            (TokenTree::Punct(mark), [TokenTree::Group(attribute), after @ ..])
                if mark.as_char() == '#' =>
            {
                match attribute.to_string().replace(' ', "").as_str() {
                    "[cfg(test)]" => after_item(after),
                    _ => after,
                }
            }
            (TokenTree::Group(group), _) => {
                scan(group.stream(), found);
                after
            }
            (TokenTree::Ident(word), _) => {
                found(&word.to_string());
                after
            }
            _ => after,
        };
    }
}

/// What follows an item, which ends with a semicolon or a block.
pub(crate) fn after_item(tokens: &[TokenTree]) -> &[TokenTree] {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => token.to_string() == ";",
    };
    let end = tokens.iter().position(is_end);
    end.map_or(&[], |end| &tokens[end + 1..])
}
