//! The lines that are in the document, each laid at its place by its `top`.
//!
//! A line that goes gives its element to one that comes: most of what they show is the same.

use std::collections::{BTreeMap, BTreeSet};

use gatewhy_view::{El, Shown};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, HtmlElement};

use crate::model::{Line, Model, Touched};
use crate::{focus, time};

/// What is to be in the document: rows by the numbers of their lines.
pub(super) type Wanted = BTreeMap<usize, u32>;

/// The place within the body that a line is laid at, and how high lines are.
type Place = (i64, i32);

/// The lines that are in the document.
pub(super) struct Lines {
    document: Document,
    body: HtmlElement,
    drawn: BTreeMap<u32, Drawn>,
    /// The rows in the order in which their lines stand in the document.
    order: Vec<u32>,
    /// Lines that most of what is drawn lies too low by, and how high lines are: the body lies as
    /// much higher.
    shift: Place,
}

struct Drawn {
    shown: Shown,
    /// Its number among all lines, and the one that it says it has.
    at: usize,
    said: usize,
    place: Place,
    reached: bool,
    /// What it stands for: others may have joined it.
    line: Option<Line>,
}

/// How the rows are shown by now.
pub(super) struct Look<'a> {
    /// The line that the Tab key comes to.
    pub(super) reached: Option<u32>,
    /// Rows that show something else than before.
    pub(super) changed: &'a BTreeSet<u32>,
    /// Rows that may stand for something else than before.
    pub(super) touched: Touched,
    /// How high a line is, in pixels.
    pub(super) height: i32,
    /// What the line of a row stands for.
    pub(super) line: &'a dyn Fn(u32) -> Option<Line>,
    /// A row as a line, which the Tab key comes to or not.
    pub(super) row: &'a dyn Fn(u32, bool) -> Option<El>,
}

impl Lines {
    pub(super) fn within(document: Document, body: HtmlElement) -> Self {
        Self {
            document,
            body,
            drawn: BTreeMap::new(),
            order: Vec::new(),
            shift: (0, 0),
        }
    }

    pub(super) fn body(&self) -> &HtmlElement {
        &self.body
    }

    pub(super) fn has(&self, id: u32) -> bool {
        self.drawn.contains_key(&id)
    }

    pub(super) fn element(&self, id: u32) -> Option<&Element> {
        self.drawn.get(&id).map(|drawn| drawn.shown.element())
    }

    /// Has these lines in the document, and no others.
    pub(super) fn put(&mut self, wanted: &Wanted, look: &Look<'_>) -> Result<(), JsValue> {
        let mut free = self.take_out(wanted);
        let shift = self.shift_to(wanted, look.height)?;
        // Who walks the document shall meet the lines in their order.
        let mut standing = Standing {
            ids: core::mem::take(&mut self.order),
            next: 0,
        };
        for (at, id) in wanted {
            let is_reached = look.reached == Some(*id);
            let old = self.drawn.remove(id);
            let was_here = old.is_some();
            let line = match &old {
                Some(old) if !look.touched.has(*id) => old.line,
                _ => (look.line)(*id),
            };
            let is_same = |old: &Drawn| !look.changed.contains(id) && old.line == line;
            let is_settled = old.as_ref().is_some_and(is_same);
            let is_in_place = if was_here {
                standing.comes_to(*id, &free)
            } else {
                standing.is_free(&free)
            };
            let mut drawn = match old {
                Some(mut old) if is_settled => {
                    old.reach(is_reached)?;
                    old
                }
                old => {
                    let Some(el) = (look.row)(*id, is_reached) else {
                        continue;
                    };
                    let old = old.or_else(|| standing.give(&mut free));
                    self.show(old, el, is_reached)?
                }
            };
            drawn.line = line;
            drawn.lay((number(*at) + shift, look.height))?;
            drawn.at = *at;
            // One line that comes may shift all others: those say so within a second.
            if !is_settled || is_reached {
                drawn.count()?;
            }
            if !is_in_place {
                let follows = standing.next();
                let follows = follows.and_then(|id| self.drawn.get(&id).or_else(|| free.get(&id)));
                let follows = follows.map(|follows| follows.shown.element());
                self.insert(drawn.shown.element(), follows, was_here)?;
            }
            self.order.push(*id);
            self.drawn.insert(*id, drawn);
        }
        for left in free.values() {
            left.shown.element().remove();
        }
        Ok(())
    }

    /// Takes out the lines that are not wanted any more; gives what others may be made of, by what it
    /// showed.
    fn take_out(&mut self, wanted: &Wanted) -> BTreeMap<u32, Drawn> {
        let stay: BTreeSet<u32> = wanted.values().copied().collect();
        let all = self.order.iter().copied();
        let gone: Vec<u32> = all.filter(|id| !stay.contains(id)).collect();
        if gone.is_empty() {
            return BTreeMap::new();
        }
        let active = self.document.active_element();
        let mut free = BTreeMap::new();
        for id in gone {
            let Some(drawn) = self.drawn.remove(&id) else {
                continue;
            };
            // Another line must not have the focus of this one.
            let has_focus = active
                .as_ref()
                .is_some_and(|active| drawn.shown.element().contains(Some(active)));
            if has_focus {
                drawn.shown.element().remove();
                self.order.retain(|other| *other != id);
            } else {
                free.insert(id, drawn);
            }
        }
        free
    }

