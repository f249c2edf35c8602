/* Locking a shared tablet takes along what was being filled in, so that who unlocks it finds it again. */

const lock = document.querySelector("[data-lock]");

function changed(field) {
  if (field.type === "hidden" || field.type === "password" || field.disabled || !field.name) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.tagName !== "BUTTON" && field.value !== field.defaultValue;
}

function carry(name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  lock.append(field);
}

lock.addEventListener("submit", () => {
  for (const old of lock.querySelectorAll("[name^=held]")) old.remove(); /* from a first try */
  const forms = [...document.querySelectorAll("main form[method=post]")];
  const begun = forms.find((form) => !form.querySelector("[type=password]") && [...form.elements].some(changed));
  if (!begun) return;
  const { pathname, search } = new URL(begun.action);
  carry("held_to", pathname + search);
  for (const [name, value] of new FormData(begun)) {
    if (typeof value !== "string") carry("held_files", "yes");
    else if (name !== "csrf") carry(`held.${name}`, value);
  }
});
