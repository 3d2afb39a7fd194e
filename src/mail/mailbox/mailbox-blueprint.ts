// Serves the development mailbox: the list of caught messages, each with its text, its HTML in a closed frame, and its files.

import { Blueprint, type Handler } from "#app";
import { type CspDirectives, formatContentSecurityPolicy, notFound, type Request, Response, redirect } from "#http";
import { isLocalRequest } from "#http/internals";
import type { Safe } from "#kernel";
import type { CaughtMail, Mailbox } from "./mailbox.ts";
import { renderList, renderMail } from "./mailbox-pages.ts";

// What a message brings along may be shown, and nothing may run, be sent or be fetched from elsewhere; its links open in
// windows of their own.
const framePolicy: CspDirectives = {
  sandbox: "allow-popups allow-popups-to-escape-sandbox",
  "default-src": "'none'",
  "img-src": "data:",
  "style-src": "'unsafe-inline'",
  "frame-ancestors": "'self'",
};
const pagePolicy: CspDirectives = {
  "default-src": "'none'",
  "style-src": "'unsafe-inline'",
  "frame-src": "'self'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
};

/** Makes the blueprint. It answers requests from this machine alone. */
export function mailboxBlueprint(mailbox: Mailbox): Blueprint {
  const blueprint = new Blueprint("mailbox");
  const found = (request: Request<{ id: number }>): CaughtMail => {
    const mail = mailbox.find(request.params.id);
    if (mail === undefined) throw notFound();
    return mail;
  };
  blueprint.before((request) => {
    if (!isLocalRequest(request)) throw notFound();
  });
  blueprint.get("/", { name: "list" }, (request) => page(renderList(mailbox.mails, request.urlFor)));
  blueprint.get("/<int:id>", { name: "show" }, (request) => page(renderMail(found(request), request.urlFor)));
  blueprint.get("/<int:id>/html", { name: "html" }, (request) => frame(found(request)));
  blueprint.get("/<int:id>/source", { name: "source" }, (request) =>
    bytes(found(request).message.toMime(), { type: "text/plain; charset=utf-8", name: undefined }),
  );
  blueprint.get("/<int:id>/files/<int:index>", { name: "file" }, (request) => {
    const file = found(request).message.attachments[request.params.index];
    if (file === undefined) throw notFound();
    return bytes(file.content, { type: "application/octet-stream", name: file.name });
  });
  const clear: Handler = (request) => {
    mailbox.clear();
    return redirect(request.urlFor(".list"), 303);
  };
  blueprint.post("/clear", { name: "clear" }, clear);
  return blueprint;
}

function page(html: Safe): Response {
  return guarded(new Response(String(html)), pagePolicy);
}

function frame({ message }: CaughtMail): Response {
  const html = (message.html ?? "").replace(/(["'(])cid:([^"')\s]+)/g, (whole, before: string, cid: string) => {
    const image = message.attachments.find((attachment) => attachment.cid === cid);
    if (image === undefined) return whole;
    return `${before}data:${image.type};base64,${Buffer.from(image.content).toString("base64")}`;
  });
  return guarded(new Response(`<base target="_blank">${html}`), framePolicy);
}

function bytes(
  content: Uint8Array,
  { type, name }: { readonly type: string; readonly name: string | undefined },
): Response {
  const response = guarded(new Response(content, { headers: { "Content-Type": type } }), framePolicy);
  if (name !== undefined)
    response.headers.set("Content-Disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  return response;
}

function guarded(response: Response, policy: CspDirectives): Response {
  response.headers.set("Content-Security-Policy", formatContentSecurityPolicy(policy));
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Cache-Control", "no-store");
  return response;
}
