//! Runs [`tencentcloud_fuzz::asked`] with whatever the fuzzer makes up.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tencentcloud_fuzz::asked(data));
