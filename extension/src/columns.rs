//! The columns of the list: their names, their widths, and which of them is hidden.

use std::collections::BTreeMap;

use gatewhy_core::Text;

use crate::model::Column;
use crate::words;

/// The narrowest that a column is made.
const NARROWEST: i32 = 36;
/// The widest.
const WIDEST: i32 = 2000;
/// What an arrow key widens or narrows by.
pub(crate) const STEP: i32 = 10;

/// A column as it is told of in the document.
pub(crate) struct Told {
    pub(crate) column: Column,
    pub(crate) id: &'static str,
    pub(crate) name: Text,
    /// Its width before anybody changes it, as a track of a grid.
    track: &'static str,
}

pub(crate) const ALL: [Told; 9] = [
    told(Column::Status, "status", words::STATUS, "74px"),
    told(Column::Method, "method", words::METHOD, "72px"),
    told(Column::Host, "host", words::HOST, "minmax(80px, 2fr)"),
    told(Column::Path, "path", words::PATH, "minmax(90px, 3fr)"),
    told(Column::Cause, "cause", words::CAUSE, "minmax(140px, 5fr)"),
    told(Column::Confidence, "confidence", words::CONFIDENCE, "44px"),
    told(Column::Origin, "origin", words::ORIGIN, "minmax(70px, 2fr)"),
    told(Column::Duration, "duration", words::DURATION, "66px"),
    told(Column::Age, "age", words::AGE, "58px"),
];

const fn told(column: Column, id: &'static str, name: Text, track: &'static str) -> Told {
    Told {
        column,
        id,
        name,
        track,
    }
}

/// The column of an id.
pub(crate) fn of(id: &str) -> Option<Column> {
    let told = ALL.iter().find(|told| told.id == id)?;
    Some(told.column)
}

/// How wide the columns are, and whether the host has one.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub(crate) with_host: bool,
    widths: BTreeMap<Column, i32>,
}

impl Columns {
    pub(crate) fn shown(&self) -> impl Iterator<Item = &'static Told> {
        let with_host = self.with_host;
        ALL.iter()
            .filter(move |told| with_host || told.column != Column::Host)
    }

    /// The columns as tracks of a grid.
    pub(crate) fn tracks(&self) -> String {
        let track = |told: &Told| match self.widths.get(&told.column) {
            Some(width) => format!("{width}px"),
            None => told.track.to_owned(),
        };
        self.shown().map(track).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn set(&mut self, column: Column, width: i32) {
        self.widths.insert(column, width.clamp(NARROWEST, WIDEST));
    }

    /// Gives a column its own width back.
    pub(crate) fn reset(&mut self, column: Column) {
        self.widths.remove(&column);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_wide_as_it_was_made_and_no_narrower_than_can_be_read() {
        let mut columns = Columns::default();
        assert!(!columns.tracks().contains("2fr) minmax(90px"), "no host");
        columns.set(Column::Path, 300);
        columns.set(Column::Status, -5);
        assert!(columns.tracks().starts_with("36px 72px 300px "));
        columns.reset(Column::Path);
        columns.with_host = true;
        assert!(
            columns
                .tracks()
                .starts_with("36px 72px minmax(80px, 2fr) minmax(90px, 3fr) ")
        );
    }

    #[test]
    fn each_column_is_found_by_its_id() {
        for told in &ALL {
            assert_eq!(of(told.id), Some(told.column));
        }
    }
}
