//! The bars above the list: what can be switched, the filter box, the chips and the counts.

use gatewhy_core::origin::Who;
use gatewhy_core::rule::Family;
use gatewhy_core::{Lang, Text};
use gatewhy_view::{El, el};

use crate::filter::{Hint, KEYS};
use crate::model::{Model, group, speaker_id};
use crate::words;

/// The toolbar and the filter bar, without what changes as rows come.
pub(crate) fn bars(model: &Model, with_host: bool, files: El) -> [El; 2] {
    let lang = model.lang;
    let language = |of: Lang, name: &'static str| {
        el("button")
            .set("type", "button")
            .set("data-action", "lang")
            .set("data-lang", of.code())
            .set("lang", of.code())
            .set("aria-pressed", (of == lang).to_string())
            .text(name)
    };
    let toolbar = el("div")
        .class("toolbar")
        .set("data-role", "toolbar")
        .child(el("h1").class("unseen").text(words::LIST.get(lang)))
        .child(icon("clear", words::CLEAR, lang))
        .child(preserve(model.settings.preserve_log, lang))
        .child(switch(
            "group",
            words::GROUP,
            words::GROUP_WHY,
            model.order.grouping,
            lang,
        ))
        .child(switch(
            "host",
            words::HOST,
            words::HOST_WHY,
            with_host,
            lang,
        ))
        .child(files)
        .child(el("span").class("counts").set("data-role", "counts"))
        .child(
            el("span")
                .class("languages")
                .set("role", "group")
                .set("aria-label", words::LANGUAGE.get(lang))
                .child(language(Lang::En, "English"))
                .child(language(Lang::Ja, "日本語")),
        )
        .child(
            icon("settings", words::SETTINGS, lang)
                // A gear, in the text's own colour.
                .text("\u{2699}\u{fe0e}"),
        );
    let keys = words::FILTER_KEYS
        .get(lang)
        .replace("{keys}", &KEYS.join(", "));
    let filter = el("div")
        .class("filters")
        .set("data-role", "filters")
        .child(
            el("input")
                .set("type", "search")
                .set("data-role", "filter")
                .set("aria-label", words::FILTER.get(lang))
                .set("placeholder", words::FILTER_EXAMPLE.get(lang))
                .set("title", keys)
                .set("spellcheck", "false")
                .set("autocomplete", "off")
                .set("value", &model.filter.text),
        )
        .child(el("div").class("chips").set("data-role", "chips"))
        .child(
            el("p")
                .class("hint")
                .set("data-role", "hint")
                .set("role", "status"),
        );
    [toolbar, filter]
}

fn icon(class: &'static str, words: Text, lang: Lang) -> El {
    let action = if class == "settings" {
        "options"
    } else {
        class
    };
    el("button")
        .set("type", "button")
        .set("class", format!("icon {class}"))
        .set("data-action", action)
        .set("aria-label", words.get(lang))
        .set("title", words.get(lang))
}

fn switch(action: &'static str, name: Text, why: Text, on: bool, lang: Lang) -> El {
    el("button")
        .set("type", "button")
        .class("switch")
        .set("data-action", action)
        .set("aria-pressed", on.to_string())
        .set("title", why.get(lang))
        .text(name.get(lang))
}

fn preserve(on: bool, lang: Lang) -> El {
    let tick = el("input")
        .set("type", "checkbox")
        .set("data-action", "preserve");
    let tick = if on { tick.set("checked", "") } else { tick };
    el("label")
        .class("preserve")
        .set("title", words::PRESERVE_WHY.get(lang))
        .child(tick)
        .child(el("span").text(words::PRESERVE.get(lang)))
}

/// A chip as it is told from others: what it filters by, whether that is chosen, and its count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chip {
    pub(crate) by: By,
    pub(crate) on: bool,
    pub(crate) count: u32,
}

/// What a chip filters by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum By {
    Family(Family),
    Origin(Who),
}

impl By {
    /// What a click does, the attribute that holds the id, and the id.
    pub(crate) fn attribute(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Family(family) => ("family", "data-family", family.id()),
            Self::Origin(who) => ("origin", "data-origin", speaker_id(who)),
        }
    }
}

/// The chips: the families of causes, and who answered.
pub(crate) fn chips(model: &Model) -> Vec<Chip> {
    let families = model.tally.families.iter().map(|(family, count)| Chip {
        by: By::Family(*family),
        on: model.filter.families.contains(family),
        count: *count,
    });
    let origins = model.tally.origins().map(|(who, count)| Chip {
        by: By::Origin(who),
        on: model.filter.origins.contains(speaker_id(who)),
        count,
    });
    families.chain(origins).collect()
}

