// The page for an <iframe>: the element alone, in the language of `?lang=`, or the reader's.
import "./gatewhy.js";

const asked = new URLSearchParams(location.search).get("lang");
document.documentElement.lang = asked ?? navigator.language;
