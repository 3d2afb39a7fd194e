// Turns a mail URL such as `smtp://user:password@host:587` into the transport that it names.
import { parseDuration, quoteValue } from "#kernel";
import { MailError } from "../mail-error.ts";
import { ConsoleTransport } from "./console-transport.ts";
import { FileTransport } from "./file-transport.ts";
import { MemoryTransport } from "./memory-transport.ts";
import { NoneTransport } from "./none-transport.ts";
import { type SmtpOptions, SmtpTransport } from "./smtp-transport.ts";
import type { MailTransport } from "./transport.ts";

/**
 * Makes the transport that a URL names.
 *
 * Schemes are `smtp:`, `smtps:`, `console:`, `file:`, `memory:` and `none:`.
 *
 * Options of `smtp:` stand in its query: `tls` (required, optional, none), `timeout` and `name`.
 *
 * @param root the folder that a relative `file:` path starts from; the working folder if not given.
 * @throws MailError `MAIL_BAD_URL`
 * @example
 * ```ts
 * import { transportOfUrl } from "demijohn/mail";
 * console.log(transportOfUrl("smtps://shop:secret@mail.example.org").name); // smtp
 * ```
 */
export function transportOfUrl(url: string, root: string = process.cwd()): MailTransport {
  const scheme = /^([a-z]+):/.exec(url)?.[1];
  switch (scheme) {
    case "smtp":
    case "smtps":
      return new SmtpTransport(readSmtpUrl(url));
    case "console":
      return new ConsoleTransport();
    case "memory":
      return new MemoryTransport();
    case "none":
      return new NoneTransport();
    case "file":
      return new FileTransport(process.getBuiltinModule("node:path").resolve(root, readPath(url)));
    default:
      throw badUrl(url, "It begins with none of smtp, smtps, console, file, memory, none.");
  }
}

/** Says what is wrong with a mail URL; nothing when it can be used. */
export function checkMailUrl(url: string): string | undefined {
  try {
    transportOfUrl(url, "/");
    return undefined;
  } catch (error) {
    if (error instanceof MailError) return error.details.facts?.[0];
    throw error;
  }
}

function readSmtpUrl(url: string): SmtpOptions {
  if (!URL.canParse(url)) throw badUrl(url, "It is no URL.");
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  if (hostname === "") throw badUrl(url, "It names no host.");
  const tls = protocol === "smtps:" ? "implicit" : (searchParams.get("tls") ?? undefined);
  if (tls !== undefined && !["implicit", "required", "optional", "none"].includes(tls))
    throw badUrl(url, "Its option tls is none of required, optional, none.");
  const seconds = parseDuration(searchParams.get("timeout") ?? "30s");
  if (seconds === undefined) throw badUrl(url, "Its option timeout is not a duration.");
  const unknown = [...searchParams.keys()].find((key) => !["tls", "timeout", "name"].includes(key));
  if (unknown !== undefined) throw badUrl(url, `It has an option ${quoteValue(unknown)}, which is not known.`);
  return {
    host: hostname,
    port: port === "" ? undefined : Number(port),
    user: username === "" ? undefined : decode(username, url),
    password: password === "" ? undefined : decode(password, url),
    tls: tls as SmtpOptions["tls"],
    timeout: seconds * 1000,
    clientName: searchParams.get("name") ?? undefined,
  };
}

function decode(text: string, url: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badUrl(url, "Its user or password has a percent sign that begins no escape.");
  }
}

function readPath(url: string): string {
  const path = url.slice("file:".length);
  if (path === "") throw badUrl(url, "It names no folder.");
  return path.startsWith("//") ? process.getBuiltinModule("node:url").fileURLToPath(url) : path;
}

function badUrl(url: string, problem: string): MailError {
  return new MailError("MAIL_BAD_URL", "The mail URL cannot be used.", {
    wrote: quoteValue(url.replace(/^([a-z]+:\/\/[^:/@]*):[^@]*@/i, "$1:…@")),
    facts: [problem],
    cure: "Write smtp://user:password@host:587, smtps://user:password@host, console:, file:folder, memory: or none:.",
  });
}
