//! The modules of a crate, and which uses which, as its source tells.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

use crate::words::after_item;

/// The path of a module in its crate: `["request", "form"]`.
type Name = Vec<String>;

/// What the source of a module says of others.
#[derive(Debug, Default)]
struct Module {
    /// The paths from the crate's root that it names.
    names: BTreeSet<Name>,
    /// What it re-exports, by name.
    exports: BTreeMap<String, Name>,
}

/// The modules of a crate, without those for its tests.
#[derive(Debug, Default)]
pub(crate) struct Modules(BTreeMap<Name, Module>);

impl Modules {
    pub(crate) fn read(file: &Path) -> Self {
        let mut modules = Self::default();
        let folder = file.parent().unwrap().to_owned();
        modules.read_file(file, folder, Vec::new());
        modules
    }

    /// Reads a file whose child modules are in `folder`.
    fn read_file(&mut self, file: &Path, folder: PathBuf, module: Name) {
        let text = fs::read_to_string(file).unwrap();
        let tokens: TokenStream = text
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.0.entry(module.clone()).or_default();
        self.scan(tokens, &folder, &module);
    }

    fn scan(&mut self, tokens: TokenStream, folder: &Path, module: &Name) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut rest = &tokens[..];
        while let [first, after @ ..] = rest {
            rest = match (first.to_string().as_str(), after) {
                ("#", [attribute, after @ ..])
                    if attribute.to_string() == "[cfg (test)]"
                        || attribute.to_string() == "[cfg(test)]" =>
                {
                    after_item(after)
                }
                ("$", [_, after @ ..]) => after,
                ("mod", [TokenTree::Ident(name), body, after @ ..]) => {
                    self.child(&name.to_string(), body, folder, module);
                    after
                }
                ("pub", [TokenTree::Group(_), TokenTree::Ident(word), after @ ..])
                | ("pub", [TokenTree::Ident(word), after @ ..])
                    if word == "use" =>
                {
                    self.import(after, module, true)
                }
                ("use", after) => self.import(after, module, false),
                ("crate" | "self" | "super", [colon, ..]) if colon.to_string() == ":" => {
                    let (path, after) = path(rest);
                    self.name(&path, module);
                    after
                }
                _ => {
                    if let TokenTree::Group(group) = first {
                        self.scan(group.stream(), folder, module);
                    }
                    after
                }
            };
        }
    }

    fn child(&mut self, name: &str, body: &TokenTree, folder: &Path, module: &Name) {
        let child = [module.as_slice(), &[name.to_owned()]].concat();
        let inside = folder.join(name);
        if let TokenTree::Group(body) = body {
            self.0.entry(child.clone()).or_default();
            self.scan(body.stream(), &inside, &child);
            return;
        }
        let file = [folder.join(format!("{name}.rs")), inside.join("mod.rs")];
        if let Some(file) = file.iter().find(|file| file.exists()) {
            self.read_file(file, inside, child);
        }
    }

    /// Reads what follows `use`, and returns what follows its semicolon.
    fn import<'t>(
        &mut self,
        tokens: &'t [TokenTree],
        module: &Name,
        export: bool,
    ) -> &'t [TokenTree] {
        let end = tokens.iter().position(|token| token.to_string() == ";");
        let (tree, after) = tokens.split_at(end.unwrap_or(tokens.len()));
        for (path, alias) in leaves(tree, &[]) {
            let Some(path) = self.name(&path, module) else {
                continue;
            };
            if export {
                let exports = &mut self.0.get_mut(module).unwrap().exports;
                exports.insert(alias, path);
            }
        }
        after
    }

    /// Notes a path that `module` names, and returns it from the crate's root; `None` if it is one
    /// of another crate.
    fn name(&mut self, path: &[String], module: &Name) -> Option<Name> {
        let mut from = module.clone();
        let mut rest = path;
        while let [first, after @ ..] = rest {
            match first.as_str() {
                "crate" => from.clear(),
                "self" => {}
                "super" => {
                    from.pop();
                }
                _ => break,
            }
            rest = after;
        }
        let relative = rest.len() < path.len();
        let absolute = [from.as_slice(), rest].concat();
        let child = [module.as_slice(), path.get(..1)?].concat();
        if !relative && !self.0.contains_key(&child) {
            return None;
        }
        self.0.get_mut(module)?.names.insert(absolute.clone());
        Some(absolute)
    }

    /// The module in which what a path names is defined, as far as re-exports tell.
    fn home(&self, path: &[String], depth: usize) -> Name {
        let mut module = Vec::new();
        for (at, name) in path.iter().enumerate() {
            let child = [module.as_slice(), std::slice::from_ref(name)].concat();
            if self.0.contains_key(&child) {
                module = child;
                continue;
            }
            return match self.0[&module].exports.get(name) {
                Some(target) if depth > 0 => {
                    self.home(&[target.as_slice(), &path[at + 1..]].concat(), depth - 1)
                }
                _ => module,
            };
        }
        module
    }

    /// The modules that each one uses, but for those that it is in and those that are in it.
    fn arrows(&self) -> BTreeMap<&Name, BTreeSet<Name>> {
        let arrows = self.0.iter().map(|(name, module)| {
            let used = module.names.iter().map(|path| self.home(path, 8));
            let used = used.filter(|used| !used.starts_with(name) && !name.starts_with(used));
            (name, used.collect())
        });
        arrows.collect()
    }

    /// The arrows that are left once modules that use none of the others, or that none of the others
    /// uses, are taken away, again and again.
    pub(crate) fn circles(&self) -> Vec<String> {
        let mut arrows = self.arrows();
        loop {
            let names: BTreeSet<Name> = arrows.keys().copied().cloned().collect();
            let targets: BTreeSet<Name> = arrows.values().flatten().cloned().collect();
            for used in arrows.values_mut() {
                used.retain(|used| names.contains(used));
            }
            arrows.retain(|name, used| !used.is_empty() && targets.contains(*name));
            if arrows.len() == names.len() {
                break;
            }
        }
        let line = |(name, used): (&Name, BTreeSet<Name>)| {
            let used: Vec<_> = used.iter().map(|used| used.join("::")).collect();
            format!("{} uses {}", name.join("::"), used.join(", "))
        };
        arrows.into_iter().map(line).collect()
    }
}

/// The names at the start that `::` joins, and what follows them.
fn path(mut tokens: &[TokenTree]) -> (Name, &[TokenTree]) {
    let mut names = Vec::new();
    while let [TokenTree::Ident(name), after @ ..] = tokens {
        names.push(name.to_string());
        match after {
            [a, b, after @ ..] if a.to_string() == ":" && b.to_string() == ":" => tokens = after,
            after => return (names, after),
        }
    }
    (names, tokens)
}

/// The paths of a use tree, each with the name that it is known by.
fn leaves(tree: &[TokenTree], before: &[String]) -> Vec<(Name, String)> {
    let (names, after) = path(tree);
    let mut path = [before, &names].concat();
    match after {
        [TokenTree::Group(group), ..] => {
            let branches: Vec<_> = group.stream().into_iter().collect();
            let branches = branches.split(|token| token.to_string() == ",");
            branches.flat_map(|branch| leaves(branch, &path)).collect()
        }
        _ if path.is_empty() => Vec::new(),
        _ => {
            if path.len() > 1 {
                path.pop_if(|last| last == "self");
            }
            let alias = match after {
                [word, alias] if word.to_string() == "as" => alias.to_string(),
                _ => path.last().unwrap().clone(),
            };
            vec![(path, alias)]
        }
    }
}
