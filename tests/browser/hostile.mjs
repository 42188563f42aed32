// What an answer might hold to become part of the page that quotes it, and how to tell whether it did.

/** Markup and script of the usual kinds. */
export const HOSTILE = `<img src=x onerror="window.__gatewhyPwned=1"><script>window.__gatewhyPwned=1</script><a href="javascript:window.__gatewhyPwned=1">x</a><svg onload="window.__gatewhyPwned=1"></svg></pre></template><iframe srcdoc="x"></iframe>`;

/** The part of it that fits into a header whose value a report quotes. */
export const HOSTILE_WORD = '<img src=x onerror="window.__gatewhyPwned=1">';

/** Everything in a document's element that shows that hostile text became more than text; an empty list is good. */
export const hostileIn = (document, selector) => {
  // `host >>> inner` leads into a shadow root.
  const root = selector.split(" >>> ").reduce((from, part) => (from.shadowRoot ?? from).querySelector(part), document);
  const found = [...root.querySelectorAll("img, script, iframe, svg [onload], [onerror], a[href^='javascript:']")].map((element) => element.outerHTML);
  const window = document.defaultView.wrappedJSObject ?? document.defaultView;
  if (window.__gatewhyPwned) found.push("a script ran");
  return found;
};

/** The same of a frame that puppeteer knows. */
export const hostileTraces = (frame, selector) => frame.evaluate(`(${hostileIn})(document, ${JSON.stringify(selector)})`);
