//! Keeping other programs of the user out of the memory of this one.

/// Lets no other program of the same user read the memory of this process, attach a debugger to it, or leave a dump of
/// it behind, as far as the system has that: on Linux it has, elsewhere this does nothing.
///
/// For programs that hold credentials or an approval code while others of the same user are not trusted. It
/// keeps nothing back that such a program can read elsewhere, e.g. a file of credentials of that user.
pub fn shield() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // A kernel that refuses it leaves things as they were.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_shielded_process_is_not_to_be_dumped() {
        use rustix::process::{DumpableBehavior, dumpable_behavior};

        shield();
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }
}
