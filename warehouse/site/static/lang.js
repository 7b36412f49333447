// Before the page is drawn: which of its two languages is shown. The switch itself is in site.js.
"use strict";
window.fazhi = {};
document.documentElement.classList.add("js");
try {
  if (localStorage.getItem("fazhi-lang") === "en") {
    document.documentElement.classList.add("en");
    document.documentElement.lang = "en";
  }
} catch {
  // a browser that keeps nothing shows Chinese
}
