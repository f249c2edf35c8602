/* Scan serial numbers one after another. A hand scanner types faster than a page loads, so each number is sent behind the last one
   and the field is free at once; the camera of a phone keeps looking. It is no module: the page waits for it, so it is there before
   the field into which a scanner types. Without it the form is an ordinary form. */

(() => {
"use strict";

const LOOK_EVERY_MS = 150;
const SAME_AGAIN_MS = 4000; /* a code stays before the camera for a while: it counts once */
const WIDTH = 1280; /* pixels across: the bars of a long serial number are thin */
const BARS = ["code_128", "code_39", "code_93", "ean_13", "data_matrix", "qr_code"];

const place = () => document.querySelector("#scanning");
const part = (name) => document.querySelector(`[data-serials-${name}]`);
let sending = Promise.resolve();
let stream = null;
let last = { text: "", at: 0 };

function say(what) {
  part("says").textContent = what ? document.querySelector(`[data-serials-word=${what}]`).content.textContent : "";
}

/* Send one number, and show the list that comes back; what somebody chose or is typing meanwhile stays. */
async function send(text) {
  const form = document.querySelector("[data-serials]");
  const body = new URLSearchParams(new FormData(form));
  body.set("serial", text);
  const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "text/html" } });
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
  const came = shown.querySelector("#scanning");
  if (!came) {
    location.assign(answer.url); /* such as a sign-in that ended */
    return;
  }
  form.elements.form_key.value = came.querySelector("[data-serials]").elements.form_key.value;
  for (const selector of ["[role=status]", "#waiting"]) {
    place().querySelector(selector).replaceChildren(...came.querySelector(selector).childNodes);
  }
  place().querySelector(".errors")?.remove();
  const errors = came.querySelector(".errors");
  if (errors) place().prepend(errors);
  navigator.vibrate?.(errors ? [80, 60, 80] : 60);
}

function queue(text) {
  sending = sending.then(() => send(text)).catch(() => say("broken"));
}

/* What reads a picture: the browser itself where it can, else a library that knows square codes only. */
async function reader() {
  if ("BarcodeDetector" in window) {
    const can = await BarcodeDetector.getSupportedFormats();
    const formats = BARS.filter((one) => can.includes(one));
    if (formats.length) {
      const detector = new BarcodeDetector({ formats });
      return async (canvas) => (await detector.detect(canvas))[0]?.rawValue;
    }
  }
  say("squares");
  await import("./vendor/jsqr.min.js");
  return async (canvas) => {
    const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return self.jsQR(data, width, height)?.data;
  };
}

function stop(what = "") {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  part("scanner").hidden = true;
  part("scan").hidden = false;
  say(what);
}

async function look(read, video) {
  const canvas = document.createElement("canvas");
  const mine = stream;
  while (stream === mine && stream !== null) {
    if (video.videoWidth) {
      canvas.width = Math.min(WIDTH, video.videoWidth);
      canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
      canvas.getContext("2d", { willReadFrequently: true }).drawImage(video, 0, 0, canvas.width, canvas.height);
      const text = (await read(canvas))?.trim();
      const now = performance.now();
      if (text && (text !== last.text || now - last.at > SAME_AGAIN_MS)) queue(text);
      if (text) last = { text, at: now };
    }
    await new Promise((later) => setTimeout(later, LOOK_EVERY_MS));
  }
}

function whyNot(error) {
  if (!window.isSecureContext) return "insecure";
  if (error.name === "NotAllowedError" || error.name === "SecurityError") return "refused";
  return navigator.mediaDevices && !["NotFoundError", "NotReadableError", "OverconstrainedError"].includes(error.name) ? "broken" : "none";
}

async function start() {
  say("");
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    const video = part("scanner").querySelector("video");
    video.srcObject = stream;
    part("scanner").hidden = false;
    part("scan").hidden = true;
    part("stop").focus();
    await video.play();
    await look(await reader(), video);
  } catch (error) {
    stop(whyNot(error));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-serials]")) return;
  event.preventDefault();
  const field = form.elements.serial;
  const text = field.value.trim();
  field.value = "";
  field.focus();
  if (text) queue(text);
});

document.addEventListener("DOMContentLoaded", () => {
  part("scan").hidden = false;
  part("scan").addEventListener("click", start);
  part("stop").addEventListener("click", () => {
    stop();
    part("scan").focus();
  });
});
document.addEventListener("visibilitychange", () => document.hidden && stream && stop());
addEventListener("pagehide", () => stream && stop());
})();
