//! One description over another.

use tencentcloud_schema::Description;

/// Returns `base` with what `over` has put in its place: actions and types by name, the host and
/// the titles where `over` gives them. Error codes are those of both.
pub(super) fn merge(mut base: Description, over: &Description) -> Description {
    let actions = over.actions.iter();
    base.actions
        .extend(actions.map(|(name, action)| (name.clone(), action.clone())));
    let types = over.types.iter();
    base.types
        .extend(types.map(|(name, object)| (name.clone(), object.clone())));
    base.errors.extend(over.errors.iter().cloned());
    base.open.extend(over.open.iter().cloned());
    base.open.retain(|name| !base.types.contains_key(name));
    for (base, over) in [
        (&mut base.host, &over.host),
        (&mut base.title, &over.title),
        (&mut base.title_en, &over.title_en),
    ] {
        if over.is_some() {
            base.clone_from(over);
        }
    }
    base
}
