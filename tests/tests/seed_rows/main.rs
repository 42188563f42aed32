//! What the articles that gatewhy grew from do by hand, row by row, told in both languages.
//!
//! Each test is named for its row. S0 is after *API Gatewayをクロスアカウントで参照する場合のトラブル
//! シューティング* (an engineer's notes on cross-account calls); the others are after articles of AWS's
//! knowledge centre: S1 *Troubleshoot HTTP 403 errors from API Gateway*, S2 *Resolve connection
//! issues with a private API endpoint*, S3 *“Invalid permissions on Lambda function”*, and S4 the
//! articles on cross-account calls, custom domains, 5xx errors, on-premises networks and missing
//! logs.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod cross_account;
mod five_hundreds;
mod forbidden;
mod forbidden_routes;
mod going_on;
mod knowledge;
mod lambda_permission;
mod private_api;
mod silences;
mod told;

/// How many rows each part of the list has.
const ROWS: &[(&str, usize)] = &[("s0", 9), ("s1", 19), ("s2", 5), ("s3", 3), ("s4", 7)];

const SOURCES: &[&str] = &[
    include_str!("cross_account.rs"),
    include_str!("five_hundreds.rs"),
    include_str!("forbidden.rs"),
    include_str!("forbidden_routes.rs"),
    include_str!("going_on.rs"),
    include_str!("knowledge.rs"),
    include_str!("lambda_permission.rs"),
    include_str!("private_api.rs"),
    include_str!("silences.rs"),
];

#[test]
fn every_row_has_a_test_by_its_name() {
    for (part, count) in ROWS {
        for row in 1..=*count {
            let begins = format!("#[test]\nfn {part}_{row}_");
            assert!(
                SOURCES.iter().any(|source| source.contains(&begins)),
                "no test is named {part}_{row}_…"
            );
        }
    }
}
