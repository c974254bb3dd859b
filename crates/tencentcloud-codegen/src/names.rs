//! Wire names as Rust names.
//!
//! A field's wire name is the PascalCase of the field, less a trailing `_` ([`pascal`]); where
//! that does not give the name back, generated code says it in an attribute.

use std::collections::HashSet;

use heck::ToSnakeCase;

/// Words that are keywords in some edition or strict in this one, and names whose methods every
/// Rust reader knows as something else.
const TAKEN: &[&str] = &[
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield", // keywords
    "new",
    "clone",
    "default",
    "from",
    "into",
    "try_from",
    "try_into",
    "drop",
    "add",
    "sub",
    "mul",
    "div",
    "rem",
    "neg",
    "not",
    "eq",
    "ne",
    "cmp",
    "partial_cmp",
    "lt",
    "le",
    "gt",
    "ge",
    "max",
    "min",
    "hash",
    "fmt",
    "index",
    "deref",
    "borrow",
    "as_ref",
    "as_mut",
    "to_string",
    "to_owned",
    "next",
    "iter",
    "into_iter",
    "type_id",
    "empty",
    "call",
];

/// The Rust identifier of a wire name: snake_case, with a trailing `_` where the word is a
/// keyword or a method that readers know as something else.
///
/// ```
/// use tencentcloud_codegen::names::field;
/// assert_eq!(field("UniqVpcId"), "uniq_vpc_id");
/// assert_eq!(field("InstanceIDs"), "instance_ids");
/// assert_eq!(field("EnableIPv6"), "enable_ipv6");
/// assert_eq!(field("Type"), "type_");
/// ```
pub fn field(wire: &str) -> String {
    let mut name = words(wire).to_snake_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
        name.insert(0, '_');
    }
    if TAKEN.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// The Rust identifiers of the members of one object, in order: two that differ on the wire alone
/// by case get different names (`dns_format`, `dns_format_2`).
pub fn fields<'a>(wire: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    wire.into_iter()
        .map(|wire| {
            let name = field(wire);
            let unique = (1..)
                .map(|n| {
                    if n == 1 {
                        name.clone()
                    } else {
                        format!("{}_{n}", name.trim_end_matches('_'))
                    }
                })
                .find(|name| !seen.contains(name))
                .unwrap_or(name);
            seen.insert(unique.clone());
            unique
        })
        .collect()
}

/// The wire name that a field has when nothing else is said: PascalCase, less a trailing `_`.
///
/// ```
/// use tencentcloud_codegen::names::pascal;
/// assert_eq!(pascal("uniq_vpc_id"), "UniqVpcId");
/// assert_eq!(pascal("type_"), "Type");
/// ```
pub fn pascal(field: &str) -> String {
    let mut name = String::with_capacity(field.len());
    for word in field.split('_').filter(|word| !word.is_empty()) {
        let mut chars = word.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    name
}

/// The Rust name of an object type: the wire name with a capital first and no underscores.
///
/// ```
/// use tencentcloud_codegen::names::type_name;
/// assert_eq!(type_name("Topic_Simplification"), "TopicSimplification");
/// ```
pub fn type_name(wire: &str) -> String {
    pascal(wire)
}

/// The module of an API version: `2018-08-08` is `v2018_08_08`.
pub fn version_module(version: &str) -> String {
    format!("v{}", version.replace('-', "_"))
}

/// The name of a constant for a value or an error code: upper-case words joined by `_`.
///
/// ```
/// use tencentcloud_codegen::names::constant;
/// assert_eq!(constant("ROUND-ROBIN"), "ROUND_ROBIN");
/// assert_eq!(constant("InvalidParameterValue.NotInOptions"), "INVALID_PARAMETER_VALUE_NOT_IN_OPTIONS");
/// assert_eq!(constant("gRPCs"), "GRPCS");
/// assert_eq!(constant("4xx"), "_4XX");
/// ```
pub fn constant(value: &str) -> String {
    let mut name = String::new();
    for part in value
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|p| !p.is_empty())
    {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(&upper(part));
    }
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, '_');
    }
    name
}

/// The words of one part of a constant's name. Only mixed case has words to find, and where one of
/// them would be a lone letter (`gRPC`) the part is one word.
fn upper(part: &str) -> String {
    let mixed = part.contains(|c: char| c.is_ascii_uppercase())
        && part.contains(|c: char| c.is_ascii_lowercase());
    let snake = words(part).to_snake_case();
    let lone = snake.split('_').any(|word| word.len() == 1);
    if mixed && !lone {
        snake.to_ascii_uppercase()
    } else {
        part.to_ascii_uppercase()
    }
}

/// Rewrites the two spellings that word splitting gets wrong: `IPv6` is one word, and so is an
/// acronym in the plural (`IDs`, `URLs`).
fn words(wire: &str) -> String {
    let wire = wire.replace("IPv4", "Ipv4").replace("IPv6", "Ipv6");
    let chars: Vec<char> = wire.chars().collect();
    let upper = |i: usize| chars.get(i).is_some_and(char::is_ascii_uppercase);
    let mut out = String::with_capacity(wire.len());
    for (i, &c) in chars.iter().enumerate() {
        let plural = chars.get(i + 1) == Some(&'s')
            && (i + 2 == chars.len() || upper(i + 2))
            && i > 0
            && upper(i - 1)
            && upper(i);
        out.push(if plural { c.to_ascii_lowercase() } else { c });
    }
    out
}
