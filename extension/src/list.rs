//! The list in the document: only the lines that can be seen, and some around them, are there.
//!
//! Each line is laid at its place by `--at`; so the one that has the focus may stay while it is
//! scrolled away from. A short list is there as a whole.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, HtmlElement, Node};

use crate::columns::Columns;
use crate::model::{Line, Model};
use crate::{rows, time};

/// A list of so many lines is drawn whole.
const WHOLE_AT_MOST: usize = 200;
/// Lines that are drawn above and below those that can be seen.
const AROUND: usize = 12;
/// How near to its end the list must be scrolled, in pixels, to stay there as it grows.
const NEAR_THE_END: i32 = 30;

/// The drawn part of the list.
pub(crate) struct List {
    document: Document,
    scroll: Element,
    body: HtmlElement,
    drawn: RefCell<BTreeMap<u32, Drawn>>,
    /// Whether the end is what its reader looks at.
    at_end: Cell<bool>,
    /// The line at the top, which stays there when others come before it.
    top: Cell<Option<u32>>,
    /// How high a line is, and the head.
    line: Cell<i32>,
}

struct Drawn {
    element: Element,
    at: usize,
    reached: bool,
    /// What it stands for: others may have joined it.
    line: Option<Line>,
}

impl List {
    /// The list within a drawn panel.
    pub(crate) fn of(root: &Element) -> Result<Self, JsValue> {
        let find = |selector: &str| {
            root.query_selector(selector)?
                .ok_or_else(|| JsValue::from(format!("the panel has no {selector}")))
        };
        Ok(Self {
            document: root.owner_document().ok_or("the panel has no document")?,
            scroll: find("[data-role=scroll]")?,
            body: find("[data-role=list] tbody")?.unchecked_into(),
            drawn: RefCell::default(),
            at_end: Cell::new(true),
            top: Cell::new(None),
            line: Cell::new(0),
        })
    }

    /// Takes note of where it was scrolled to.
    pub(crate) fn scrolled(&self, model: &Model) {
        let top = self.scroll.scroll_top();
        let below = self.scroll.scroll_height() - top - self.scroll.client_height();
        self.at_end.set(below < NEAR_THE_END);
        let first = model.order.lines().get(self.first(top));
        self.top.set(first.copied());
    }

    fn first(&self, top: i32) -> usize {
        usize::try_from(top / self.line.get().max(1)).unwrap_or(0)
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
        self.measure()?;
        let height = self.line.get();
        let whole = i32::try_from(lines.len())
            .unwrap_or(i32::MAX)
            .saturating_mul(height);
        let style = self.body.style();
        style.set_property("--lines", &lines.len().to_string())?;
        self.keep_place(model, whole);
        let top = self.scroll.scroll_top();
        let fits = usize::try_from(self.scroll.client_height() / height.max(1)).unwrap_or(0) + 2;
        let first = self.first(top).min(lines.len());
        let last = (first + fits).min(lines.len());
        let seen = lines.get(first..last).unwrap_or_default().to_vec();
        let window = if lines.len() <= WHOLE_AT_MOST {
            0..lines.len()
        } else {
            first.saturating_sub(AROUND)..(last + AROUND).min(lines.len())
        };
        let mut wanted: BTreeMap<usize, u32> = window
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
        let line = |id| model.row(id).map(|row| model.line(row));
        self.put(&wanted, reached, changed, line, |id, reached| {
            let row = model.row(id)?;
            Some(rows::row(model, row, columns, reached, now))
        })?;
        if self.at_end.get() && model.order.is_by_time() {
            self.scroll.set_scroll_top(whole);
        }
        Ok(seen)
    }

    fn put(
        &self,
        wanted: &BTreeMap<usize, u32>,
        reached: Option<u32>,
        changed: &BTreeSet<u32>,
        line: impl Fn(u32) -> Option<Line>,
        row: impl Fn(u32, bool) -> Option<gatewhy_view::El>,
    ) -> Result<(), JsValue> {
        let mut drawn = self.drawn.borrow_mut();
        let ids: BTreeSet<u32> = wanted.values().copied().collect();
        drawn.retain(|id, old| {
            let stays = ids.contains(id);
            if !stays {
                old.element.remove();
            }
            stays
        });
        let mut before: Option<Node> = None;
        for (at, id) in wanted {
            let is_reached = reached == Some(*id);
            let line = line(*id);
            let old = drawn.remove(id);
            let stays = old.as_ref().is_some_and(|old| {
                !changed.contains(id) && old.reached == is_reached && old.line == line
            });
            let element = match old {
                Some(old) if stays => {
                    if old.at != *at {
                        place(&old.element, *at)?;
                    }
                    old.element
                }
                old => {
                    let Some(new) = row(*id, is_reached) else {
                        continue;
                    };
                    let new = new.render(&self.document)?;
                    place(&new, *at)?;
                    self.exchange(old.as_ref(), &new)?;
                    new
                }
            };
            // Who walks the document shall meet the lines in their order.
            let follows = match &before {
                Some(before) => before.next_sibling(),
                None => self.body.first_child(),
            };
            let node: &Node = element.as_ref();
            if follows.as_ref() != Some(node) {
                let had_focus = self.document.active_element().as_ref() == Some(&element);
                self.body.insert_before(node, follows.as_ref())?;
                if had_focus {
                    focus(&element)?;
                }
            }
            before = Some(node.clone());
            drawn.insert(
                *id,
                Drawn {
                    element,
                    at: *at,
                    reached: is_reached,
                    line,
                },
            );
        }
        Ok(())
    }