/// The chips drawn, in their two groups.
pub(crate) fn chip_groups(chips: &[Chip], lang: Lang) -> [El; 2] {
    let chip = |chip: &Chip| {
        let (action, attribute, id) = chip.by.attribute();
        let (name, family) = match chip.by {
            By::Family(family) => (family.name(), Some(family)),
            By::Origin(who) => (who.name(), None),
        };
        let drawn = el("button")
            .set("type", "button")
            .class("chip")
            .set("aria-pressed", chip.on.to_string())
            .text(name.get(lang))
            .child(el("b").text(chip.count.to_string()))
            .set("data-action", action)
            .set(attribute, id);
        match family {
            Some(_) => drawn.set("data-group", group(family).to_string()),
            None => drawn,
        }
    };
    let (families, origins): (Vec<_>, Vec<_>) = chips
        .iter()
        .partition(|chip| matches!(chip.by, By::Family(_)));
    let together = |words: Text, chips: Vec<&Chip>| {
        el("span")
            .set("role", "group")
            .set("aria-label", words.get(lang))
            .children(chips.into_iter().map(chip))
    };
    [
        together(words::BY_FAMILY, families),
        together(words::BY_ORIGIN, origins),
    ]
}

/// What of the filter could not be understood.
pub(crate) fn hint(model: &Model) -> El {
    let say = |hint: &Hint| match hint {
        Hint::Key(text) => words::NO_SUCH_KEY
            .get(model.lang)
            .replace("{keys}", &KEYS.join(", "))
            .replace("{text}", text),
        Hint::Value(key, text) => words::NO_SUCH_VALUE
            .get(model.lang)
            .replace("{key}", key)
            .replace("{text}", text),
    };
    let hints: Vec<String> = model.filter.hints.iter().map(say).collect();
    el("p")
        .class("hint")
        .set("data-role", "hint")
        .set("role", "status")
        .text(hints.join(" · "))
}

/// How many there are; `left` are still to be read.
pub(crate) fn counts(model: &Model, left: usize) -> El {
    let words = counts_in_words(model, left);
    let (listed, shown) = (model.len(), model.order.matching);
    let (seen, elsewhere, dropped) = (model.seen, model.elsewhere, model.dropped);
    let numbers = format!("{listed} {shown} {seen} {elsewhere} {dropped}");
    el("span")
        .class("counts")
        .set("data-role", "counts")
        .set("data-counts", numbers)
        .text(words)
}

fn counts_in_words(model: &Model, left: usize) -> String {
    let lang = model.lang;
    let number = |text: Text, number: &str| text.get(lang).replace("{number}", number);
    let summary = if model.seen == 1 {
        words::COUNTS_ONE
    } else {
        words::COUNTS
    };
    let listed = model.len().to_string();
    let mut parts = Vec::new();
    if model.order.matching != model.len() {
        let shown = model.order.matching.to_string();
        let words = words::SHOWN.get(lang).replace("{shown}", &shown);
        parts.push(words.replace("{listed}", &listed));
    }
    parts.push(
        summary
            .get(lang)
            .replace("{listed}", &listed)
            .replace("{seen}", &model.seen.to_string()),
    );
    if model.elsewhere > 0 {
        parts.push(number(words::ELSEWHERE, &model.elsewhere.to_string()));
    }
    if model.dropped > 0 {
        parts.push(number(words::DROPPED, &model.dropped.to_string()));
    }
    if left > 0 {
        parts.push(number(words::READING, &left.to_string()));
    }
    parts.join(" · ")
}

/// What stands where the list would, as long as nothing has failed.
pub(crate) fn empty(lang: Lang) -> El {
    let button = |action: &'static str, words: Text| {
        el("button")
            .set("type", "button")
            .set("data-action", action)
            .text(words.get(lang))
    };
    let point = |name: Text, says: Text, action: Option<El>| {
        [
            el("dt").text(name.get(lang)),
            el("dd").child(el("p").text(says.get(lang))).maybe(action),
        ]
    };
    let points = [
        point(
            words::EMPTY_WATCHED,
            words::EMPTY_WATCHED_WHY,
            Some(button("options", words::EMPTY_DOMAINS)),
        ),
        point(
            words::EMPTY_BEFORE,
            words::EMPTY_BEFORE_WHY,
            Some(button("reload", words::RELOAD)),
        ),
        point(
            words::EMPTY_FILES,
            words::EMPTY_FILES_WHY,
            Some(button("import", words::EMPTY_OPEN)),
        ),
        point(words::EMPTY_PRIVATE, words::EMPTY_PRIVATE_WHY, None),
    ];
    el("div")
        .class("empty")
        .set("data-role", "empty")
        .child(el("h2").text(words::EMPTY.get(lang)))
        .child(el("p").text(words::EMPTY_WATCHING.get(lang)))
        .child(el("dl").children(points.into_iter().flatten()))
}

/// What stands there when the filter lets nothing through.
pub(crate) fn nothing_fits(lang: Lang) -> El {
    el("div")
        .class("empty none")
        .set("data-role", "none")
        .child(el("p").text(words::NOTHING_FITS.get(lang)))
        .child(
            el("button")
                .set("type", "button")
                .set("data-action", "all")
                .text(words::SHOW_ALL.get(lang)),
        )
}
