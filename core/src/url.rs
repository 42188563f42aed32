//! A URL split at its joints, bytes as they are: nothing is decoded or normalised, because the
//! difference between `%2F` and `/` may be the very thing that failed.

/// The parts of a URL, borrowed from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Url<'a> {
    /// `https`, `http`, `wss`, `ws`; empty where the text has none.
    pub scheme: &'a str,
    /// Host name and, where given, port.
    pub authority: &'a str,
    /// From the first `/` on; `/` where the text has none.
    pub path: &'a str,
    /// Behind the `?`, without it.
    pub query: Option<&'a str>,
}

impl<'a> Url<'a> {
    /// Splits a URL; `None` where there is no host in it.
    pub fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let rest = rest.split('#').next().unwrap_or(rest);
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at(end);
        let authority = authority
            .rsplit_once('@')
            .map_or(authority, |(_, host)| host);
        if authority.is_empty() || (scheme.is_empty() && !authority.contains('.')) {
            return None;
        }
        let (path, query) = match tail.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (tail, None),
        };
        Some(Self {
            scheme,
            authority,
            path: if path.is_empty() { "/" } else { path },
            query,
        })
    }

    /// The path's segments, without the empty ones that slashes at either end leave.
    pub fn segments(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.path.split('/').filter(|segment| !segment.is_empty())
    }

    /// The pairs of the query, as they stand on the wire.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.query
            .unwrap_or("")
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }

    /// The first value of a query parameter, its name without regard to case.
    pub fn query_value(&self, name: &str) -> Option<&'a str> {
        self.query_pairs()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Whether a WebSocket is asked for.
    pub fn is_websocket(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("wss") || self.scheme.eq_ignore_ascii_case("ws")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_split_and_nothing_is_decoded() {
        let url = Url::parse("https://user@h.example.com:8443/a%2Fb//c/?x=1&y#top").unwrap();
        assert_eq!(
            (url.scheme, url.authority, url.path, url.query),
            ("https", "h.example.com:8443", "/a%2Fb//c/", Some("x=1&y"))
        );
        assert_eq!(url.query_value("Y"), Some(""));
        assert_eq!(url.segments().count(), 2);
    }

    #[test]
    fn a_bare_host_has_the_root_path_and_prose_is_no_url() {
        assert_eq!(Url::parse("api.example.com").unwrap().path, "/");
        assert_eq!(
            Url::parse("wss://x.example.com?a=b").unwrap().query,
            Some("a=b")
        );
        assert_eq!(Url::parse("see the log"), None);
        assert_eq!(Url::parse(""), None);
    }
}
