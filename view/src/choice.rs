//! The forms of fixes that the reader has chosen, the last one first: the next report opens those.

use std::cell::RefCell;
use std::rc::Rc;

use gatewhy_core::rule::Form;

type Follower = Rc<dyn Fn(&[&'static str])>;

thread_local! {
    static CHOSEN: RefCell<Vec<Form>> = const { RefCell::new(Vec::new()) };
    static FOLLOWER: RefCell<Option<Follower>> = const { RefCell::new(None) };
}

pub(crate) fn prefer(id: &str) {
    let Some(form) = Form::of(id) else { return };
    CHOSEN.with_borrow_mut(|chosen| {
        chosen.retain(|known| *known != form);
        chosen.insert(0, form);
    });
    // Whoever is told may choose, too: nothing is borrowed by then.
    if let Some(follower) = FOLLOWER.with_borrow(Option::clone) {
        follower(&preferred_forms());
    }
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

/// Calls with the ids of the forms whenever the reader chooses one, the last one first: to be kept
/// for the next session. There is one follower; a later one takes the place of the one before.
pub fn follow_forms(then: impl Fn(&[&'static str]) + 'static) {
    FOLLOWER.set(Some(Rc::new(then)));
}

fn preferred_forms() -> Vec<&'static str> {
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
