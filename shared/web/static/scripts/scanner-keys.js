/* A hand scanner types wherever the focus is, and waits for no page. What it types before there is a field, or while nothing has the
   focus, goes into the field with `data-scanned`: else half of a number would be taken for a whole one. It is no module, so that it
   listens before anything else of the page is there. */

(() => {
"use strict";

let early = "";

function field() {
  return document.readyState === "loading" ? null : document.querySelector("[data-scanned]");
}

document.addEventListener("keydown", (event) => {
  const goesNowhere = event.target === document.body || event.target === document.documentElement;
  if (!goesNowhere || event.ctrlKey || event.altKey || event.metaKey) return;
  const isLetter = event.key.length === 1 && event.key !== " ";
  if (!isLetter && event.key !== "Enter") return;
  if (field() === null) early += isLetter ? event.key : "\n";
  else if (isLetter) field().focus(); /* the letter itself follows */
});

document.addEventListener("DOMContentLoaded", () => {
  const lines = early.split("\n");
  const rest = lines.pop();
  for (const line of lines.filter(Boolean)) {
    field().value = line;
    field().form.requestSubmit();
  }
  field().value += rest;
  field().focus();
});
})();
