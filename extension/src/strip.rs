//! The strip above the list: failures over time, by family. Dragging on it, or moving its two
//! handles with the arrow keys, filters the list to an interval.
//!
//! A family has its colour and its pattern, and each bin its words, so that nobody needs the colour.

use std::cell::{Cell, RefCell};

use gatewhy_core::rule::Family;
use gatewhy_core::{Lang, Text};
use gatewhy_view::{El, Shown, el};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, HtmlElement};

use crate::model::{GROUPS, Model, Strip as Bins};
use crate::words;

/// The fewest bins that are drawn, so that the first failures do not fill the whole width.
const FEWEST: usize = 24;

/// The drawn strip.
pub(crate) struct Strip {
    document: Document,
    place: HtmlElement,
    bins: Element,
    drawn: RefCell<Vec<Drawn>>,
    /// What the highest bar that fits would show.
    highest: Cell<u32>,
    /// When the first bin begins, and how long each is.
    scale: Cell<(i64, i64)>,
    /// Where a drag began.
    from: Cell<Option<usize>>,
    /// What the marks and the handles show: navigations, the interval, and how many bins there are.
    around: RefCell<Option<Around>>,
}

/// A bin in the document.
struct Drawn {
    counts: [u16; GROUPS],
    shown: Shown,
    /// Whether its words are those of its counts.
    is_told: bool,
}

type Around = (Vec<i64>, Option<(i64, i64)>, usize, (i64, i64));

/// The strip before anything has happened.
pub(crate) fn strip(lang: Lang) -> El {
    let handle = |name: &'static str, words: Text| {
        el("span")
            .class("handle")
            .set("role", "slider")
            .set("tabindex", "0")
            .set("data-handle", name)
            .set("aria-label", words.get(lang))
            .set("aria-orientation", "horizontal")
            .set("aria-valuemin", "0")
            .set("aria-valuemax", "0")
            .set("aria-valuenow", "0")
    };
    el("div")
        .class("strip")
        .set("data-role", "strip")
        .set("role", "group")
        .set("aria-label", words::STRIP.get(lang))
        .child(el("div").class("marks"))
        .child(el("div").class("bins"))
        .child(el("div").class("chosen").set("hidden", ""))
        .child(handle("from", words::FROM))
        .child(handle("to", words::UP_TO))
}

impl Strip {
    /// The strip within a drawn panel.
    pub(crate) fn of(root: &Element) -> Result<Self, JsValue> {
        let place = root
            .query_selector("[data-role=strip]")?
            .ok_or("the panel has no strip")?;
        Ok(Self {
            document: root.owner_document().ok_or("the panel has no document")?,
            bins: place
                .query_selector(".bins")?
                .ok_or("the strip has no bins")?,
            place: place.unchecked_into(),
            drawn: RefCell::default(),
            highest: Cell::default(),
            scale: Cell::default(),
            from: Cell::new(None),
            around: RefCell::default(),
        })
    }

    fn part(&self, selector: &str) -> Result<HtmlElement, JsValue> {
        let part = self.place.query_selector(selector)?;
        Ok(part.ok_or("the strip lacks a part")?.unchecked_into())
    }

    /// Draws what changed.
    pub(crate) fn draw(&self, model: &Model) -> Result<(), JsValue> {
        let bins = &model.tally.strip;
        let count = shown(bins);
        let all = bins.bins.get(..count).unwrap_or_default();
        let sum = |bin: &[u16; GROUPS]| bin.iter().map(|count| u32::from(*count)).sum::<u32>();
        let highest = round_up(all.iter().map(sum).max().unwrap_or(0));
        if self.highest.replace(highest) != highest {
            let style = self.place.style();
            style.set_property("--highest", &highest.to_string())?;
        }
        let scale = (bins.start, bins.span);
        {
            let mut drawn = self.drawn.borrow_mut();
            if self.scale.replace(scale) != scale || drawn.len() != all.len() {
                self.bins.replace_children_with_node(&js_sys::Array::new());
                drawn.clear();
            }
            for (at, counts) in all.iter().enumerate() {
                match drawn.get_mut(at) {
                    Some(old) if old.counts == *counts => {}
                    Some(old) => old.show(*counts)?,
                    None => {
                        let new = Drawn::new(&self.document)?;
                        self.bins.append_with_node_1(new.shown.element().as_ref())?;
                        drawn.push(new);
                        if let Some(new) = drawn.last_mut() {
                            new.show(*counts)?;
                        }
                    }
                }
            }
        }
        let navigations = model.navigations.iter().copied().collect();
        let around = Some((navigations, model.filter.interval, count, scale));
        if self.around.replace(around.clone()) == around {
            return Ok(());
        }
        self.draw_marks(model, count)?;
        self.draw_choice(model, count)
    }

