//! A tree of elements as plain data, and the one function that makes DOM nodes of it.
//!
//! There is no way to put markup in: a text becomes a text node whatever it holds, so a hostile
//! response body stays what it is. Being data, the tree is also what tests look at without a browser.

use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

/// An element to be: its tag and the names of its attributes are fixed in the code, never data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct El {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Child>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Child {
    El(El),
    Text(String),
}

/// An element without attributes and children.
pub fn el(tag: &'static str) -> El {
    El {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

impl El {
    /// Sets an attribute.
    pub fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Sets the class.
    pub fn class(self, name: &'static str) -> Self {
        self.set("class", name)
    }

    /// Adds a text node; an empty text adds nothing.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.children.push(Child::Text(text));
        }
        self
    }

    /// Adds a child.
    pub fn child(mut self, child: Self) -> Self {
        self.children.push(Child::El(child));
        self
    }

    /// Adds a child, if there is one.
    pub fn maybe(self, child: Option<Self>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Adds children in order.
    pub fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children.into_iter().map(Child::El));
        self
    }

    /// Makes the nodes.
    ///
    /// # Errors
    /// What the browser throws, which for the fixed names of this crate it has no reason to.
    pub fn render(&self, document: &Document) -> Result<Element, JsValue> {
        let element = document.create_element(self.tag)?;
        for (name, value) in &self.attributes {
            element.set_attribute(name, value)?;
        }
        for child in &self.children {
            match child {
                Child::El(child) => element.append_with_node_1(child.render(document)?.as_ref())?,
                Child::Text(text) => {
                    element.append_with_node_1(document.create_text_node(text).as_ref())?;
                }
            }
        }
        Ok(element)
    }
}

/// Questions that tests ask of a tree.
impl El {
    /// Its tag.
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Itself and everything in it, in document order.
    pub fn all(&self) -> Vec<&Self> {
        let mut found = vec![self];
        for child in &self.children {
            if let Child::El(child) = child {
                found.extend(child.all());
            }
        }
        found
    }

    /// The first element in it that has this attribute with this value.
    pub fn with(&self, name: &str, value: &str) -> Option<&Self> {
        self.all()
            .into_iter()
            .find(|el| el.get(name) == Some(value))
    }

    /// What a reader sees.
    pub fn words(&self) -> String {
        self.children
            .iter()
            .map(|child| match child {
                Child::El(child) => child.words(),
                Child::Text(text) => text.clone(),
            })
            .collect()
    }
}
