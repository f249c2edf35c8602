/* Every page: keeps the page for when there is no connection, and says it when the connection goes and comes. */

const LOOK_AGAIN_MS = 10_000;
const LANGUAGE_TOLD = "digibank.language-told";
const bar = document.querySelector("[data-connection]");
const isOfflinePage = document.querySelector("[data-offline]") !== null;

function say(what) {
  bar.replaceChildren(document.querySelector(`template[data-say=${what}]`).content.cloneNode(true));
}

/* A connection is more than a network: only an answer of ours tells that it is there. */
async function weAnswer() {
  try {
    return (await fetch("/offline", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/* A form that goes nowhere takes what was typed along. So it stays where it is. Without any network we may answer all the same:
   Digibank can run on this very computer. A form that keeps by itself what could not be sent (count.js) is left alone. */
async function keepWhatWasTyped(event) {
  const { target: form, submitter } = event;
  if (navigator.onLine || form === goingOn || form.dataset.count !== undefined) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await weAnswer())) {
    say("away");
    return;
  }
  goingOn = form;
  form.requestSubmit(submitter);
  goingOn = null;
}

async function lookWhetherItIsBack() {
  if (!(await weAnswer())) return;
  clearInterval(looking);
  say("back");
}

async function keepOfflinePage() {
  try {
    await navigator.serviceWorker.register("/worker.js");
    const registration = await navigator.serviceWorker.ready;
    /* Once for each language that a tab shows: a page for colleagues and the kept one may be in different ones for ever. */
    const { lang } = document.documentElement;
    if (sessionStorage.getItem(LANGUAGE_TOLD) === lang) return;
    registration.active.postMessage({ language: lang });
    sessionStorage.setItem(LANGUAGE_TOLD, lang);
  } catch {
    /* A private window, or switched off. All works; only without a connection there is no page of ours. */
  }
}

let goingOn = null;
document.addEventListener("submit", keepWhatWasTyped, true);
let looking;
if (isOfflinePage) {
  looking = setInterval(lookWhetherItIsBack, LOOK_AGAIN_MS);
  addEventListener("online", lookWhetherItIsBack);
} else {
  addEventListener("offline", () => say("away"));
  addEventListener("online", () => say("back"));
}
/* After the page itself, which comes first on a slow line. */
if ("serviceWorker" in navigator) {
  if (document.readyState === "complete") keepOfflinePage();
  else addEventListener("load", keepOfflinePage);
}
