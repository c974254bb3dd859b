//! `include_api!`, as the users of this crate call it.

/// Includes the items of an API that files describe, for an action that no service crate has.
///
/// A file is a documentation page, as text copied out of a browser, as Markdown or as saved HTML, in
/// Chinese or in English; or a description in the project's own form (JSON, which
/// `schema/README.md` explains field by field). Several files make one API together: the pages of its
/// actions, and pages of the data types that they name. A relative path begins at the folder of the
/// crate's `Cargo.toml`. Give the items a module of their own:
///
/// ```
/// mod bakery {
///     tencentcloud_runtime::include_api!("examples/bake-bread.txt", "examples/data-types.txt");
/// }
///
/// # async fn bake(config: &tencentcloud_runtime::Config) -> tencentcloud_runtime::Result<()> {
/// let request = bakery::BakeBreadRequest::new()
///     .flour(bakery::BakeBreadRequest::FLOUR_RYE)
///     .toppings([bakery::Topping::new().name("sesame")]);
/// let bread = bakery::Client::new(config).bake_bread(request).await?;
/// println!("{}", bread.bread_id.unwrap_or_default());
/// # Ok(())
/// # }
/// ```
///
/// The module holds the constant `API`, `Client`, every request, response and object, and the error
/// codes in `errors`.
///
/// All that is wrong with a page is a compile error with the page's line. An example that contradicts its own
/// page is a warning (of what is deprecated, the only one that a macro can give). With the feature
/// `catalogue`, types that a page of a known service names and does not define are taken from the
/// catalogue.
///
/// The items know this crate by the path that the macro was called by; `crate = path` after the
/// files sets another. The compiler reads the files again if they change.
#[macro_export]
macro_rules! include_api {
    ($($file:literal),+ $(,)?) => {
        $crate::__private::include_api! { $($file),+, crate = $crate }
    };
    ($($input:tt)*) => {
        $crate::__private::include_api! { $($input)* }
    };
}
