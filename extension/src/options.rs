//! The options page: what is kept, shown as it is kept and changed at once.
//!
//! # What others may rely on (tests, user style sheets)
//! * `body[data-state]`: `loading`, `ready` or `error`; set by options.js.
//! * `[data-set]`: `lang`, `theme`, `preserve`, `client`, `server`, `unanswered`, `pages`,
//!   `console`; the control of a setting.
//! * `[data-role=domain]` and `[data-action=add]`; `[data-role=own]` and `[data-role=learnt]` with
//!   `li[data-domain]`, each with `[data-action=remove]`; `[data-action=forget]`;
//!   `[data-role=note]`: what came of the last change.

mod words;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gatewhy_core::host::{Host as HostName, HostForm};
use gatewhy_core::{Lang, Text};
use gatewhy_view::{El, el};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::host::{Host, Theme};
use crate::settings::{self, Setting, Settings};

/// The open page.
pub(crate) struct Options {
    document: Document,
    root: Element,
    host: Rc<dyn Host>,
    settings: RefCell<Settings>,
    /// What came of the last change.
    note: RefCell<String>,
    /// The parts of the page as they were drawn last.
    shown: RefCell<Vec<(El, Element)>>,
    /// Whether it has been looked whether leave that was once given is there still.
    looked: Cell<bool>,
}

impl Options {
    /// Draws the page and follows what is kept.
    pub(crate) fn open(root: Element, host: Rc<dyn Host>) -> Result<(), JsValue> {
        let document = root.owner_document().ok_or("the page has no document")?;
        let page = Rc::new(Self {
            document,
            root,
            host,
            settings: RefCell::default(),
            note: RefCell::default(),
            shown: RefCell::default(),
            looked: Cell::new(false),
        });
        page.listen()?;
        let follower = Rc::clone(&page);
        page.host.settings(Box::new(move |settings| {
            follower.take_in(settings);
        }));
        Ok(())
    }

    fn take_in(self: &Rc<Self>, settings: Settings) {
        let explains = settings.inline_page;
        let domains = settings.domains.clone();
        self.settings.replace(settings);
        self.draw_or_log();
        if !self.looked.replace(true) && explains {
            let page = Rc::clone(self);
            let then = move |has_leave: bool| {
                if !has_leave {
                    page.host.set(&Setting::InlinePage(false));
                    page.say(words::PAGES_TAKEN_BACK);
                }
            };
            self.host.explains_pages(&domains, Box::new(then));
        }
    }

    fn lang(&self) -> Lang {
        self.settings.borrow().lang_or(&self.host.locale())
    }

    fn say(&self, text: Text) {
        self.note.replace(text.get(self.lang()).to_owned());
        self.draw_or_log();
    }

    fn say_of(&self, text: Text, domain: &str) {
        let said = text.get(self.lang()).replace("{domain}", domain);
        self.note.replace(said);
        self.draw_or_log();
    }
}

