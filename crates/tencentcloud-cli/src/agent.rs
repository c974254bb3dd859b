//! Whether an agent runs the program, and which: by the variables that agents set for what they run.

use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::OnceLock;

/// The environment variable that decides: `0` for a person, `1` or a name for an agent.
const OWN: &str = "TCLOUD_AGENT";

/// The environment variables by which any agent says its name.
const GENERAL: [&str; 2] = ["AI_AGENT", "AGENT"];

/// What an agent is called that does not say its name.
const NAMELESS: &str = "agent";

/// The environment variables that agents set for the commands that they run. An agent that runs another one
/// stands behind it.
const VARIABLES: [(&str, &str); 19] = [
    ("GOOSE_TERMINAL", "goose"),
    ("CODEX_THREAD_ID", "codex"),
    ("CODEX_SANDBOX", "codex"),
    ("CODEX_CI", "codex"),
    ("GEMINI_CLI", "gemini-cli"),
    ("COPILOT_CLI", "copilot-cli"),
    ("COPILOT_AGENT_SESSION_ID", "copilot-cli"),
    ("COPILOT_MODEL", "copilot"),
    ("OPENCODE", "opencode"),
    ("OPENCODE_CLIENT", "opencode"),
    ("CLINE_ACTIVE", "cline"),
    ("AUGMENT_AGENT", "augment"),
    ("ANTIGRAVITY_AGENT", "antigravity"),
    ("TRAE_AI_SHELL_ID", "trae"),
    ("JUNIE_DATA", "junie"),
    ("CURSOR_AGENT", "cursor"),
    ("CLAUDECODE", "claude-code"),
    ("CLAUDE_CODE", "claude-code"),
    ("CLAUDE_CODE_ENTRYPOINT", "claude-code"),
];

/// The environment variables that an editor sets in its terminals for agents and people alike: they name an
/// agent if nobody sits at the terminal.
const SHARED: [(&str, &str); 3] = [
    ("CURSOR_TRACE_ID", "cursor"),
    ("CODEIUM_EDITOR_APP_ROOT", "windsurf"),
    ("REPL_ID", "replit"),
];

/// What the machines of an agent have, and no others.
const DEVIN: &str = "/opt/.devin";

/// The most characters of a name.
const LONGEST: usize = 40;

/// Returns the name of the agent that runs the program; `None` if a person or a script does.
pub(crate) fn name() -> Option<&'static str> {
    static NAME: OnceLock<Option<String>> = OnceLock::new();
    let name = NAME.get_or_init(|| {
        Signs {
            variable: &|name| env::var_os(name).map(|value| value.to_string_lossy().into_owned()),
            alone: !io::stdin().is_terminal(),
            devin: Path::new(DEVIN).exists(),
        }
        .name()
    });
    name.as_deref()
}

/// Returns true if an agent runs the program.
pub(crate) fn runs() -> bool {
    name().is_some()
}

/// What can be seen of who runs the program.
struct Signs<'s> {
    variable: &'s dyn Fn(&str) -> Option<String>,
    /// True if nobody types.
    alone: bool,
    /// True on a machine of Devin.
    devin: bool,
}

impl Signs<'_> {
    fn name(&self) -> Option<String> {
        match self.said(OWN) {
            Some(Said::No) => return None,
            Some(Said::Named(name)) => return Some(name),
            Some(Said::Yes) => return Some(self.known().unwrap_or(NAMELESS).to_owned()),
            None => {}
        }
        let mut nameless = false;
        for variable in GENERAL {
            match self.said(variable) {
                Some(Said::Named(name)) => return Some(name),
                Some(Said::Yes) => nameless = true,
                Some(Said::No) | None => {}
            }
        }
        let known = self.known().or(nameless.then_some(NAMELESS));
        known.map(str::to_owned)
    }

    /// The agent that a variable of its own names.
    fn known(&self) -> Option<&'static str> {
        let is_set = |(variable, _): &&(&str, &'static str)| {
            !matches!(self.said(variable), None | Some(Said::No))
        };
        let own = VARIABLES.iter().find(is_set);
        let shared = || SHARED.iter().filter(|_| self.alone).find(is_set);
        let named = own.or_else(shared).map(|(_, name)| *name);
        named.or(self.devin.then_some("devin"))
    }

    /// What the variable says; `None` if it is not set or empty.
    fn said(&self, variable: &str) -> Option<Said> {
        let value = (self.variable)(variable)?;
        let value = value.trim();
        match &*value.to_ascii_lowercase() {
            "" => None,
            "0" | "false" | "no" | "off" => Some(Said::No),
            "1" | "true" | "yes" | "on" => Some(Said::Yes),
            _ => Some(match plain(value) {
                Some(name) => Said::Named(name),
                None => Said::Yes,
            }),
        }
    }
}

