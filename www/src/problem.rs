//! What can go wrong at the JavaScript edge.

use core::fmt;

use wasm_bindgen::JsValue;

/// A call that could not be answered; JavaScript gets it as an `Error` of this `name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Evidence(String),
    Options(String),
    Cause(String),
    Page(String),
}

impl Problem {
    pub(crate) fn evidence(why: impl fmt::Display) -> Self {
        Self(Kind::Evidence(why.to_string()))
    }

    pub(crate) fn options(why: impl fmt::Display) -> Self {
        Self(Kind::Options(why.to_string()))
    }

    pub(crate) fn cause(id: impl fmt::Display) -> Self {
        Self(Kind::Cause(id.to_string()))
    }

    /// The page is not what `open` and `render` expect, or the browser refused.
    pub(crate) fn page(why: impl fmt::Display) -> Self {
        Self(Kind::Page(why.to_string()))
    }

    /// The `name` of the JavaScript error.
    pub(crate) fn name(&self) -> &'static str {
        match self.0 {
            Kind::Evidence(_) => "EvidenceError",
            Kind::Options(_) => "OptionsError",
            Kind::Cause(_) => "CauseError",
            Kind::Page(_) => "PageError",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Evidence(why) => write!(
                f,
                "the evidence is not of the form gatewhy/evidence@1: {why}; use `parse` for text"
            ),
            Kind::Options(why) => {
                write!(
                    f,
                    "the options are not understood: {why}; give `{{ lang: \"en\" }}` or `{{ lang: \"ja\" }}`"
                )
            }
            Kind::Cause(id) => write!(
                f,
                "there is no cause named `{id}`; `causes` lists those that there are"
            ),
            Kind::Page(why) => write!(f, "the page does not allow it: {why}"),
        }
    }
}

impl core::error::Error for Problem {}

impl From<Problem> for JsValue {
    fn from(problem: Problem) -> Self {
        let error = js_sys::Error::new(&problem.to_string());
        error.set_name(problem.name());
        error.into()
    }
}

/// What the DOM throws, which the fixed page gives it no reason to.
impl From<JsValue> for Problem {
    fn from(thrown: JsValue) -> Self {
        let words = thrown
            .dyn_ref_message()
            .unwrap_or_else(|| format!("{thrown:?}"));
        Self::page(words)
    }
}

trait Message {
    fn dyn_ref_message(&self) -> Option<String>;
}

impl Message for JsValue {
    fn dyn_ref_message(&self) -> Option<String> {
        use wasm_bindgen::JsCast;
        self.dyn_ref::<js_sys::Error>()
            .map(|error| String::from(error.message()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_remedy() {
        assert!(
            Problem::cause("bad-luck")
                .to_string()
                .contains("`causes` lists")
        );
        assert_eq!(Problem::options("x").name(), "OptionsError");
    }
}