/// What a change does.
impl Options {
    fn listen(self: &Rc<Self>) -> Result<(), JsValue> {
        type Handler = fn(&Rc<Options>, &Event, &Element);
        let handlers: [(&str, Handler); 3] = [
            ("change", |page, _, target| page.on_change(target)),
            ("click", |page, _, target| page.on_click(target)),
            ("submit", |page, event, _| {
                event.prevent_default();
                page.add();
            }),
        ];
        for (name, handle) in handlers {
            let page = Rc::clone(self);
            let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
                let target = event
                    .target()
                    .and_then(|target| target.dyn_into::<Element>().ok());
                if let Some(target) = target {
                    handle(&page, &event, &target);
                }
            });
            let listener = listener.into_js_value();
            self.root
                .add_event_listener_with_callback(name, listener.unchecked_ref())?;
        }
        Ok(())
    }

    fn on_change(self: &Rc<Self>, control: &Element) {
        let chosen = control
            .dyn_ref::<HtmlSelectElement>()
            .map(HtmlSelectElement::value)
            .unwrap_or_default();
        let on = control
            .dyn_ref::<HtmlInputElement>()
            .is_some_and(HtmlInputElement::checked);
        let failing = self.settings.borrow().failing;
        self.note.take();
        let setting = match control.get_attribute("data-set").as_deref() {
            Some("lang") => Setting::Lang(match chosen.as_str() {
                "en" => Some(Lang::En),
                "ja" => Some(Lang::Ja),
                _ => None,
            }),
            Some("theme") => Setting::Theme(match chosen.as_str() {
                "light" => Some(Theme::Light),
                "dark" => Some(Theme::Dark),
                _ => None,
            }),
            Some("preserve") => Setting::PreserveLog(on),
            Some("client") => Setting::Failing(settings::Failing {
                client: on,
                ..failing
            }),
            Some("server") => Setting::Failing(settings::Failing {
                server: on,
                ..failing
            }),
            Some("unanswered") => Setting::Failing(settings::Failing {
                unanswered: on,
                ..failing
            }),
            Some("console") => Setting::InlineConsole(on),
            Some("accounts") => Setting::AccountIds(if on {
                settings::AccountIds::Kept
            } else {
                settings::AccountIds::Masked
            }),
            Some("pages") if on => return self.explain_pages(),
            Some("pages") => return self.leave_pages(),
            _ => return,
        };
        self.host.set(&setting);
    }

    fn explain_pages(self: &Rc<Self>) {
        let domains = self.settings.borrow().domains.clone();
        let page = Rc::clone(self);
        let then = move |given: bool| {
            if given {
                page.host.set(&Setting::InlinePage(true));
                page.say(words::PAGES_ON);
            } else {
                page.say(words::PAGES_REFUSED);
            }
        };
        self.host.explain_pages(&domains, Box::new(then));
    }

    fn leave_pages(self: &Rc<Self>) {
        let page = Rc::clone(self);
        self.host.leave_pages(Box::new(move || {
            page.host.set(&Setting::InlinePage(false));
            page.say(words::PAGES_OFF);
        }));
    }

    fn on_click(self: &Rc<Self>, target: &Element) {
        let Some(button) = target.closest("[data-action]").ok().flatten() else {
            return;
        };
        match button.get_attribute("data-action").as_deref() {
            Some("remove") => self.remove(&button),
            Some("forget") => self.forget(),
            _ => {}
        }
    }

    fn add(self: &Rc<Self>) {
        let Some(field) = self.field() else { return };
        let Some(domain) = settings::domain(&field.value()) else {
            return self.say(words::NO_DOMAIN);
        };
        let mut domains = self.settings.borrow().domains.clone();
        if domains.contains(&domain) {
            return self.say_of(words::DOMAIN_IS_THERE, &domain);
        }
        if HostName::parse(&domain).form == HostForm::ExecuteApi {
            return self.say_of(words::DOMAIN_NEEDS_NO_ENTRY, &domain);
        }
        if domains.len() >= settings::DOMAINS_AT_MOST {
            return self.say(words::TOO_MANY);
        }
        domains.push(domain.clone());
        domains.sort();
        field.set_value("");
        let page = Rc::clone(self);
        let kept = domains.clone();
        let then = move |given: bool| {
            page.host.set(&Setting::Domains(kept));
            let text = if given {
                words::ADDED
            } else {
                words::DOMAIN_WITHOUT_PAGES
            };
            page.say_of(text, &domain);
        };
        if self.settings.borrow().inline_page {
            self.host.explain_pages(&domains, Box::new(then));
        } else {
            then(true);
        }
    }

    fn remove(&self, button: &Element) {
        let entry = button.closest("[data-domain]").ok().flatten();
        let Some(domain) = entry.and_then(|entry| entry.get_attribute("data-domain")) else {
            return;
        };
        let (mut own, mut learnt) = {
            let settings = self.settings.borrow();
            (settings.domains.clone(), settings.learnt.clone())
        };
        let is_learnt = button
            .closest("[data-role=learnt]")
            .ok()
            .flatten()
            .is_some();
        let (list, setting): (_, fn(Vec<String>) -> Setting) = if is_learnt {
            (&mut learnt, Setting::Learnt)
        } else {
            (&mut own, Setting::Domains)
        };
        list.retain(|other| *other != domain);
        self.host.set(&setting(core::mem::take(list)));
        self.say_of(words::REMOVED, &domain);
        // The button is gone, and the focus must not fall back to the top of the page.
        if let Some(field) = self.field() {
            let _ = field.focus();
        }
    }

    fn forget(self: &Rc<Self>) {
        let said = forgotten(&self.settings.borrow(), self.lang());
        let page = Rc::clone(self);
        self.host.forget(Box::new(move || {
            page.note.replace(said);
            page.settings.take();
            page.draw_or_log();
        }));
    }
}

