//! Documentation pages.

use tencentcloud_import::page::Pages;
use tencentcloud_schema::Description;

/// A page is refused with lines that it has, or it gives descriptions that are read as they are
/// written.
pub fn page(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    // In HTML, a carriage return alone ends a line too.
    let lines = text.matches(['\n', '\r']).count() + 1;
    let pages = Pages::new().page("page", &text).of("bakery", "2020-05-01");
    match pages.describe(&[]) {
        Err(faults) => {
            assert!(!faults.as_slice().is_empty());
            for fault in faults {
                assert!(fault.line <= lines, "{}: {}", fault.line, fault.message);
            }
        }
        Ok(facts) => {
            for description in facts.descriptions {
                let written = description.to_canonical();
                let read = Description::parse(&written, "page");
                assert_eq!(read.expect("what is written can be read"), description);
            }
        }
    }
}
