//! The actions that were called last, so that a call does not read its description again.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::Target;

/// How many actions are kept: more than a program calls, and far fewer than there are.
const BOUND: usize = 128;

/// Actions by service, version and name.
#[derive(Debug, Default)]
pub(super) struct Kept(RwLock<HashMap<String, Target>>);

impl Kept {
    /// Returns the action if it is kept, else what `read` says, which is kept if it is an action that
    /// is known.
    pub(super) fn get_or<E>(
        &self,
        (service, version, action): (&str, &str, &str),
        read: impl FnOnce() -> Result<Target, E>,
    ) -> Result<Target, E> {
        let key = format!("{service}\n{version}\n{action}");
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(target) = kept.get(&key) {
            return Ok(target.clone());
        }
        drop(kept);
        let target = read()?;
        if target.is_known {
            let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if kept.len() >= BOUND {
                kept.clear();
            }
            kept.insert(key, target.clone());
        }
        Ok(target)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tencentcloud_catalogue as catalogue;

    use super::*;

    fn target(name: &str, is_known: bool) -> Result<Target, ()> {
        let service = catalogue::service("sts").unwrap().unwrap();
        Ok(Target {
            description: Arc::new(service.versions()[0].head().clone()),
            name: name.to_owned(),
            is_known,
        })
    }

    #[test]
    fn an_action_is_read_once_and_an_unknown_one_each_time() {
        let kept = Kept::default();
        let key = |name| ("a", "b", name);
        kept.get_or(key("Known"), || target("Known", true)).unwrap();
        let again = kept.get_or(key("Known"), || Err(())).unwrap();
        assert_eq!(again.name, "Known");
        kept.get_or(key("Other"), || target("Other", false))
            .unwrap();
        assert!(kept.get_or(key("Other"), || Err(())).is_err());
        assert!(kept.get_or(("a", "c", "Known"), || Err(())).is_err());
    }

    #[test]
    fn no_more_than_the_bound_are_kept() {
        let kept = Kept::default();
        for number in 0..BOUND + 3 {
            let name = format!("Action{number}");
            kept.get_or(("a", "b", &name), || target(&name, true))
                .unwrap();
        }
        assert_eq!(kept.0.read().unwrap().len(), 3);
    }
}