/// What there is to forget, in words.
fn forgotten(settings: &Settings, lang: Lang) -> String {
    let plain = Settings {
        domains: settings.domains.clone(),
        learnt: settings.learnt.clone(),
        fix_form: settings.fix_form.clone(),
        inline_page: settings.inline_page,
        ..Settings::default()
    };
    let domains = settings.domains.len() + settings.learnt.len();
    let mut what = Vec::new();
    if *settings != plain {
        what.push(words::FORGOT_SETTINGS.get(lang).to_owned());
    }
    match domains {
        0 => {}
        1 => what.push(words::FORGOT_DOMAIN.get(lang).to_owned()),
        _ => what.push(
            words::FORGOT_DOMAINS
                .get(lang)
                .replace("{number}", &domains.to_string()),
        ),
    }
    if settings.fix_form.is_some() {
        what.push(words::FORGOT_FORM.get(lang).to_owned());
    }
    if settings.inline_page {
        what.push(words::FORGOT_LEAVE.get(lang).to_owned());
    }
    if what.is_empty() {
        return words::NOTHING_KEPT.get(lang).to_owned();
    }
    let comma = match lang {
        Lang::En => ", ",
        Lang::Ja => "、",
    };
    words::FORGOTTEN
        .get(lang)
        .replace("{what}", &what.join(comma))
}

/// Drawing.
impl Options {
    fn field(&self) -> Option<HtmlInputElement> {
        let field = self.root.query_selector("[data-role=domain]").ok()??;
        field.dyn_into().ok()
    }

    fn draw_or_log(&self) {
        if let Err(thrown) = self.draw() {
            web_sys::console::error_2(&"gatewhy".into(), &thrown);
        }
    }

