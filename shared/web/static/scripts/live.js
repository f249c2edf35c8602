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
  if (!event.detail.shouldSwap) return;
  const { xhr, target } = event.detail;
  const { elt } = event.detail.requestConfig; /* who asked; the event itself is about the target */
  const found = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector(elt.getAttribute("hx-select"));
  if (!found) wholePage(elt); /* an answer of another kind than was asked for */
  /* Whoever stands somewhere on the page with the keyboard stays there until something did change. */
  const unchanged = elt.matches("[data-watching]") && found?.textContent === target.textContent;
  if (!found || unchanged) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:afterSwap", (event) => {
  const told = event.detail.target.id && document.getElementById(event.detail.target.id);
  const one = told?.matches("[data-news]") ? told : told?.querySelector("[data-news]");
  if (one) news.textContent = one.dataset.news || one.textContent;
});

/* What is refused is told by a page: to sign in, for example. While the server is away, who waits goes on waiting. */
document.addEventListener("htmx:responseError", (event) => {
  const { elt, xhr } = event.detail;
  if (elt.matches("form") || xhr.status < 500) wholePage(elt);
});

function wholePage(element) {
  if (element.matches("form")) element.submit();
  else location.reload();
}
