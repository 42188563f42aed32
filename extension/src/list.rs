//! The list in the document: only the lines that can be seen, and some around them, are there.
//!
//! Each line is laid at its place by its `top`; so the one that has the focus may stay while it is
//! scrolled away from. A short list is there as a whole. Where a line far above goes, or comes late,
//! all others are shifted together: laying each of them anew would take most of a frame.

mod scroller;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, HtmlElement, Node};

use crate::columns::Columns;
use crate::model::{Line, Model};
use crate::{rows, time};
use scroller::Scroller;

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
    scroller: Scroller,
    table: HtmlElement,
    body: HtmlElement,
    drawn: RefCell<BTreeMap<u32, Drawn>>,
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
    /// Lines that most of what is drawn lies too low by, and how high lines are: the body lies as
    /// much higher.
    shift: Cell<(i64, i32)>,
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
    /// How far a list of this height can be scrolled.
    fn end(self, whole: i32) -> i32 {
        (whole + self.head - self.view).max(0)
    }
}

struct Drawn {
    element: Element,
    at: usize,
    /// The place within the body that it was laid at, and how high lines were.
    place: (i64, i32),
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
        let (scroll, table) = (find("[data-role=scroll]")?, find("[data-role=list]")?);
        Ok(Self {
            document: root.owner_document().ok_or("the panel has no document")?,
            scroller: Scroller::of(&scroll, &table)?,
            scroll,
            table: table.unchecked_into(),
            body: find("[data-role=list] tbody")?.unchecked_into(),
            drawn: RefCell::default(),
            at_end: Cell::new(true),
            first: Cell::new(None),
            sizes: Cell::new(None),
            top: Cell::new(0),
            whole: Cell::new(0),
            shift: Cell::default(),
            is_bare: Cell::new(false),
        })
    }

    /// Has sizes measured anew.
    pub(crate) fn resized(&self) {
        self.sizes.set(None);
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
        }
        let to = self.place_to_be(model, sizes);
        let first = at(to, sizes).min(lines.len());
        let fits = usize::try_from(sizes.view / sizes.line).unwrap_or(0) + 2;
        let last = (first + fits).min(lines.len());
        let seen = lines.get(first..last).unwrap_or_default().to_vec();
        let is_whole = lines.len() <= WHOLE_AT_MOST;
        let is_drawn = |id: &u32| self.drawn.borrow().contains_key(id);
        let is_bare = !is_whole && !seen.is_empty() && !seen.iter().any(is_drawn);
        self.is_bare.set(is_bare);
        let window = if is_whole {
            0..lines.len()
        } else if is_bare {
            first..last
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
        let row = |id, reached| {
            let row = model.row(id)?;
            Some(rows::row(model, row, columns, reached, now))
        };
        self.put(&wanted, reached, changed, sizes.line, line, row)?;
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

    fn put(
        &self,
        wanted: &BTreeMap<usize, u32>,
        reached: Option<u32>,
        changed: &BTreeSet<u32>,
        height: i32,
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
        let shift = self.shift(&drawn, wanted, height)?;
        let mut before: Option<Node> = None;
        for (at, id) in wanted {
            let its_place = (number(*at) + shift, height);
            let is_reached = reached == Some(*id);
            let line = line(*id);
            let old = drawn.remove(id);
            let is_same = |old: &Drawn| !changed.contains(id) && old.line == line;
            let stays = old.as_ref().is_some_and(is_same);
            let element = match old {
                Some(old) if stays => {
                    if old.reached != is_reached {
                        let tabindex = if is_reached { "0" } else { "-1" };
                        old.element.set_attribute("tabindex", tabindex)?;
                    }
                    if old.place != its_place {
                        place(&old.element, its_place)?;
                    }
                    if old.at != *at {
                        say_index(&old.element, *at)?;
                    }
                    old.element
                }
                old => {
                    let Some(new) = row(*id, is_reached) else {
                        continue;
                    };
                    let new = new.render(&self.document)?;
                    place(&new, its_place)?;
                    say_index(&new, *at)?;
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
                    place: its_place,
                    reached: is_reached,
                    line,
                },
            );
        }
        Ok(())
    }

    /// By how many lines to shift all, so that most of those that stay need not be laid anew.
    fn shift(
        &self,
        drawn: &BTreeMap<u32, Drawn>,
        wanted: &BTreeMap<usize, u32>,
        height: i32,
    ) -> Result<i64, JsValue> {
        let mut found: BTreeMap<i64, usize> = BTreeMap::new();
        for (at, id) in wanted {
            if let Some(old) = drawn.get(id) {
                *found.entry(old.place.0 - number(*at)).or_default() += 1;
            }
        }
        let most = found.into_iter().max_by_key(|(_, count)| *count);
        let shift = most.map_or(0, |(shift, _)| shift);
        if self.shift.replace((shift, height)) != (shift, height) {
            let top = format!("{}px", -shift * i64::from(height));
            self.body.style().set_property("top", &top)?;
        }
        Ok(shift)
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
        let line = style(&self.body, "--row")?;
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

fn number(lines: usize) -> i64 {
    i64::try_from(lines).unwrap_or(i64::MAX)
}

/// Lays a line at its place; every second one is striped, and stays so wherever others go.
fn place(row: &Element, (at, height): (i64, i32)) -> Result<(), JsValue> {
    let top = at * i64::from(height);
    let style = row.unchecked_ref::<HtmlElement>().style();
    style.set_property("top", &format!("{top}px"))?;
    row.toggle_attribute_with_force("data-odd", at % 2 != 0)?;
    Ok(())
}

fn say_index(row: &Element, at: usize) -> Result<(), JsValue> {
    // The head is the first row.
    row.set_attribute("aria-rowindex", &(at + 2).to_string())
}

fn focus(element: &Element) -> Result<(), JsValue> {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    element
        .unchecked_ref::<HtmlElement>()
        .focus_with_options(&options)
}