    /// Has each control show what is set, also where a change of it came to nothing.
    fn sync(&self) -> Result<(), JsValue> {
        let controls = self.root.query_selector_all("[data-set]")?;
        for at in 0..controls.length() {
            let Some(control) = controls.item(at) else {
                continue;
            };
            if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
                input.set_checked(input.has_attribute("checked"));
            } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>()
                && let Some(chosen) = select.query_selector("[selected]")?
            {
                select.set_value(&chosen.get_attribute("value").unwrap_or_default());
            }
        }
        Ok(())
    }

    /// Draws anew what has changed, and leaves typed text and the focus where they are.
    fn draw(&self) -> Result<(), JsValue> {
        let lang = self.lang();
        let settings = self.settings.borrow();
        if let Some(page) = self.document.document_element() {
            page.set_attribute("lang", lang.code())?;
            match settings.theme.or_else(|| self.host.theme()) {
                Some(theme) => page.set_attribute("data-theme", theme.id())?,
                None => page.remove_attribute("data-theme")?,
            }
        }
        self.document.set_title(words::TITLE.get(lang));
        let typed = self.field().map(|field| field.value()).unwrap_or_default();
        let focused = self
            .document
            .active_element()
            .and_then(|element| element.get_attribute("id"))
            .filter(|id| !id.is_empty());
        let note = el("p")
            .class("note")
            .set("data-role", "note")
            .set("role", "status")
            .text(self.note.borrow().clone());
        let drawn = [
            el("h1").text(words::TITLE.get(lang)),
            el("p").class("hint").text(words::SAVED_AT_ONCE.get(lang)),
            looks(&settings, lang),
            list(&settings, lang),
            domains(&settings, lang),
            outside(&settings, self.host.withholds_json(), lang),
            copies(&settings, lang),
            forget(lang),
            note,
        ];
        // A part that says the same stays as it is: somebody may be about to click in it.
        let mut shown = self.shown.borrow_mut();
        if shown.is_empty() {
            for part in &drawn {
                let element = part.render(&self.document)?;
                self.root.append_with_node_1(element.as_ref())?;
                shown.push((part.clone(), element));
            }
        }
        for ((before, element), now) in shown.iter_mut().zip(drawn) {
            if *before != now {
                let new = now.render(&self.document)?;
                element.replace_with_with_node_1(new.as_ref())?;
                (*before, *element) = (now, new);
            }
        }
        drop(shown);
        self.sync()?;
        if let Some(field) = self.field() {
            field.set_value(&typed);
        }
        let focused = focused.and_then(|id| self.document.get_element_by_id(&id));
        if let Some(element) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            element.focus()?;
        }
        Ok(())
    }
}

fn section(title: Text, lang: Lang) -> El {
    el("section").child(el("h2").text(title.get(lang)))
}

fn looks(settings: &Settings, lang: Lang) -> El {
    let languages = [
        ("", words::LANGUAGE_AUTO.get(lang)),
        ("en", "English"),
        ("ja", "日本語"),
    ];
    let themes = [
        ("", words::THEME_AUTO.get(lang)),
        ("light", words::THEME_LIGHT.get(lang)),
        ("dark", words::THEME_DARK.get(lang)),
    ];
    section(words::LOOKS, lang)
        .child(choice(
            "lang",
            words::LANGUAGE.get(lang),
            &languages,
            settings.lang.map_or("", Lang::code),
        ))
        .child(choice(
            "theme",
            words::THEME.get(lang),
            &themes,
            settings.theme.map_or("", Theme::id),
        ))
}

fn choice(set: &'static str, name: &str, values: &[(&'static str, &str)], chosen: &str) -> El {
    let options = values.iter().map(|(value, name)| {
        let option = el("option").set("value", *value).text(*name);
        if *value == chosen {
            option.set("selected", "")
        } else {
            option
        }
    });
    el("p")
        .class("row")
        .child(el("label").set("for", set).text(name))
        .child(
            el("select")
                .set("id", set)
                .set("data-set", set)
                .children(options),
        )
}

fn list(settings: &Settings, lang: Lang) -> El {
    let failing = settings.failing;
    section(words::LIST, lang)
        .child(switch(
            "preserve",
            settings.preserve_log,
            words::PRESERVE,
            Some(words::PRESERVE_WHY),
            lang,
        ))
        .child(
            el("fieldset")
                .child(el("legend").text(words::FAILING.get(lang)))
                .child(switch(
                    "client",
                    failing.client,
                    words::FAILING_CLIENT,
                    None,
                    lang,
                ))
                .child(switch(
                    "server",
                    failing.server,
                    words::FAILING_SERVER,
                    None,
                    lang,
                ))
                .child(switch(
                    "unanswered",
                    failing.unanswered,
                    words::FAILING_UNANSWERED,
                    None,
                    lang,
                )),
        )
}

fn switch(set: &'static str, on: bool, name: Text, why: Option<Text>, lang: Lang) -> El {
    let mut input = el("input")
        .set("type", "checkbox")
        .set("id", set)
        .set("data-set", set);
    if on {
        input = input.set("checked", "");
    }
    if why.is_some() {
        input = input.set("aria-describedby", format!("{set}-why"));
    }
    el("div")
        .class("switch")
        .child(input)
        .child(el("label").set("for", set).text(name.get(lang)))
        .maybe(why.map(|why| {
            el("p")
                .class("hint")
                .set("id", format!("{set}-why"))
                .text(why.get(lang))
        }))
}