    /// Tells in words what bins hold by now.
    pub(crate) fn say_anew(&self, model: &Model) -> Result<(), JsValue> {
        let mut drawn = self.drawn.borrow_mut();
        for (at, bin) in drawn.iter_mut().enumerate().filter(|(_, bin)| !bin.is_told) {
            bin.is_told = true;
            let element = bin.shown.element();
            if let Some((sum, words)) = told(&model.tally.strip, at, model.lang) {
                element.set_attribute("title", &words)?;
                element.set_attribute("data-sum", &sum.to_string())?;
            } else {
                element.remove_attribute("title")?;
                element.remove_attribute("data-sum")?;
            }
        }
        Ok(())
    }

    /// Where the page was left for another one.
    fn draw_marks(&self, model: &Model, count: usize) -> Result<(), JsValue> {
        let bins = &model.tally.strip;
        let place = self.part(".marks")?;
        let marks = js_sys::Array::new();
        for at in &model.navigations {
            if let Some(bin) = bins.place(*at).filter(|bin| *bin < count) {
                let mark = el("i").render(&self.document)?;
                set_share(mark.unchecked_ref(), "--from", bin, count)?;
                marks.push(&mark);
            }
        }
        place.replace_children_with_node(&marks);
        Ok(())
    }

    fn draw_choice(&self, model: &Model, count: usize) -> Result<(), JsValue> {
        let bins = &model.tally.strip;
        let (from, to) = chosen(model, count);
        let is_chosen = model.filter.interval.is_some();
        let frame = self.part(".chosen")?;
        if is_chosen {
            frame.remove_attribute("hidden")?;
            set_share(&frame, "--from", from, count)?;
            set_share(&frame, "--to", to, count)?;
            self.place.set_attribute("data-chosen", "true")?;
        } else {
            frame.set_attribute("hidden", "")?;
            self.place.remove_attribute("data-chosen")?;
        }
        for (name, at) in [("from", from), ("to", to)] {
            let handle = self.part(&format!("[data-handle={name}]"))?;
            set_share(&handle, "--from", at, count)?;
            handle.set_attribute("aria-valuemax", &count.to_string())?;
            handle.set_attribute("aria-valuenow", &at.to_string())?;
            handle.set_attribute("aria-valuetext", &clock(bins.begin(at)))?;
        }
        Ok(())
    }

    /// The bin under a pointer.
    fn under(&self, model: &Model, x: i32) -> usize {
        let place = self.place.get_bounding_client_rect();
        let share = (f64::from(x) - place.left()) / place.width().max(1.0);
        let count = shown(&model.tally.strip);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "held between 0 and 1"
        )]
        let thousandth = (share.clamp(0.0, 0.9999) * 10_000.0) as usize;
        thousandth * count / 10_000
    }

    /// A pointer goes down at this place.
    pub(crate) fn press(&self, model: &Model, x: i32) {
        self.from.set(Some(self.under(model, x)));
    }

    /// The pointer moves, or is let go of; gives the interval that lies between.
    pub(crate) fn drag(&self, model: &Model, x: i32) -> Option<(i64, i64)> {
        let from = self.from.get()?;
        let to = self.under(model, x);
        let bins = &model.tally.strip;
        Some((bins.begin(from.min(to)), bins.begin(from.max(to) + 1)))
    }

    /// The pointer is let go of.
    pub(crate) fn release(&self) {
        self.from.set(None);
    }

    /// Moves a handle; gives the interval that it makes.
    pub(crate) fn step(model: &Model, handle: &str, key: &str) -> Option<(i64, i64)> {
        let bins = &model.tally.strip;
        let count = shown(bins);
        let (mut from, mut to) = chosen(model, count);
        let by = |at: usize| match key {
            "ArrowLeft" | "ArrowDown" => Some(at.saturating_sub(1)),
            "ArrowRight" | "ArrowUp" => Some(at + 1),
            "PageDown" => Some(at.saturating_sub(10)),
            "PageUp" => Some(at + 10),
            "Home" => Some(0),
            "End" => Some(count),
            _ => None,
        };
        if handle == "from" {
            from = by(from)?.min(to.saturating_sub(1));
        } else {
            to = by(to)?.clamp(from + 1, count);
        }
        Some((bins.begin(from), bins.begin(to)))
    }
}

