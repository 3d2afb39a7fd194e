// Renders the pages of the development mailbox.
import { html, type Safe, safe } from "#kernel";
import type { Address } from "../address/address.ts";
import type { Message } from "../message.ts";
import type { CaughtMail } from "./mailbox.ts";

/** Builds an address of the mailbox; the request's own `urlFor`. */
type UrlFor = (name: string, values?: Readonly<Record<string, unknown>>) => string;

const style =
  safe(`:root{color-scheme:light dark;--line:light-dark(#ddd6c9,#3a352e);--soft:light-dark(#6b6358,#a89f92);--accent:light-dark(#7a3b12,#f0b07f)}
*{box-sizing:border-box}body{margin:0;background:light-dark(#faf8f4,#171513);color:light-dark(#1f1b16,#ece7df);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header,main{max-width:60rem;margin:0 auto;padding:1rem clamp(1rem,4vw,2rem)}header{display:flex;gap:1rem;align-items:center;justify-content:space-between;border-bottom:1px solid var(--line)}
h1{font-size:1.25rem;margin:0}a{color:var(--accent)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
ol{list-style:none;margin:0;padding:0}ol a{display:grid;grid-template-columns:minmax(8rem,16rem) 1fr auto;gap:.25rem 1rem;padding:.7rem .25rem;border-bottom:1px solid var(--line);color:inherit;text-decoration:none}
ol a:hover .subject{text-decoration:underline}.subject{font-weight:600}time,.soft{color:var(--soft)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:1rem 0}dt{color:var(--soft)}dd{margin:0}
pre{white-space:pre-wrap;padding:1rem;border:1px solid var(--line);border-radius:.4rem;overflow-x:auto;font:0.95rem/1.5 ui-monospace,monospace}
iframe{width:100%;height:32rem;border:1px solid var(--line);border-radius:.4rem;background:#fff;color-scheme:light}
button{font:inherit;white-space:nowrap;color:inherit;background:none;border:1px solid var(--line);border-radius:.4rem;padding:.35rem .8rem;cursor:pointer}h2{font-size:1rem;margin:1.5rem 0 .5rem}
@media(max-width:40rem){ol a{grid-template-columns:1fr auto}ol a .subject{grid-column:1/-1;grid-row:1}}`);

/** The list of all messages, newest first. */
export function renderList(mails: readonly CaughtMail[], urlFor: UrlFor): Safe {
  const clear = html`<form method="post" action="${urlFor("mailbox.clear")}"><button>Forget all</button></form>`;
  const items = mails.map(
    ({ id, message }) => html`<li><a href="${urlFor("mailbox.show", { id })}">
<span class="soft">${message.to.concat(message.cc, message.bcc).map(nameOf).join(", ")}</span>
<span class="subject">${message.subject || "(no subject)"}</span>
<time datetime="${message.date.toISOString()}">${message.date.toISOString().slice(11, 19)}</time></a></li>`,
  );
  return layout(
    "Mail",
    html`<header><h1>Mail that the app sent</h1>${mails.length === 0 ? "" : clear}</header>
<main>${mails.length === 0 ? html`<p>Nothing yet. What the app sends while you develop it shows up here.</p>` : html`<ol>${items}</ol>`}</main>`,
  );
}

/** One message: who, what, its text, its HTML in a frame, its files. */
export function renderMail({ id, message }: CaughtMail, urlFor: UrlFor): Safe {
  const at = (name: string, values: object = {}): string => urlFor(`mailbox.${name}`, { id, ...values });
  return layout(
    message.subject,
    html`<header><h1>${message.subject || "(no subject)"}</h1><a href="${urlFor("mailbox.list")}">All mail</a></header>
<main><dl>${factsOf(message).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<p><a href="${at("source")}">Source</a></p>
${message.html === undefined ? "" : html`<h2 id="html">HTML</h2><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="HTML of the message" src="${at("html")}"></iframe>`}
${message.text === undefined ? "" : html`<h2>Text</h2><pre>${linked(message.text)}</pre>`}
${
  message.attachments.length === 0
    ? ""
    : html`<h2>Files</h2><ul>${message.attachments.map(
        ({ name, type, content }, index) =>
          html`<li>${html`<a href="${at("file", { index })}">${name}</a> <span class="soft">${type}, ${content.length} bytes</span>`}</li>`,
      )}</ul>`
}</main>`,
  );
}

// What people click on in a mail, a developer wants to click on here.
function linked(text: string): readonly (Safe | string)[] {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/)
    .map((piece, i) => (i % 2 === 0 ? piece : html`<a href="${piece}" target="_blank" rel="noreferrer">${piece}</a>`));
}

function factsOf(message: Message): (readonly [string, string])[] {
  const people = (["to", "cc", "bcc", "replyTo"] as const).flatMap((key) =>
    message[key].length === 0 ? [] : [[labels[key], message[key].map(nameOf).join(", ")] as const],
  );
  return [
    ["From", message.from === undefined ? "" : nameOf(message.from)],
    ...people,
    ["Date", message.date.toUTCString()],
    ...message.headers,
  ];
}

const labels = { to: "To", cc: "Cc", bcc: "Bcc", replyTo: "Reply to" } as const;

function nameOf({ name, address }: Address): string {
  return name === "" ? address : `${name} <${address}>`;
}

function layout(title: string, body: Safe): Safe {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${style}</style></head><body>${body}</body></html>
`;
}
