/* Scan a sticker with the camera, into the field of the search form. Nothing that the camera sees leaves this page. A form with
   `data-count` takes one sticker after another: the camera goes on. */

const LOOK_EVERY_MS = 150;
const FORGET_AFTER = 12; /* looks without a sticker */
const WIDTH = 640; /* pixels looked at across: enough for a sticker, and quick on an old phone */
const BARE_CODE = /^[A-HJ-NP-Z2-9]{3}-?[A-HJ-NP-Z2-9]{3}$/i;

const form = document.querySelector("[data-find]");
const button = document.querySelector("[data-scan]");
const scanner = document.querySelector("[data-scanner]");
const goesOn = form?.dataset.count !== undefined;
const video = scanner?.querySelector("video");
const says = document.querySelector("[data-scan-says]");
let stream = null;

/* The code that a picture says: bare, or in the address of one of our stickers. Null for any other text. */
export function codeIn(text, sites) {
  if (BARE_CODE.test(text.trim())) return text.trim();
  try {
    const { protocol, host, pathname } = new URL(text);
    const code = /^\/q\/([A-Za-z0-9-]{6,7})$/.exec(pathname)?.[1];
    return code && /^https?:$/.test(protocol) && sites.includes(host) && BARE_CODE.test(code) ? code : null;
  } catch {
    return null;
  }
}

/* What reads a picture: the browser itself where it can, else a library that is fetched only now. */
async function reader() {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (canvas) => (await detector.detect(canvas))[0]?.rawValue;
  }
  await import("./vendor/jsqr.min.js");
  return async (canvas) => {
    const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return self.jsQR(data, width, height)?.data;
  };
}

function say(what) {
  says.textContent = what ? document.querySelector(`[data-scan-word=${what}]`).content.textContent : "";
}

function stop(what = "") {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  scanner.hidden = true;
  button.hidden = false;
  say(what);
}

async function look(read) {
  const canvas = document.createElement("canvas");
  const sites = [location.host, ...form.dataset.find.split(" ")];
  const mine = stream;
  let last = null; /* what was in view a moment ago: one sticker is counted once, however long it is held there */
  let unseen = 0;
  while (stream === mine && stream !== null) {
    if (video.videoWidth) {
      canvas.width = Math.min(WIDTH, video.videoWidth);
      canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
      canvas.getContext("2d", { willReadFrequently: true }).drawImage(video, 0, 0, canvas.width, canvas.height);
      const text = await read(canvas);
      const code = text && codeIn(text, sites);
      if (code && stream === mine && goesOn) {
        if (code !== last) send(code);
        last = code;
        unseen = 0;
      } else if (code && stream === mine) {
        stop();
        send(code);
        return;
      } else if (text) say("foreign");
      else if (++unseen > FORGET_AFTER) last = null;
    }
    await new Promise((later) => setTimeout(later, LOOK_EVERY_MS));
  }
}

function send(code) {
  say("");
  form.elements.find.value = code;
  form.requestSubmit();
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
    video.srcObject = stream;
    scanner.hidden = false;
    button.hidden = true;
    scanner.querySelector("[data-scan-stop]").focus();
    await video.play();
    await look(await reader());
  } catch (error) {
    if (scanner.hidden || stream) stop(whyNot(error));
    form.elements.find.focus();
  }
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", start);
  scanner.querySelector("[data-scan-stop]").addEventListener("click", () => {
    stop();
    button.focus();
  });
  document.addEventListener("visibilitychange", () => document.hidden && stream && stop());
  addEventListener("pagehide", () => stream && stop());
}
