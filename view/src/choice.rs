//! The forms of fixes that the reader has chosen, the last one first: the next report opens those.

use std::cell::RefCell;

use gatewhy_core::rule::Form;

thread_local! {
    static CHOSEN: RefCell<Vec<Form>> = const { RefCell::new(Vec::new()) };
}

pub(crate) fn prefer(id: &str) {
    let Some(form) = Form::of(id) else { return };
    CHOSEN.with_borrow_mut(|chosen| {
        chosen.retain(|known| *known != form);
        chosen.insert(0, form);
    });
}

/// The one of these that was chosen last.
pub(crate) fn best(of: &[Form]) -> Option<Form> {
    CHOSEN.with_borrow(|chosen| chosen.iter().copied().find(|form| of.contains(form)))
}

/// Takes up what was chosen in an earlier session, the last one first; unknown ids are left out.
pub fn prefer_forms<'a>(ids: impl IntoIterator<Item = &'a str>) {
    let forms: Vec<Form> = ids.into_iter().filter_map(Form::of).collect();
    CHOSEN.set(forms);
}

/// The ids of the forms that were chosen, the last one first; to be kept for the next session.
pub fn preferred_forms() -> Vec<&'static str> {
    CHOSEN.with_borrow(|chosen| chosen.iter().map(|form| form.id()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_choice_that_there_is_wins() {
        prefer_forms(["cli", "nonsense"]);
        prefer("terraform");
        prefer("cli");
        prefer("sam");
        assert_eq!(preferred_forms(), ["sam", "cli", "terraform"]);
        assert_eq!(
            best(&[Form::Console, Form::Terraform, Form::Cli]),
            Some(Form::Cli)
        );
        assert_eq!(best(&[Form::Console]), None);
    }
}
