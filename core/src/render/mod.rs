//! Reports as text for people: lines for a terminal, Markdown for a ticket, a rule's own page.
//!
//! Pure functions over plain data. Colour is left to whoever prints: a [`Line`] is made of spans
//! that say what they are ([`Role`]), not how they look. All words that stand around a report are
//! in [`words`], so that the panel, the widget and the command line say the same.
//!
//! Whatever came from outside is shown, never obeyed: [`visible()`] spells out the characters that
//! would steer a terminal or reorder a line.

mod changes;
mod clean;
mod columns;
mod curl;
mod digest;
mod har;
mod markdown;
mod page;
mod report;
mod rule;
mod signals;
mod signature;
mod tokens;
pub mod words;

pub use clean::{steers, visible, visible_lines};
pub use columns::{Line, Role, Span, width};
pub use curl::curl;
pub use digest::digest;
pub use har::har;
pub use markdown::markdown;
pub use report::{Layout, lines, text};
pub use rule::{catalogue, explain, page, rule_file, title};
pub use signals::{Part, Row};
pub use signature::{Apart, apart, untold};
pub use tokens::untold as untold_of_token;
