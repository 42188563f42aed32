//! The list in the document: only the lines that can be seen, and some around them, are there.
//!
//! The one that has the focus may stay while it is scrolled away from. A short list is there as a
//! whole. Where a line far above goes, or comes late, all others are shifted together: laying each of
//! them anew would take most of a frame.

mod lines;
mod scroller;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, HtmlElement};

use crate::columns::Columns;
use crate::model::Model;
use crate::rows;
use lines::{Lines, Look, Wanted};
use scroller::Scroller;

/// A list of so many lines is drawn whole.
const WHOLE_AT_MOST: usize = 200;
/// Lines that are drawn above and below those that can be seen.
const AROUND: usize = 12;
/// How near to its end the list must be scrolled, in pixels, to stay there as it grows.
const NEAR_THE_END: i32 = 30;

/// The drawn part of the list.
pub(crate) struct List {
    scroll: Element,
    scroller: Scroller,
    table: HtmlElement,
    lines: RefCell<Lines>,
    /// Whether the end is what its reader looks at.
    at_end: Cell<bool>,
    /// The line at the top, which stays there when others come before it.
    first: Cell<Option<u32>>,
    /// Asking the browser makes it lay everything out: it is asked once, and told of changes.
    sizes: Cell<Option<Sizes>>,
    /// How far it is scrolled.
    top: Cell<i32>,
    /// How high all lines together are drawn.
    whole: Cell<i32>,
    /// Whether it came to another place, of which only what can be seen is drawn yet.
    is_bare: Cell<bool>,
}

/// In pixels.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    /// Of one line.
    line: i32,
    /// Of the head, which lies over the lines; where lines are narrow there is none.
    head: i32,
    /// Of what can be seen, head and all.
    view: i32,
}

impl Sizes {
    /// How many lines can be seen, in part or whole.
    fn lines(self) -> usize {
        usize::try_from(self.view / self.line).unwrap_or(0) + 2
    }

    /// How far a list of this height can be scrolled.
    fn end(self, whole: i32) -> i32 {
        (whole + self.head - self.view).max(0)
    }
}

impl List {
    /// The list within a drawn panel.
    pub(crate) fn of(root: &Element) -> Result<Self, JsValue> {
        let find = |selector: &str| {
            root.query_selector(selector)?
                .ok_or_else(|| JsValue::from(format!("the panel has no {selector}")))
        };
        let (scroll, table) = (find("[data-role=scroll]")?, find("[data-role=list]")?);
        Ok(Self {
            lines: RefCell::new(Lines::within(
                root.owner_document().ok_or("the panel has no document")?,
                find("[data-role=list] tbody")?.unchecked_into(),
            )),
            scroller: Scroller::of(&scroll, &table)?,
            scroll,
            table: table.unchecked_into(),
            at_end: Cell::new(true),
            first: Cell::new(None),
            sizes: Cell::new(None),
            top: Cell::new(0),
            whole: Cell::new(0),
            is_bare: Cell::new(false),
        })
    }

    /// Has sizes measured anew.
    pub(crate) fn resized(&self) {
        self.sizes.set(None);
    }

    /// How many lines can be seen at once.
    pub(crate) fn fits(&self) -> Result<usize, JsValue> {
        Ok(self.sizes()?.lines())
    }

    /// Whether what lies around what can be seen is still to be drawn.
    pub(crate) fn is_bare(&self) -> bool {
        self.is_bare.get()
    }

    /// Takes note of where it was scrolled to; tells whether that is another place than the one that
    /// was drawn.
    pub(crate) fn scrolled(&self, model: &Model) -> Result<bool, JsValue> {
        let Some(top) = self.scroller.top().filter(|top| *top != self.top.get()) else {
            return Ok(false);
        };
        self.scrolled_to(top, model, self.sizes()?);
        Ok(true)
    }

    fn scrolled_to(&self, top: i32, model: &Model, sizes: Sizes) {
        self.top.set(top);
        let below = sizes.end(self.whole.get()) - top;
        self.at_end.set(below < NEAR_THE_END);
        let first = model.order.lines().get(at(top, sizes));
        self.first.set(first.copied());
    }

    fn scroll_to(&self, top: i32, model: &Model, sizes: Sizes) {
        let top = top.clamp(0, sizes.end(self.whole.get()));
        if top != self.top.get() || self.scroller.is_due() {
            self.scroller.go(top);
        }
        self.scrolled_to(top, model, sizes);
    }

