//! The scripts: each asks the program itself, so that none has to be renewed with it.

use super::Shell;

/// Returns the script for `shell`.
pub(super) const fn of(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash => include_str!("tcloud.bash"),
        Shell::Zsh => include_str!("tcloud.zsh"),
        Shell::Fish => include_str!("tcloud.fish"),
    }
}