/// The next number of a scale that is seldom outgrown: another one moves every bar.
fn round_up(count: u32) -> u32 {
    const STEPS: [u32; 3] = [4, 6, 10];
    let mut unit = 1;
    loop {
        if let Some(step) = STEPS.iter().find(|step| **step * unit >= count) {
            return step * unit;
        }
        unit *= 10;
    }
}

/// How many bins are drawn.
fn shown(bins: &Bins) -> usize {
    (bins.last() + 1).max(FEWEST).min(bins.bins.len())
}

/// The chosen bins, from and up to; all of them where none is chosen.
fn chosen(model: &Model, count: usize) -> (usize, usize) {
    let bins = &model.tally.strip;
    let Some((from, to)) = model.filter.interval else {
        return (0, count);
    };
    let place = |at: i64, otherwise| bins.place(at).unwrap_or(otherwise).min(count);
    let from = if from < bins.start {
        0
    } else {
        place(from, count)
    };
    (from, place(to, count).max(from))
}

fn set_share(of: &HtmlElement, name: &str, at: usize, count: usize) -> Result<(), JsValue> {
    let thousandths = at * 10_000 / count.max(1);
    let share = format!("{}.{:02}%", thousandths / 100, thousandths % 100);
    of.style().set_property(name, &share)
}

impl Drawn {
    fn new(document: &Document) -> Result<Self, JsValue> {
        let el = el("div").class("bin");
        let element = el.render(document)?;
        Ok(Self {
            counts: [0; GROUPS],
            shown: Shown::of(el, element),
            is_told: false,
        })
    }

    /// Shows other numbers.
    fn show(&mut self, counts: [u16; GROUPS]) -> Result<(), JsValue> {
        let parts = |counts: &[u16; GROUPS]| counts.map(|count| count > 0);
        let has_same_parts = parts(&self.counts) == parts(&counts);
        if !has_same_parts {
            self.shown.show(bin(&counts))?;
        }
        self.is_told = false;
        let mut part = self.shown.element().first_element_child();
        for (now, before) in counts.iter().zip(&self.counts).filter(|(now, _)| **now > 0) {
            let Some(this) = part else { break };
            // Heights are not for attributes: the page's policy allows no styles in them.
            if now != before || !has_same_parts {
                let style = this.unchecked_ref::<HtmlElement>().style();
                style.set_property("--count", &now.to_string())?;
            }
            part = this.next_element_sibling();
        }
        self.counts = counts;
        Ok(())
    }
}

/// One bin: its parts by family.
fn bin(counts: &[u16; GROUPS]) -> El {
    let groups = (0..GROUPS).filter(|group| counts[*group] > 0);
    el("div")
        .class("bin")
        .children(groups.map(|group| el("i").set("data-group", group.to_string())))
}

/// How many a bin holds, and which, in words; none where it is empty.
fn told(bins: &Bins, at: usize, lang: Lang) -> Option<(u32, String)> {
    let all = bins.bins.get(at).into_iter().flatten().enumerate();
    let counts = all.filter(|(_, count)| **count > 0);
    let mut words = Vec::new();
    let mut sum = 0;
    for (group, count) in counts {
        words.push(format!("{} {count}", group_name(group, lang)));
        sum += u32::from(*count);
    }
    if sum == 0 {
        return None;
    }
    let (from, to) = (clock(bins.begin(at)), clock(bins.begin(at + 1)));
    Some((sum, format!("{from} – {to}\n{}", words.join("\n"))))
}

/// The name of a bin's part.
fn group_name(group: usize, lang: Lang) -> &'static str {
    let family = Family::ALL.get(group);
    family
        .map_or(words::UNEXPLAINED, |family| family.name())
        .get(lang)
}

/// A time of day as clocks here show it.
#[expect(clippy::cast_precision_loss, reason = "times are far below that")]
fn clock(millis: i64) -> String {
    let date = js_sys::Date::new(&(millis as f64).into());
    format!(
        "{:02}:{:02}:{:02}",
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds()
    )
}