    /// Puts a new line in the place of an old one, with the focus where it was.
    fn exchange(&self, old: Option<&Drawn>, new: &Element) -> Result<(), JsValue> {
        let Some(old) = old else { return Ok(()) };
        let active = self.document.active_element();
        let within = active
            .as_ref()
            .filter(|active| old.element.contains(Some(active)));
        let on_button = within.is_some_and(|active| *active != old.element);
        let had_focus = within.is_some();
        old.element.replace_with_with_node_1(new.as_ref())?;
        if had_focus {
            let button = new.query_selector("button")?.filter(|_| on_button);
            focus(button.as_ref().unwrap_or(new))?;
        }
        Ok(())
    }

    /// Before lines are drawn: where the list is not read at its end, what is read stays in place.
    fn keep_place(&self, model: &Model, whole: i32) {
        if self.at_end.get() && model.order.is_by_time() {
            self.scroll.set_scroll_top(whole);
            return;
        }
        let Some(id) = self.top.get() else { return };
        let top = self.scroll.scroll_top();
        let (Some(at), was) = (model.line_of(id), self.first(top)) else {
            self.scrolled(model);
            return;
        };
        let moved = i64::try_from(at).unwrap_or(0) - i64::try_from(was).unwrap_or(0);
        if moved != 0 && model.order.is_by_time() {
            let by = i32::try_from(moved)
                .unwrap_or(0)
                .saturating_mul(self.line.get());
            self.scroll.set_scroll_top(top.saturating_add(by));
        }
    }

    /// Scrolls so that a line can be seen.
    pub(crate) fn reveal(&self, model: &Model, id: u32) {
        let Some(at) = model.line_of(id) else { return };
        let height = self.line.get();
        let from = i32::try_from(at).unwrap_or(0).saturating_mul(height);
        let top = self.scroll.scroll_top();
        let room = (self.scroll.client_height() - self.head()).max(height);
        if from < top {
            self.scroll.set_scroll_top(from);
        } else if from + height > top + room {
            self.scroll.set_scroll_top(from + height - room);
        }
        self.scrolled(model);
    }

    /// Lines that Page Up and Page Down move by.
    pub(crate) fn page(&self) -> isize {
        let room = self.scroll.client_height() - self.head();
        isize::try_from(room / self.line.get().max(1) - 1)
            .unwrap_or(1)
            .max(1)
    }

    /// Forgets how it was scrolled: another order, another filter.
    pub(crate) fn rearranged(&self, model: &Model) {
        self.top.set(None);
        if !model.order.is_by_time() {
            self.at_end.set(false);
        }
    }

    /// The drawn line of a row.
    pub(crate) fn line(&self, id: u32) -> Option<Element> {
        let drawn = self.drawn.borrow();
        drawn.get(&id).map(|drawn| drawn.element.clone())
    }

    /// Says ages as they are by now.
    pub(crate) fn grow_older(&self, model: &Model, now: i64) -> Result<(), JsValue> {
        for (id, drawn) in self.drawn.borrow().iter() {
            let Some(row) = model.row(*id) else { continue };
            if let Some(cell) = drawn.element.query_selector("[data-col=age]")? {
                let age = time::age(now - row.began, model.lang);
                if cell.text_content().as_deref() != Some(&age) {
                    cell.set_text_content(Some(&age));
                }
            }
        }
        Ok(())
    }

    /// The head lies over the first line; where lines are narrow there is none.
    fn head(&self) -> i32 {
        let head = self.scroll.query_selector("thead").ok().flatten();
        head.map_or(0, |head| head.client_height())
    }

    /// How high a line is, by the style sheet.
    fn measure(&self) -> Result<(), JsValue> {
        let window = web_sys::window().ok_or("there is no window")?;
        let style = window.get_computed_style(&self.body)?;
        let height = style
            .map(|style| style.get_property_value("--row"))
            .transpose()?
            .unwrap_or_default();
        let height = height.trim().trim_end_matches("px").parse().unwrap_or(21);
        self.line.set(height);
        Ok(())
    }
}

fn place(line: &Element, at: usize) -> Result<(), JsValue> {
    let style = line.unchecked_ref::<HtmlElement>().style();
    style.set_property("--at", &at.to_string())?;
    // The head is the first row.
    line.set_attribute("aria-rowindex", &(at + 2).to_string())
}

fn focus(element: &Element) -> Result<(), JsValue> {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    element
        .unchecked_ref::<HtmlElement>()
        .focus_with_options(&options)
}
