#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gatewhy_tests::readers::read("redact", bytes));
