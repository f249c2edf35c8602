/* Count one device after another without waiting for the answer: a hand scanner types faster than a network answers. What could
   not be sent waits, and is sent again with the same key, so it counts once. It is no module: the page waits for it, so it is there
   before the field into which a scanner types. Without it the form is an ordinary form. */

(() => {
"use strict";

const AGAIN_MS = 3000;
const LOOK_EVERY_MS = 10_000;
const MOST_LOOKS = 90; /* a quarter of an hour without a scan; then whoever wants more loads the page */

const part = (name) => document.querySelector(`[data-${name}]`);
const queue = [];
let sending = false;
let looks = 0;

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* Take parts of a page that came, by id. Whoever stands in a part with the keyboard is left alone. False when it is another page. */
function show(html, ids) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const id of ids) {
    const found = fresh.getElementById(id);
    const here = document.getElementById(id);
    if (!found) return false;
    if (here.textContent !== found.textContent && !here.contains(document.activeElement)) here.replaceWith(found);
  }
  return true;
}

async function send() {
  if (sending) return;
  sending = true;
  while (queue.length) {
    const { form, code, key } = queue[0];
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams({ csrf: form.elements.csrf.value, form_key: key, find: code }),
      });
      if (answer.status >= 500) throw new Error("away");
      if (!show(await answer.text(), ["told", "tally"])) {
        location.reload(); /* closed, or signed out: that page tells */
        return;
      }
      queue.shift();
      part("count-waits").textContent = "";
      part("news-here").textContent = document.getElementById("told").dataset.news;
    } catch {
      part("count-waits").textContent = part("count-word=waits").content.textContent;
      await new Promise((later) => setTimeout(later, AGAIN_MS));
    }
  }
  sending = false;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-count]")) return;
  event.preventDefault();
  const code = form.elements.find.value.trim();
  form.elements.find.value = "";
  if (!code) return;
  looks = 0;
  queue.push({ form, code, key: newKey() });
  send();
});

addEventListener("beforeunload", (event) => queue.length && event.preventDefault());

/* What others count meanwhile. */
setInterval(async () => {
  if (document.hidden || sending || looks >= MOST_LOOKS) return;
  looks += 1;
  try {
    const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
    if (answer.ok && !sending && !show(await answer.text(), ["tally"])) location.reload();
  } catch {
    /* Without a connection nothing changes; a scan says so. */
  }
}, LOOK_EVERY_MS);
})();