/// What a variable says.
enum Said {
    No,
    Yes,
    Named(String),
}

/// `name` as a header can carry it: letters, digits and `.-_`, every other character being a hyphen; `None` if
/// nothing is left.
fn plain(name: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    let name: String = name
        .chars()
        .map(|c| if fits(c) { c } else { '-' })
        .take(LONGEST)
        .collect();
    let name = name.trim_matches('-');
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(variables: &[(&str, &str)], alone: bool) -> Option<String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(own, _)| *own == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Signs {
            variable: &variable,
            alone,
            devin: false,
        }
        .name()
    }

    #[test]
    fn each_variable_of_an_agent_names_it() {
        assert_eq!(name(&[], true), None);
        for (variable, agent) in VARIABLES {
            assert_eq!(name(&[(variable, "1")], false).as_deref(), Some(agent));
            assert_eq!(
                name(&[(variable, "b3197c48")], false).as_deref(),
                Some(agent)
            );
            assert_eq!(name(&[(variable, "")], false), None, "{variable}");
            assert_eq!(name(&[(variable, "0")], false), None, "{variable}");
        }
    }

    #[test]
    fn a_variable_that_people_have_too_counts_if_nobody_types() {
        for (variable, agent) in SHARED {
            assert_eq!(name(&[(variable, "x")], false), None, "{variable}");
            assert_eq!(name(&[(variable, "x")], true).as_deref(), Some(agent));
        }
    }

    #[test]
    fn the_value_of_a_general_variable_is_the_name() {
        for variable in GENERAL {
            for (value, agent) in [
                ("amp", "amp"),
                ("claude-code_2-1-132_agent", "claude-code_2-1-132_agent"),
                (" my agent@2.0\r\nX-Evil: 1 ", "my-agent-2.0--X-Evil--1"),
                ("代理", "agent"),
                ("true", "agent"),
                ("1", "agent"),
            ] {
                let found = name(&[(variable, value)], false);
                assert_eq!(found.as_deref(), Some(agent), "{value:?}");
            }
            for value in ["", " ", "0", "false"] {
                assert_eq!(name(&[(variable, value)], false), None, "{value:?}");
            }
            // One that only says yes leaves the name to another.
            let both = [(variable, "1"), ("CLAUDECODE", "1")];
            assert_eq!(name(&both, false).as_deref(), Some("claude-code"));
            let both = [(variable, "amp"), ("CLAUDECODE", "1")];
            assert_eq!(name(&both, false).as_deref(), Some("amp"));
        }
        let long = "a".repeat(100);
        assert_eq!(name(&[("AGENT", &long)], false).unwrap().len(), LONGEST);
    }

    #[test]
    fn the_variable_of_this_program_decides() {
        let agent = ("CLAUDECODE", "1");
        assert_eq!(name(&[agent, (OWN, "0")], false), None);
        assert_eq!(
            name(&[agent, (OWN, "mine")], false).as_deref(),
            Some("mine")
        );
        assert_eq!(
            name(&[agent, (OWN, "1")], false).as_deref(),
            Some("claude-code")
        );
        assert_eq!(name(&[(OWN, "1")], false).as_deref(), Some("agent"));
        assert_eq!(
            name(&[agent, (OWN, "")], false).as_deref(),
            Some("claude-code")
        );
    }
}
