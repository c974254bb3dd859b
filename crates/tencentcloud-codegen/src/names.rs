//! Wire names as Rust names.
//!
//! A field's wire name is the PascalCase of the field, less a trailing `_` ([`pascal`]); where
//! that does not give the name back, generated code sets it in an attribute.

use std::collections::HashSet;

use heck::ToSnakeCase;

/// Words that are keywords in some edition, or reserved for one.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether `name` is a keyword of Rust in any edition.
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// The names that a struct's fields cannot have, besides keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// A struct without setters: none.
    Nothing,
    /// A struct with setters: the methods that every model has.
    Methods,
    /// A struct with setters and `Default`: `default` too.
    MethodsAndDefault,
}

impl Hidden {
    /// The methods that a model has, or that every type has by the prelude: a setter of that name
    /// would hide them. The derive refuses them by a list of its own, which a test compares.
    pub const METHODS: &[&str] = &[
        "clone",
        "clone_from",
        "eq",
        "into",
        "maybe",
        "ne",
        "new",
        "to_owned",
        "try_into",
        "with",
    ];

    fn contains(self, name: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Methods => Self::METHODS.contains(&name),
            Self::MethodsAndDefault => name == "default" || Self::METHODS.contains(&name),
        }
    }
}

/// Returns the Rust identifier of a wire name: snake_case, with a trailing `_` if the word is a
/// keyword.
///
/// ```
/// use tencentcloud_codegen::names::field;
/// assert_eq!(field("UniqVpcId"), "uniq_vpc_id");
/// assert_eq!(field("InstanceIDs"), "instance_ids");
/// assert_eq!(field("EnableIPv6"), "enable_ipv6");
/// assert_eq!(field("Type"), "type_");
/// assert_eq!(field("Max"), "max");
/// ```
pub fn field(wire: &str) -> String {
    let mut name = words(wire).to_snake_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
        name.insert(0, '_');
    }
    if is_keyword(&name) {
        name.push('_');
    }
    name
}

/// Returns the Rust identifier of an action as a method of a client, which has methods `new`,
/// `call` and `clone` of its own.
///
/// ```
/// use tencentcloud_codegen::names::method;
/// assert_eq!(method("DescribeInstances"), "describe_instances");
/// assert_eq!(method("Call"), "call_");
/// ```
pub fn method(action: &str) -> String {
    let mut name = field(action);
    if matches!(
        name.as_str(),
        "call" | "clone" | "clone_from" | "into" | "new" | "to_owned" | "try_into"
    ) {
        name.push('_');
    }
    name
}

/// Returns the Rust identifiers of the members of one object, in order. A name that `hidden`
/// contains takes a trailing `_`, and two that differ on the wire by case alone get different
/// names (`dns_format`, `dns_format_2`).
pub fn fields<'a>(wire: impl IntoIterator<Item = &'a str>, hidden: Hidden) -> Vec<String> {
    let mut seen = HashSet::new();
    wire.into_iter()
        .map(|wire| {
            let mut name = field(wire);
            if hidden.contains(&name) {
                name.push('_');
            }
            let unique = (1..)
                .map(|n| match n {
                    1 => name.clone(),
                    n => format!("{}_{n}", name.trim_end_matches('_')),
                })
                .find(|name| !seen.contains(name))
                .unwrap_or(name);
            seen.insert(unique.clone());
            unique
        })
        .collect()
}

/// Returns the wire name of a field without an attribute: PascalCase, less a trailing `_`.
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

/// Returns the Rust name of an object type: the wire name with a capital first and no underscores.
///
/// ```
/// use tencentcloud_codegen::names::type_name;
/// assert_eq!(type_name("Topic_Simplification"), "TopicSimplification");
/// ```
pub fn type_name(wire: &str) -> String {
    pascal(wire)
}

/// Returns the module of an API version: `2018-08-08` is `v2018_08_08`.
pub fn version_module(version: &str) -> String {
    format!("v{}", version.replace('-', "_"))
}

/// Returns the name of a constant for a value or an error code: upper-case words joined by `_`.
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
