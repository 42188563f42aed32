//! What to do: by who can do it, and then by the form in which they work.

use gatewhy_core::report::{Diagnosis, FixReport};
use gatewhy_core::rule::{Actor, Form};

use crate::dom::{El, el};
use crate::parts::Frame;
use crate::snippet::snippet;
use crate::{choice, words};

pub(crate) fn fixes(of: &Diagnosis, frame: Frame) -> Option<El> {
    if of.fixes.is_empty() {
        return None;
    }
    let groups = [Actor::Caller, Actor::Owner]
        .into_iter()
        .filter_map(|who| group(&of.fixes, who, "", frame));
    Some(frame.section("fixes", words::FIXES).children(groups))
}

/// The first fix, for a cause that is not the leading one.
pub(crate) fn first(of: &Diagnosis, frame: Frame) -> Option<El> {
    let fix = of.fixes.first()?;
    Some(
        el("div")
            .class("gw-apart")
            .child(frame.heading(2).text(frame.say(words::FIXES)))
            .child(fix_item(fix, frame)),
    )
}

/// The fixes that somebody can carry out, in tabs by form; `of` tells one group's ids from another's.
pub(crate) fn group(fixes: &[FixReport], who: Actor, of: &'static str, frame: Frame) -> Option<El> {
    let of_actor: Vec<&FixReport> = fixes.iter().filter(|fix| fix.who == who).collect();
    let mut forms: Vec<Form> = Vec::new();
    for fix in &of_actor {
        if !forms.contains(&fix.form) {
            forms.push(fix.form);
        }
    }
    let (&first, rest) = forms.split_first()?;
    let open = choice::best(&forms).unwrap_or(first);
    let group = el("div")
        .class("gw-actor")
        .set("data-who", who.id())
        .child(frame.heading(2).text(frame.say(words::actor(who))));
    let of_form = |form: Form| {
        of_actor
            .iter()
            .filter(move |fix| fix.form == form)
            .map(|fix| fix_item(fix, frame))
    };
    if rest.is_empty() {
        return Some(group.children(of_form(first)));
    }
    let id = |form: Form, what: &str| {
        let (who, form) = (who.id(), form.id());
        format!("gw-{}{of}-{who}-{form}-{what}", frame.serial)
    };
    let tabs = forms.iter().map(|&form| {
        let chosen = form == open;
        el("button")
            .set("type", "button")
            .set("role", "tab")
            .set("id", id(form, "tab"))
            .set("aria-controls", id(form, "panel"))
            .set("aria-selected", chosen.to_string())
            .set("tabindex", if chosen { "0" } else { "-1" })
            .set("data-form", form.id())
            .text(frame.say(words::form(form)))
    });
    let panels = forms.iter().map(|&form| {
        let panel = el("div")
            .set("role", "tabpanel")
            .set("id", id(form, "panel"))
            .set("aria-labelledby", id(form, "tab"))
            .set("data-form", form.id())
            .children(of_form(form));
        if form == open {
            panel
        } else {
            panel.set("hidden", "")
        }
    });
    Some(
        group
            .child(
                el("div")
                    .class("gw-tabs")
                    .set("role", "tablist")
                    .set("aria-label", frame.say(words::actor(who)))
                    .children(tabs),
            )
            .children(panels),
    )
}

fn fix_item(fix: &FixReport, frame: Frame) -> El {
    el("div")
        .class("gw-fix")
        .set("data-form", fix.form.id())
        .child(
            el("p")
                .class("gw-step")
                .text(&fix.title)
                .maybe(fix.redeploy.then(|| {
                    el("span")
                        .class("gw-redeploy")
                        .set("data-redeploy", "true")
                        .text(frame.say(words::REDEPLOY))
                })),
        )
        .child(how(fix, frame))
        .maybe(fill_in(fix, frame))
}

fn how(fix: &FixReport, frame: Frame) -> El {
    match fix.form {
        Form::Text => el("p").text(&fix.text),
        // `API Gateway > APIs > …`: a path through the console reads better as steps.
        Form::Console if !fix.text.contains('\n') && fix.text.contains(" > ") => el("ol")
            .class("gw-path")
            .children(fix.text.split(" > ").map(|step| el("li").text(step))),
        Form::Console => el("p").class("gw-lines").text(&fix.text),
        _ => snippet(&fix.text, &fix.placeholders, frame),
    }
}

fn fill_in(fix: &FixReport, frame: Frame) -> Option<El> {
    if fix.placeholders.is_empty() {
        return None;
    }
    let mut line = el("p")
        .class("gw-fill-in gw-quiet")
        .text(frame.say(words::FILL_IN));
    for name in &fix.placeholders {
        line = line.text(" ").child(el("code").text(name));
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use crate::ViewOptions;
    use gatewhy_core::{Evidence, Lang, diagnose};

    #[test]
    fn each_tab_has_its_panel_and_only_the_first_is_open() {
        let evidence = Evidence {
            url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
            status: Some(403),
            body: Some(r#"{"message":"Missing Authentication Token"}"#.into()),
            ..Evidence::default()
        };
        let tree = crate::parts::report(&diagnose(&evidence, Lang::En), ViewOptions::default());
        let all = tree.all();
        let role = |role: &str| {
            all.iter()
                .filter(|el| el.get("role") == Some(role))
                .copied()
                .collect::<Vec<_>>()
        };
        let (tabs, panels) = (role("tab"), role("tabpanel"));
        assert!(tabs.len() > 1);
        assert_eq!(tabs.len(), panels.len());
        for (tab, panel) in tabs.iter().zip(&panels) {
            assert_eq!(tab.get("aria-controls"), panel.get("id"));
            let open = tab.get("aria-selected") == Some("true");
            assert_eq!(panel.get("hidden").is_none(), open);
        }
    }
}
