//! Header fields: names without regard to case, values in arrival order.

use alloc::string::String;
use alloc::vec::Vec;

/// One header field as it stood on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name in the case in which it was captured.
    pub name: String,
    /// The value, without the line end.
    pub value: String,
}

/// The header fields of one message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<Header>);

impl Headers {
    /// Adds a field behind those that are there; a repeated name keeps all its values.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push(Header {
            name: name.into(),
            value: value.into(),
        });
    }

    /// The first value of a name.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value.as_str())
    }

    /// All values of a name, in arrival order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter()
            .filter(move |header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value.as_str())
    }

    /// Whether the name stands there at all.
    pub fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    /// Every field, in arrival order.
    pub fn iter(&self) -> core::slice::Iter<'_, Header> {
        self.0.iter()
    }

    /// Whether nothing was captured.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a missing name may be read as *was not sent by the server*: every HTTP server that
    /// has a clock sends `date` (RFC 9110, 6.6.1), so a list with it is taken to be the whole list.
    pub fn is_whole_response(&self) -> bool {
        self.has("date")
    }

    /// Whether a missing name may be read as *was not sent by the client*: whole captures hold the
    /// host or the user agent, which people leave out when they type the telling headers by hand.
    pub fn is_whole_request(&self) -> bool {
        [":authority", "host", "user-agent"]
            .iter()
            .any(|name| self.has(name))
    }
}

impl<'a> IntoIterator for &'a Headers {
    type Item = &'a Header;
    type IntoIter = core::slice::Iter<'a, Header>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let mut headers = Self::default();
        for (name, value) in fields {
            headers.push(name, value);
        }
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_any_case_and_all_its_values_are_kept() {
        let headers: Headers = [
            ("Access-Control-Allow-Origin", "*"),
            ("access-control-allow-origin", "https://app.example.com"),
        ]
        .into_iter()
        .collect();
        assert_eq!(headers.all("ACCESS-CONTROL-ALLOW-ORIGIN").count(), 2);
        assert_eq!(headers.first("access-control-allow-origin"), Some("*"));
    }
}
