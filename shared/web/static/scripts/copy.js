/* Copy what a field holds: a button with `data-copy`, the id of the field. Without this script one selects the field and copies it. */

async function copied(field) {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value); /* only at a secure address */
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const says = document.querySelector(`[data-copy-says=${button.dataset.copy}]`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    const word = (await copied(document.getElementById(button.dataset.copy))) ? "done" : "not";
    says.textContent = document.querySelector(`[data-copy-word=${word}]`).content.textContent;
  });
}
