/* Draw a signature with a finger, a pen or a mouse: in a `data-draw`, which has a canvas, a hidden field and a button to begin anew.
   Without this script it stays hidden, and one types a name. */

const INK = "#111";
const THICK = 5;
const PICTURE = "data:image/png;base64,";

/* What was drawn before something else on the page was wrong. */
function drawnBefore(address) {
  const letters = atob(address.slice(PICTURE.length));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return createImageBitmap(new Blob([bytes], { type: "image/png" }));
}

function ready(place) {
  const canvas = place.querySelector("canvas");
  const field = place.querySelector("input");
  const pen = canvas.getContext("2d");
  let drawing = false;

  function clear() {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = INK;
    pen.fillStyle = INK;
    pen.lineWidth = THICK;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    field.value = "";
  }

  function where(event) {
    const shown = canvas.getBoundingClientRect();
    return [
      ((event.clientX - shown.left) * canvas.width) / shown.width,
      ((event.clientY - shown.top) * canvas.height) / shown.height,
    ];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button > 0) {
      return;
    }
    event.preventDefault();
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    const [x, y] = where(event);
    pen.beginPath();
    pen.arc(x, y, THICK / 2, 0, 2 * Math.PI);
    pen.fill();
    pen.beginPath();
    pen.moveTo(x, y);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing || !event.isPrimary) {
      return;
    }
    const steps = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const step of steps.length > 0 ? steps : [event]) {
      pen.lineTo(...where(step));
    }
    pen.stroke();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      if (drawing && event.isPrimary) {
        drawing = false;
        field.value = canvas.toDataURL("image/png");
      }
    });
  }
  place.querySelector("button").addEventListener("click", clear);
  const before = field.value;
  clear();
  place.hidden = false;
  if (before.startsWith(PICTURE)) {
    drawnBefore(before)
      .then((picture) => {
        if (!drawing && !field.value) {
          pen.drawImage(picture, 0, 0);
          field.value = before;
        }
      })
      .catch(() => {}); /* then one draws again */
  }
}

for (const place of document.querySelectorAll("[data-draw]")) {
  ready(place);
}