    /// Shows a row in the element of an old line, or in a new one.
    fn show(&self, old: Option<Drawn>, el: El, reached: bool) -> Result<Drawn, JsValue> {
        let Some(mut old) = old else {
            let element = el.render(&self.document)?;
            return Ok(Drawn {
                shown: Shown::of(el, element),
                at: usize::MAX,
                said: usize::MAX,
                place: (i64::MIN, 0),
                reached,
                line: None,
            });
        };
        let active = self.document.active_element();
        let within = active.filter(|active| old.shown.element().contains(Some(active)));
        old.shown.show(el)?;
        let element = old.shown.element();
        if let Some(within) = within.filter(|within| !element.contains(Some(within))) {
            // What had the focus was drawn anew.
            let same = element.query_selector(&within.tag_name())?;
            focus(same.as_ref().unwrap_or(element))?;
        }
        Ok(Drawn { reached, ..old })
    }

    fn insert(
        &self,
        element: &Element,
        follows: Option<&Element>,
        was_here: bool,
    ) -> Result<(), JsValue> {
        let had_focus = was_here && self.document.active_element().as_ref() == Some(element);
        self.body
            .insert_before(element, follows.map(AsRef::as_ref))?;
        if had_focus {
            focus(element)?;
        }
        Ok(())
    }

    /// By how many lines to shift all, so that most of those that stay need not be laid anew.
    fn shift_to(&mut self, wanted: &Wanted, height: i32) -> Result<i64, JsValue> {
        let mut found: BTreeMap<i64, usize> = BTreeMap::new();
        for (at, id) in wanted {
            if let Some(old) = self.drawn.get(id) {
                *found.entry(old.place.0 - number(*at)).or_default() += 1;
            }
        }
        let most = found.into_iter().max_by_key(|(_, count)| *count);
        let shift = most.map_or(0, |(shift, _)| shift);
        if self.shift != (shift, height) {
            self.shift = (shift, height);
            let top = format!("{}px", -shift * i64::from(height));
            self.body.style().set_property("top", &top)?;
        }
        Ok(shift)
    }

    /// Says ages and places as they are by now.
    pub(super) fn say_anew(&mut self, model: &Model, now: i64) -> Result<(), JsValue> {
        for (id, drawn) in &mut self.drawn {
            drawn.count()?;
            let Some(row) = model.row(*id) else { continue };
            let age = time::age(now - row.began, model.lang);
            drawn.shown.say("data-col", "age", &age)?;
        }
        Ok(())
    }
}

/// The lines as they stood in the document, gone through as those that are wanted take their places.
struct Standing {
    ids: Vec<u32>,
    /// The first behind the last line that is where it belongs.
    next: usize,
}

impl Standing {
    fn next(&self) -> Option<u32> {
        self.ids.get(self.next).copied()
    }

    /// Whether what stands next is free.
    fn is_free(&self, free: &BTreeMap<u32, Drawn>) -> bool {
        self.next().is_some_and(|next| free.contains_key(&next))
    }

    /// Comes to a line that stays; tells whether it is where it belongs.
    fn comes_to(&mut self, id: u32, free: &BTreeMap<u32, Drawn>) -> bool {
        // What is free is given to others.
        while self.is_free(free) {
            self.next += 1;
        }
        // One line that goes far away leaves all others where they are.
        if self.next() != Some(id) && self.ids.get(self.next + 1) == Some(&id) {
            self.ids.remove(self.next);
        }
        let is_next = self.next() == Some(id);
        if is_next {
            self.next += 1;
        } else {
            self.forget(id);
        }
        is_next
    }

    /// A free line for one that comes: that which stands in its place, or any other.
    fn give(&mut self, free: &mut BTreeMap<u32, Drawn>) -> Option<Drawn> {
        if let Some(drawn) = self.next().and_then(|next| free.remove(&next)) {
            self.next += 1;
            return Some(drawn);
        }
        let (id, drawn) = free.pop_last()?;
        self.forget(id);
        Some(drawn)
    }

    fn forget(&mut self, id: u32) {
        if let Some(at) = self.ids.iter().rposition(|known| *known == id) {
            self.ids.remove(at);
            self.next -= usize::from(at < self.next);
        }
    }
}

impl Drawn {
    /// Lets the Tab key come to it, or pass it by.
    fn reach(&mut self, is_reached: bool) -> Result<(), JsValue> {
        if self.reached == is_reached {
            return Ok(());
        }
        self.reached = is_reached;
        let tabindex = if is_reached { "0" } else { "-1" };
        self.shown.put("tabindex", tabindex)
    }

    /// Lays it at its place; every second one is striped, and stays so wherever others go.
    fn lay(&mut self, place: Place) -> Result<(), JsValue> {
        let was_odd = self.place.0 % 2 != 0;
        let is_new = self.at == usize::MAX;
        if self.place == place {
            return Ok(());
        }
        self.place = place;
        let (at, height) = place;
        let top = at * i64::from(height);
        let element = self.shown.element();
        let style = element.unchecked_ref::<HtmlElement>().style();
        style.set_property("top", &format!("{top}px"))?;
        let is_odd = at % 2 != 0;
        if is_new || is_odd != was_odd {
            element.toggle_attribute_with_force("data-odd", is_odd)?;
        }
        Ok(())
    }

    /// Says which line it is.
    fn count(&mut self) -> Result<(), JsValue> {
        if self.said == self.at {
            return Ok(());
        }
        self.said = self.at;
        // The head is the first row.
        self.shown
            .element()
            .set_attribute("aria-rowindex", &(self.at + 2).to_string())
    }
}

pub(super) fn number(lines: usize) -> i64 {
    i64::try_from(lines).unwrap_or(i64::MAX)
}
