/* Reads a part of a page aloud with the voices that the browser has, a sentence at a time, and shows where it is.

   Nothing is sent anywhere by us: see voices.js for which voice speaks. The bar stands in the page already (voice.html), with every
   word that people see; this script brings it to life. */

import { sentencesOf } from "./spoken-text.js";
import { allVoices, voiceFor } from "./voices.js";

const SPEED_KEPT = "digibank.read-aloud.slow";
const SLOW = 0.7;
/* A browser that is told to stop forgets what it is told in the same breath. */
const BREATH_MS = 60;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const synthesis = globalThis.speechSynthesis;

let speaking = null; /* the one bar of the page that reads */

class ReadAloud {
  constructor(bar) {
    this.bar = bar;
    this.player = bar.querySelector("[data-player]");
    this.status = bar.querySelector("[role=status]");
    this.notice = bar.querySelector("[data-notice]");
    this.sentences = [];
    this.place = 0;
    this.slow = keptSlow();
    this.utterance = null;
    bar.addEventListener("click", (event) => this.does(event.target.closest("[data-does]")?.dataset.does));
    this.player.addEventListener("keydown", (event) => event.key === "Escape" && this.stop());
    bar.dataset.ready = "";
  }

  does(what) {
    const known = { start: () => this.start(), pause: () => this.pause(), on: () => this.goOn(), stop: () => this.stop(),
      slower: () => this.speed(true), normal: () => this.speed(false) };
    known[what]?.();
  }

  async start() {
    speaking?.rest();
    speaking = this;
    this.sentences = sentencesOf(document.getElementById(this.bar.dataset.readAloud));
    const voices = synthesis ? await allVoices() : [];
    if (speaking !== this) return;
    const voiced = this.sentences.map((one) => ({ ...one, voice: voiceFor(one.language, voices) }));
    const missing = [...new Set(voiced.filter((one) => !one.voice).map((one) => one.language))];
    this.sentences = voiced.filter((one) => one.voice);
    this.place = 0;
    this.tell(missing.length ? this.bar.dataset.noVoice.replace("{language}", missing.map(nameOf).join(", ")) : "");
    if (this.sentences.length) this.goOn();
    else this.show("silent", "stop");
  }

  goOn() {
    this.show("reading", "pause");
    this.say();
  }

  pause() {
    this.quiet();
    this.show("paused", "on");
  }

  stop() {
    const hadFocus = this.player.contains(document.activeElement);
    this.rest();
    if (hadFocus) this.bar.querySelector("[data-does=start]").focus();
  }

  /* As if nothing had been read. */
  rest() {
    this.quiet();
    unmark();
    this.show("", "");
    if (speaking === this) speaking = null;
  }

  speed(slow) {
    this.slow = slow;
    keepSlow(slow);
    this.show(this.bar.dataset.state, slow ? "normal" : "slower");
    if (this.bar.dataset.state === "reading") this.say();
  }

  /* Says the sentence of this place, from its beginning: after a pause, whoever listens needs all of it. */
  say() {
    this.quiet();
    const one = this.sentences[this.place];
    const utterance = new SpeechSynthesisUtterance(one.text);
    Object.assign(utterance, { lang: one.voice.lang.replace("_", "-"), voice: one.voice, rate: this.slow ? SLOW : 1 });
    utterance.addEventListener("start", () => utterance === this.utterance && this.mark(one));
    utterance.addEventListener("boundary", (event) => utterance === this.utterance && this.mark(one, event));
    utterance.addEventListener("end", () => utterance === this.utterance && this.next());
    utterance.addEventListener("error", () => utterance === this.utterance && this.fail());
    this.utterance = utterance;
    this.timer = setTimeout(() => synthesis.speak(utterance), synthesis.speaking || synthesis.pending ? BREATH_MS : 0);
  }

  next() {
    this.place += 1;
    if (this.place < this.sentences.length) {
      this.say();
      return;
    }
    this.stop();
    this.status.textContent = this.bar.dataset.done;
  }

  fail() {
    this.quiet();
    this.tell(this.bar.dataset.failed);
    this.show("silent", "stop");
  }

  /* What was being said is not ours any more: its last events count for nothing. */
  quiet() {
    clearTimeout(this.timer);
    const said = this.utterance;
    this.utterance = null;
    if (said) synthesis.cancel();
  }

  mark(one, event) {
    if (!event) {
      markSentence(one);
      bringIntoView(one.range(0, one.text.length), this.player);
    } else if (event.name !== "sentence") {
      const length = event.charLength || /^[^\s]*/.exec(one.text.slice(event.charIndex))[0].length;
      if (length) markWord(one.range(event.charIndex, Math.min(event.charIndex + length, one.text.length)));
    }
  }

  tell(words) {
    this.notice.hidden = !words;
    this.notice.textContent = words;
  }

  /* Which controls there are; `focus` gets the focus when it would be lost, or when it has just begun. */
  show(state, focus) {
    const inside = this.bar.contains(document.activeElement);
    this.bar.dataset.state = state;
    this.player.hidden = !state;
    const shown = { pause: state === "reading", on: state === "paused", stop: state, slower: !this.slow && state !== "silent",
      normal: this.slow && state !== "silent" };
    for (const [what, visible] of Object.entries(shown)) this.control(what).hidden = !visible;
    if (inside && focus) this.control(focus).focus();
    this.status.textContent = { reading: this.bar.dataset.reading, paused: this.bar.dataset.paused }[state] ?? "";
  }

  control(what) {
    return this.player.querySelector(`[data-does=${what}]`);
  }
}

/* Marks on the page: a sentence and a word where the browser can, else the block in which the sentence stands. */
function markSentence(one) {
  unmark();
  if (globalThis.CSS?.highlights) CSS.highlights.set("spoken-sentence", new Highlight(one.range(0, one.text.length)));
  else one.element.dataset.spoken = "";
}

function markWord(range) {
  if (globalThis.CSS?.highlights) CSS.highlights.set("spoken-word", new Highlight(range));
}

function unmark() {
  globalThis.CSS?.highlights?.delete("spoken-sentence");
  globalThis.CSS?.highlights?.delete("spoken-word");
  document.querySelectorAll("[data-spoken]").forEach((element) => delete element.dataset.spoken);
}

function bringIntoView(range, player) {
  const { top, bottom } = range.getBoundingClientRect();
  if (top >= 0 && bottom <= innerHeight - player.offsetHeight) return;
  scrollBy({ top: top - innerHeight / 4, behavior: calm.matches ? "auto" : "smooth" });
}

function nameOf(language) {
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(language);
  } catch {
    return language;
  }
}

/* Some browsers allow no storage; then the speed holds for this page. */
function keptSlow() {
  try {
    return localStorage.getItem(SPEED_KEPT) === "yes";
  } catch {
    return false;
  }
}

function keepSlow(slow) {
  try {
    localStorage.setItem(SPEED_KEPT, slow ? "yes" : "no");
  } catch {
    /* nothing is lost but a preference */
  }
}

document.querySelectorAll("[data-read-aloud]").forEach((bar) => new ReadAloud(bar));
addEventListener("pagehide", () => speaking?.rest());
