/* What htmx does not know: when looking again is of no use, when the answer is another page, and how to say what changed. */

const MOST_TRIES = 60; /* three minutes; then whoever waits has the button still */
const news = document.querySelector("[data-news-here]");
let tries = 0;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.detail.elt.matches("[data-watching]")) return;
  tries += 1;
  if (document.hidden || !navigator.onLine || tries > MOST_TRIES) event.preventDefault();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, xhr, target } = event.detail;
  if (!event.detail.shouldSwap) return;
  const found = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector(elt.getAttribute("hx-select"));
  const elsewhere = !found || new URL(xhr.responseURL).pathname !== location.pathname;
  const watching = elt.matches("[data-watching]");
  if (elsewhere) wholePage(elt); /* the session ended, for example: the page to sign in */
  /* Whoever stands somewhere on the page with the keyboard stays there until something did change. */
  if (elsewhere || (watching && found.textContent === target.textContent)) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:afterSwap", (event) => {
  const told = event.detail.target.id && document.getElementById(event.detail.target.id);
  const one = told?.matches("[data-news]") ? told : told?.querySelector("[data-news]");
  if (one) news.textContent = one.dataset.news || one.textContent;
});

/* A refusal is a page of its own. */
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.elt.matches("form")) wholePage(event.detail.elt);
});

function wholePage(element) {
  if (element.matches("form")) element.submit();
  else location.reload();
}
