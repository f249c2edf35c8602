/* Passkeys: a button that asks the browser, puts its answer in the form it stands in, and sends that form. */

const button = document.querySelector("[data-passkey], [data-passkey-options]");
const unknown = document.querySelector("[data-passkey-unknown]");
const failed = document.querySelector("[data-passkey-failed]");
let answered = false;

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

async function asked() {
  if (button.dataset.passkeyOptions) return JSON.parse(button.dataset.passkeyOptions);
  const answer = await fetch(button.dataset.passkey, { headers: { accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error("nothing to sign");
  return answer.json();
}

async function made(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  };
  const credential = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = credential.response;
  return [credential, { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) }];
}

async function signed(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) };
  const credential = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  const response = { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature) };
  return [credential, { ...response, userHandle: userHandle ? text(userHandle) : null }];
}

async function ask(event) {
  if (event.submitter !== button || answered) return;
  event.preventDefault();
  failed.hidden = true;
  try {
    const options = await asked();
    const [credential, response] = await (button.dataset.passkeyOptions ? made(options) : signed(options));
    const { id, type } = credential;
    button.form.elements.credential.value = JSON.stringify({ id, rawId: text(credential.rawId), type, response });
    answered = true;
    button.form.requestSubmit(button);
  } catch {
    failed.hidden = false; /* cancelled, too slow, or no passkey here; which one, a browser does not tell */
  }
}

if (button && window.PublicKeyCredential && window.isSecureContext) {
  button.hidden = false;
  if (unknown) unknown.hidden = true;
  button.form.addEventListener("submit", ask);
}
