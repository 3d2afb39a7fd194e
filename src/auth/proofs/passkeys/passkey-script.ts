// Holds the script that makes passkeys and logs in with them in the browser: served as a file, so that a strict CSP lets it run.

/** The script's text. It looks for `data-passkey` on buttons and forms; without it the pages work all the same. */
export const passkeyScript = `"use strict";
(() => {
  if (!window.PublicKeyCredential) return;
  const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
  const send = async (url, body) => {
    const token = document.querySelector('input[name="csrf_token"], meta[name="csrf-token"]');
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    if (token) headers["X-CSRF-Token"] = token.value || token.content;
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.message || answer.detail || "That did not work. Try again.");
    return answer;
  };
  const list = (items) => (items || []).map((item) => ({ ...item, id: decode(item.id) }));
  const say = (place, text) => { const out = document.querySelector(place.dataset.status || "[data-passkey-status]"); if (out) { out.textContent = text; out.hidden = !text; } };

  const add = async (form) => {
    const options = await send(form.dataset.options, {});
    const made = await navigator.credentials.create({ publicKey: {
      ...options, challenge: decode(options.challenge), user: { ...options.user, id: decode(options.user.id) },
      excludeCredentials: list(options.excludeCredentials),
    } });
    const answer = {
      id: made.id, rawId: encode(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(),
      authenticatorAttachment: made.authenticatorAttachment || undefined,
      response: {
        clientDataJSON: encode(made.response.clientDataJSON), attestationObject: encode(made.response.attestationObject),
        transports: made.response.getTransports ? made.response.getTransports() : [],
      },
    };
    const name = form.elements.name ? form.elements.name.value : "";
    location.assign((await send(form.dataset.finish, { answer, name })).next);
  };

  let waiting;
  const logIn = async (place, conditional) => {
    if (waiting) waiting.abort();
    waiting = new AbortController();
    const options = await send(place.dataset.options, {});
    const used = await navigator.credentials.get({
      publicKey: { ...options, challenge: decode(options.challenge), allowCredentials: list(options.allowCredentials) },
      mediation: conditional ? "conditional" : "optional", signal: waiting.signal,
    });
    const { response } = used;
    const answer = {
      id: used.id, rawId: encode(used.rawId), type: used.type, clientExtensionResults: used.getClientExtensionResults(),
      authenticatorAttachment: used.authenticatorAttachment || undefined,
      response: {
        clientDataJSON: encode(response.clientDataJSON), authenticatorData: encode(response.authenticatorData),
        signature: encode(response.signature), userHandle: response.userHandle ? encode(response.userHandle) : undefined,
      },
    };
    location.assign((await send(place.dataset.finish, { answer, next: place.dataset.next || "" })).next);
  };

  const quiet = (error) => ["AbortError", "NotAllowedError"].includes(error.name);
  for (const form of document.querySelectorAll('form[data-passkey="add"]')) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      say(form, "");
      add(form).catch((error) => say(form, quiet(error) ? "No passkey was made." : error.message));
    });
  }
  for (const button of document.querySelectorAll('[data-passkey="login"]')) {
    button.hidden = false;
    button.addEventListener("click", () => {
      say(button, "");
      logIn(button, false).catch((error) => say(button, quiet(error) ? "No passkey was used." : error.message));
    });
    const offer = PublicKeyCredential.isConditionalMediationAvailable;
    if (button.dataset.conditional !== undefined && offer)
      offer.call(PublicKeyCredential).then((can) => can && logIn(button, true).catch(() => {}));
  }
})();
`;
