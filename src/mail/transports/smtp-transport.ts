// Sends messages to a mail server over SMTP, by the package nodemailer, which is loaded at the first message.
import { MailError } from "../mail-error.ts";
import type { Message } from "../message.ts";
import type { Delivery, MailConnection, MailTransport } from "./transport.ts";

/** How to reach a mail server. Times are in milliseconds. */
export interface SmtpOptions {
  readonly host: string;
  /** 465 with TLS from the start, 587 with a user, else 25. */
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /**
   * `implicit` speaks TLS from the start, `required` starts it (STARTTLS) or fails, `optional` starts it where the server
   * can, `none` never. Required if not given, but for servers on this machine.
   */
  readonly tls?: "implicit" | "required" | "optional" | "none" | undefined;
  /** Authorities that the server's certificate may come from besides the system's, as PEM. */
  readonly ca?: string | readonly string[] | undefined;
  /** For connecting, for the greeting and for each answer: 30 seconds. */
  readonly timeout?: number | undefined;
  /** What this machine calls itself in EHLO; its host name if not given. */
  readonly clientName?: string | undefined;
  /** Signs each message (RFC 6376). */
  readonly dkim?: { readonly domain: string; readonly selector: string; readonly privateKey: string } | undefined;
}

/** What nodemailer is asked for here, in the versions that the peer dependency allows. */
interface Transporter {
  sendMail(mail: object): Promise<{
    readonly accepted: readonly string[];
    readonly rejectedErrors?: readonly SmtpFault[] | undefined;
    readonly response: string;
  }>;
  close(): void;
}

interface SmtpFault extends Error {
  readonly code?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly recipient?: string;
  readonly rejectedErrors?: readonly SmtpFault[];
}

/** Sends mail by SMTP. */
export class SmtpTransport implements MailTransport {
  readonly name = "smtp";
  readonly #options: SmtpOptions;

  constructor(options: SmtpOptions) {
    this.#options = options;
  }

  /** True if a password could travel in the clear. */
  get isUnencrypted(): boolean {
    const { user } = this.#options;
    return user !== undefined && ["optional", "none"].includes(tlsOf(this.#options));
  }

  async connect(): Promise<MailConnection> {
    const nodemailer = await loadNodemailer();
    const transporter = nodemailer.createTransport(nodemailerOptions(this.#options)) as unknown as Transporter;
    return {
      deliver: (message) => deliver(transporter, message, this.#options),
      close: async () => transporter.close(),
    };
  }
}

function tlsOf({ tls, host }: SmtpOptions): NonNullable<SmtpOptions["tls"]> {
  return tls ?? (/^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i.test(host) ? "optional" : "required");
}

function nodemailerOptions(options: SmtpOptions): { readonly pool: true } {
  const { host, user, password, ca, timeout = 30_000, clientName, dkim } = options;
  const tls = tlsOf(options);
  return {
    // A pool of one: the connection that all messages of a mailing share.
    pool: true,
    maxConnections: 1,
    maxMessages: Number.POSITIVE_INFINITY,
    host: host.replace(/^\[|\]$/g, ""),
    port: portOf(options),
    secure: tls === "implicit",
    requireTLS: tls === "required",
    ignoreTLS: tls === "none",
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    // Whatever a message names, no file is read and no address fetched for it.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? "" } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(clientName === undefined ? {} : { name: clientName }),
    ...(dkim === undefined
      ? {}
      : { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } }),
  } as { readonly pool: true };
}

function portOf(options: SmtpOptions): number {
  return options.port ?? (tlsOf(options) === "implicit" ? 465 : options.user === undefined ? 25 : 587);
}

async function deliver(transporter: Transporter, message: Message, options: SmtpOptions): Promise<Delivery> {
  const envelope = { from: message.from!.address, to: [...message.recipients] };
  try {
    const info = await transporter.sendMail({ envelope, raw: Buffer.from(message.toMime()) });
    return {
      messageId: message.messageId,
      accepted: info.accepted,
      rejected: (info.rejectedErrors ?? []).map(rejection),
      response: info.response,
    };
  } catch (error) {
    throw readFault(error as SmtpFault, message, options);
  }
}

function rejection({ recipient = "", response, message }: SmtpFault): Delivery["rejected"][number] {
  return { address: recipient, reason: response ?? message };
}

function readFault(fault: SmtpFault, message: Message, options: SmtpOptions): MailError {
  const server = `${options.host}:${portOf(options)}`;
  const said = `It says: ${fault.response ?? fault.message}`;
  if (fault.code === "EAUTH" || fault.code === "ENOAUTH") {
    return new MailError("MAIL_AUTH_FAILED", `The mail server ${server} refuses the user or the password.`, {
      facts: [said],
      cure: "Correct MAIL_URL; characters such as @ and : in a password are written percent-encoded.",
      cause: fault,
    });
  }
  if (fault.responseCode === undefined || fault.code === "ETLS") {
    return new MailError("MAIL_NO_CONNECTION", `The mail server ${server} cannot be used.`, {
      facts: [`${fault.code ?? "Error"}: ${fault.message}.`.replace(/\.\.$/, ".")],
      cure: "Check host, port and TLS of MAIL_URL, and whether this machine may reach it.",
      cause: fault,
    });
  }
  return new MailError("MAIL_NOT_SENT", `The mail server ${server} refused the message.`, {
    facts: [
      said,
      `Recipients: ${message.recipients.slice(0, 5).join(", ")}${message.recipients.length > 5 ? ", …" : ""}.`,
    ],
    cure: `Read the server's answer: codes of 400 and above may pass when it is tried again, those of 500 and above do not.`,
    cause: fault,
  });
}

async function loadNodemailer(): Promise<typeof import("nodemailer")> {
  try {
    return await import("nodemailer");
  } catch (cause) {
    throw new MailError("MAIL_NO_NODEMAILER", 'SMTP needs the package "nodemailer", which is not installed.', {
      cure: "Run npm install nodemailer, or set MAIL_URL=console: while you develop.",
      cause,
    });
  }
}