    /// Draws what can be seen; `changed` rows are drawn anew. Gives the rows that are there.
    pub(crate) fn draw(
        &self,
        model: &Model,
        columns: &Columns,
        changed: &BTreeSet<u32>,
        now: i64,
    ) -> Result<Vec<u32>, JsValue> {
        let lines = model.order.lines();
        let sizes = self.sizes()?;
        let whole = height(lines.len(), sizes);
        let grown = self.whole.replace(whole) != whole;
        if grown {
            // Not of the body: each of its lines would be laid out anew with it.
            let style = self.table.style();
            style.set_property("height", &format!("{}px", whole + sizes.head))?;
            let rows = (lines.len() + 1).to_string();
            self.table.set_attribute("aria-rowcount", &rows)?;
        }
        let to = self.place_to_be(model, sizes);
        let first = at(to, sizes).min(lines.len());
        let last = (first + sizes.lines()).min(lines.len());
        let seen = lines.get(first..last).unwrap_or_default().to_vec();
        let is_whole = lines.len() <= WHOLE_AT_MOST;
        let mut put = self.lines.borrow_mut();
        let is_drawn = |id: &u32| put.has(*id);
        let is_bare = !is_whole && !seen.is_empty() && !seen.iter().any(is_drawn);
        self.is_bare.set(is_bare);
        let window = if is_whole {
            0..lines.len()
        } else if is_bare {
            first..last
        } else {
            first.saturating_sub(AROUND)..(last + AROUND).min(lines.len())
        };
        let mut wanted: Wanted = window
            .filter_map(|at| Some((at, *lines.get(at)?)))
            .collect();
        let cursor = model.cursor.and_then(|id| model.line_of(id));
        if let Some(at) = cursor
            && let Some(id) = lines.get(at)
        {
            wanted.insert(at, *id);
        }
        let reached = match cursor {
            Some(at) => lines.get(at).copied(),
            None => lines.get(first).copied(),
        };
        let look = Look {
            reached,
            changed,
            touched: model.order.take_touched(),
            height: sizes.line,
            line: &|id| model.row(id).map(|row| model.line(row)),
            row: &|id, reached| {
                let row = model.row(id)?;
                Some(rows::row(model, row, columns, reached, now))
            },
        };
        put.put(&wanted, &look)?;
        drop(put);
        if grown {
            if to != self.top.get() {
                self.scroller.go_when_laid_out(to);
            }
            self.scrolled_to(to, model, sizes);
        } else if to != self.top.get() {
            self.scroll_to(to, model, sizes);
        }
        Ok(seen)
    }

    /// Where to scroll to: the end, if that is what its reader looks at, or where what is read stays
    /// in its place.
    fn place_to_be(&self, model: &Model, sizes: Sizes) -> i32 {
        let top = self.top.get();
        let end = sizes.end(self.whole.get());
        if !model.order.is_by_time() {
            return top.min(end);
        }
        if self.at_end.get() {
            return end;
        }
        let is_at = self.first.get().and_then(|id| model.line_of(id));
        let Some(is_at) = is_at else {
            return top.min(end);
        };
        // Within its line it stays as it is.
        (height(is_at, sizes) + top % sizes.line).min(end)
    }

    /// Scrolls so that a line can be seen.
    pub(crate) fn reveal(&self, model: &Model, id: u32) -> Result<(), JsValue> {
        let Some(at) = model.line_of(id) else {
            return Ok(());
        };
        let sizes = self.sizes()?;
        let from = height(at, sizes);
        let top = self.top.get();
        let room = (sizes.view - sizes.head).max(sizes.line);
        if from < top {
            self.scroll_to(from, model, sizes);
        } else if from + sizes.line > top + room {
            self.scroll_to(from + sizes.line - room, model, sizes);
        }
        Ok(())
    }

    /// Lines that Page Up and Page Down move by.
    pub(crate) fn page(&self) -> isize {
        let page = |sizes: Sizes| isize::try_from((sizes.view - sizes.head) / sizes.line - 1).ok();
        self.sizes().ok().and_then(page).unwrap_or(1).max(1)
    }

    /// Forgets how it was scrolled: another order, another filter.
    pub(crate) fn rearranged(&self, model: &Model) {
        self.first.set(None);
        if !model.order.is_by_time() {
            self.at_end.set(false);
        }
    }

    /// The drawn line of a row.
    pub(crate) fn line(&self, id: u32) -> Option<Element> {
        self.lines.borrow().element(id).cloned()
    }

    /// Says ages and places as they are by now.
    pub(crate) fn say_anew(&self, model: &Model, now: i64) -> Result<(), JsValue> {
        self.lines.borrow_mut().say_anew(model, now)
    }

    /// The sizes, by the style sheet.
    fn sizes(&self) -> Result<Sizes, JsValue> {
        if let Some(sizes) = self.sizes.get() {
            return Ok(sizes);
        }
        let window = web_sys::window().ok_or("there is no window")?;
        let style = |of: &Element, name: &str| -> Result<String, JsValue> {
            let style = window.get_computed_style(of)?;
            let value = style.map(|style| style.get_property_value(name));
            Ok(value.transpose()?.unwrap_or_default())
        };
        let line = style(self.lines.borrow().body(), "--row")?;
        let line = line.trim().trim_end_matches("px").parse().unwrap_or(21);
        let head = match self.scroll.query_selector("thead")? {
            Some(head) if style(&head, "position")? == "sticky" => head.client_height(),
            _ => 0,
        };
        let sizes = Sizes {
            line: i32::max(line, 1),
            head,
            view: self.scroll.client_height(),
        };
        self.sizes.set(Some(sizes));
        Ok(sizes)
    }
}

/// How high so many lines are.
fn height(lines: usize, sizes: Sizes) -> i32 {
    i32::try_from(lines)
        .unwrap_or(i32::MAX)
        .saturating_mul(sizes.line)
}

/// The line at a height.
fn at(top: i32, sizes: Sizes) -> usize {
    usize::try_from(top / sizes.line).unwrap_or(0)
}