fn domains(settings: &Settings, lang: Lang) -> El {
    let form = el("form")
        .set("novalidate", "")
        .child(
            el("label")
                .set("for", "domain")
                .text(words::DOMAIN.get(lang)),
        )
        .child(
            el("input")
                .set("type", "text")
                .set("id", "domain")
                .set("data-role", "domain")
                .set("placeholder", "api.example.com")
                .set("autocomplete", "off")
                .set("autocapitalize", "off")
                .set("spellcheck", "false")
                .set("dir", "ltr"),
        )
        .child(
            el("button")
                .set("id", "add")
                .set("data-action", "add")
                .text(words::ADD.get(lang)),
        );
    let entries = |role: &'static str, title: Text, domains: &[String]| {
        let entry = |domain: &String| {
            el("li")
                .set("data-domain", domain)
                .child(el("span").set("dir", "ltr").text(domain))
                .child(
                    el("button")
                        .set("type", "button")
                        .set("data-action", "remove")
                        .set(
                            "aria-label",
                            words::REMOVE_NAMED.get(lang).replace("{domain}", domain),
                        )
                        .text(words::REMOVE.get(lang)),
                )
        };
        (!domains.is_empty()).then(|| {
            el("div")
                .set("data-role", role)
                .child(el("h3").text(title.get(lang)))
                .child(el("ul").children(domains.iter().map(entry)))
        })
    };
    section(words::DOMAINS, lang)
        .child(el("p").class("hint").text(words::DOMAINS_WHY.get(lang)))
        .child(form)
        .maybe(entries("own", words::OWN, &settings.domains))
        .maybe(entries("learnt", words::LEARNT, &settings.learnt))
}

fn outside(settings: &Settings, withholds_json: bool, lang: Lang) -> El {
    let pages = switch(
        "pages",
        settings.inline_page,
        words::PAGES,
        Some(words::PAGES_WHY),
        lang,
    );
    let but = withholds_json.then(|| {
        el("p")
            .class("hint")
            .set("data-role", "withheld")
            .text(words::PAGES_BUT.get(lang))
    });
    section(words::OUTSIDE, lang)
        .child(pages.maybe(but))
        .child(switch(
            "console",
            settings.inline_console,
            words::CONSOLE,
            Some(words::CONSOLE_WHY),
            lang,
        ))
}

fn copies(settings: &Settings, lang: Lang) -> El {
    section(words::COPIES, lang).child(switch(
        "accounts",
        settings.account_ids == settings::AccountIds::Kept,
        words::ACCOUNTS,
        Some(words::ACCOUNTS_WHY),
        lang,
    ))
}

fn forget(lang: Lang) -> El {
    section(words::FORGET, lang)
        .child(el("p").class("hint").text(words::FORGET_WHY.get(lang)))
        .child(
            el("button")
                .set("type", "button")
                .set("id", "forget")
                .set("data-action", "forget")
                .text(words::FORGET.get(lang)),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_is_told() {
        let kept = Settings {
            theme: Some(Theme::Dark),
            domains: vec!["a.example.com".into()],
            learnt: vec!["b.example.com".into()],
            fix_form: Some("cdk".into()),
            inline_page: true,
            ..Settings::default()
        };
        assert_eq!(
            forgotten(&kept, Lang::En),
            "Forgotten: the settings, 2 custom domains, the form of fixes, the permission for error pages."
        );
        assert_eq!(
            forgotten(&Settings::default(), Lang::Ja),
            words::NOTHING_KEPT.get(Lang::Ja)
        );
        let one = Settings {
            domains: vec!["a.example.com".into()],
            ..Settings::default()
        };
        assert_eq!(forgotten(&one, Lang::En), "Forgotten: 1 custom domain.");
    }
}
