//! A tree of elements as plain data, and the one function that makes DOM nodes of it.
//!
//! There is no way to put markup in: a text becomes a text node whatever it holds, so a hostile
//! response body stays what it is. Being data, the tree is also what tests look at without a browser.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, Node};

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
        self.fill(&element, document)?;
        Ok(element)
    }

    fn fill(&self, element: &Element, document: &Document) -> Result<(), JsValue> {
        for child in &self.children {
            match child {
                Child::El(child) => element.append_with_node_1(child.render(document)?.as_ref())?,
                Child::Text(text) => {
                    element.append_with_node_1(document.create_text_node(text).as_ref())?;
                }
            }
        }
        Ok(())
    }

    /// Makes the element that was rendered from this tree show another tree of the same tag, and
    /// touches nothing in it that is the same in both.
    fn patch(&self, new: &Self, element: &Element) -> Result<(), JsValue> {
        for (at, (name, value)) in new.attributes.iter().enumerate() {
            // Nearly always it stands at the same place in both.
            let old = match self.attributes.get(at) {
                Some((known, old)) if known == name => Some(old.as_str()),
                _ => self.get(name),
            };
            if old != Some(value) {
                element.set_attribute(name, value)?;
            }
        }
        for (at, (name, _)) in self.attributes.iter().enumerate() {
            let is_there = new
                .attributes
                .get(at)
                .is_some_and(|(known, _)| known == name);
            if !is_there && new.get(name).is_none() {
                element.remove_attribute(name)?;
            }
        }
        if self.children == new.children {
            return Ok(());
        }
        let pairs = || self.children.iter().zip(&new.children);
        if self.children.len() != new.children.len() || !pairs().all(|(old, new)| old.is_like(new))
        {
            element.set_text_content(None);
            let document = element.owner_document().ok_or("it has no document")?;
            return new.fill(element, &document);
        }
        let mut left = pairs().filter(|(old, new)| old != new).count();
        let mut node = element.first_child();
        for (old, new) in pairs() {
            let this = node.ok_or("it is not what was rendered")?;
            if old != new {
                old.patch(new, &this)?;
                left -= 1;
            }
            if left == 0 {
                break;
            }
            node = this.next_sibling();
        }
        Ok(())
    }
}

impl Child {
    /// Whether the one's node can show the other.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::El(one), Self::El(other)) => one.tag == other.tag,
            (Self::Text(_), Self::Text(_)) => true,
            _ => false,
        }
    }

    fn patch(&self, new: &Self, node: &Node) -> Result<(), JsValue> {
        match (self, new) {
            (Self::El(old), Self::El(new)) => old.patch(new, node.unchecked_ref())?,
            (_, Self::Text(text)) => node.set_node_value(Some(text)),
            (Self::Text(_), Self::El(_)) => {}
        }
        Ok(())
    }
}

/// An element of the document, and the tree that it shows.
#[derive(Debug)]
pub struct Shown {
    el: El,
    element: Element,
}

impl Shown {
    /// What was rendered as this element.
    pub fn of(el: El, element: Element) -> Self {
        Self { el, element }
    }

    /// Shows another tree of the same tag.
    ///
    /// # Errors
    /// As for [`El::render`].
    pub fn show(&mut self, new: El) -> Result<(), JsValue> {
        self.el.patch(&new, &self.element)?;
        self.el = new;
        Ok(())
    }

    /// The element.
    pub fn element(&self) -> &Element {
        &self.element
    }

    /// What a reader sees.
    pub fn words(&self) -> String {
        self.el.words()
    }

    /// Gives an attribute of the element another value.
    ///
    /// # Errors
    /// As for [`El::render`].
    pub fn put(&mut self, name: &'static str, value: &str) -> Result<(), JsValue> {
        match self
            .el
            .attributes
            .iter_mut()
            .find(|(known, _)| *known == name)
        {
            Some((_, old)) => value.clone_into(old),
            None => self.el.attributes.push((name, value.to_owned())),
        }
        self.element.set_attribute(name, value)
    }

    /// Leaves a text alone in the first descendant that has this attribute with this value.
    ///
    /// # Errors
    /// As for [`El::render`].
    pub fn say(&mut self, name: &str, value: &str, text: &str) -> Result<(), JsValue> {
        let Some(place) = self.el.with_mut(name, value) else {
            return Ok(());
        };
        if place.words() == text {
            return Ok(());
        }
        place.children.clear();
        if !text.is_empty() {
            place.children.push(Child::Text(text.to_owned()));
        }
        if let Some(place) = self.element.query_selector(&format!("[{name}={value}]"))? {
            place.set_text_content(Some(text));
        }
        Ok(())
    }
}

impl El {
    fn with_mut(&mut self, name: &str, value: &str) -> Option<&mut Self> {
        if self.get(name) == Some(value) {
            return Some(self);
        }
        self.children.iter_mut().find_map(|child| match child {
            Child::El(child) => child.with_mut(name, value),
            Child::Text(_) => None,
        })
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
