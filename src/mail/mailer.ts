// Sends messages: fills in the sender and the templates, hands them to a transport, and tells what became of each.
import { type TraceChannel, traceChannel } from "#kernel";
import { type AddressInput, parseAddresses } from "./address/parse-addresses.ts";
import { MailError } from "./mail-error.ts";
import { Message, type MessageOptions } from "./message.ts";
import { MemoryTransport } from "./transports/memory-transport.ts";
import type { Delivery, MailConnection, MailTransport } from "./transports/transport.ts";

/** The parts of a message for {@link Mailer.send}, and templates for its texts. */
export interface MailInput extends MessageOptions {
  /**
   * `"mail/welcome"` renders `mail/welcome.txt` and `mail/welcome.html`, those that there are, and `mail/welcome.subject.txt`
   * where no subject is given.
   */
  readonly template?: string | undefined;
  /** What the templates see. */
  readonly context?: object | undefined;
}

/** Renders a template of mail; undefined where there is none of that name. */
export type MailRenderer = (name: string, context: object) => Promise<string | undefined>;

/** What a {@link Mailer} is made of. */
export interface MailerOptions {
  readonly transport: MailTransport;
  /** The sender of messages that name none. */
  readonly from?: AddressInput | undefined;
  /** The sender of messages to administrators; `from` if not given. */
  readonly serverFrom?: AddressInput | undefined;
  readonly admins?: AddressInput | undefined;
  readonly managers?: AddressInput | undefined;
  /** Stands before the subjects of messages to administrators and managers. */
  readonly subjectPrefix?: string | undefined;
  readonly render?: MailRenderer | undefined;
  /** Goes on with work that nobody waits for, such as `app.background`; runs it at once if not given. */
  readonly background?: ((work: () => Promise<void>) => void) | undefined;
  /** Told of messages that could not be sent while nobody waited; warns of them if not given. */
  readonly report?: ((error: unknown) => void) | undefined;
  /** Further mailers by name, for {@link Mailer.using}. */
  readonly others?: Readonly<Record<string, Mailer>> | undefined;
}

/** What became of the messages of {@link Mailer.sendAll}. */
export interface MailingReport {
  readonly deliveries: readonly Delivery[];
  readonly failures: readonly { readonly mail: MailInput | Message; readonly error: unknown }[];
  /** What made the server unusable on the way: the messages after the last failure were not tried. */
  readonly stoppedBy: MailError | undefined;
}

/** What is published on the trace channel `mail` for each message. */
export interface MailTrace {
  readonly message: Message;
  readonly transport: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly error: unknown;
}

const channel: TraceChannel<MailTrace> = traceChannel<MailTrace>("mail");

/**
 * Sends mail. An app has one as `request.mail`; scripts make their own.
 *
 * @example
 * ```ts
 * import { Mailer, MemoryTransport } from "demijohn/mail";
 * const mailer = new Mailer({ transport: new MemoryTransport(), from: "shop@example.org" });
 * await mailer.send({ to: "ada@example.org", subject: "Your jar", text: "It left this morning." });
 * console.log(mailer.outbox[0]?.subject); // Your jar
 * ```
 */
export class Mailer {
  readonly #options: MailerOptions;

  constructor(options: MailerOptions) {
    this.#options = options;
  }

  /**
   * Sends one message and waits until the server took it.
   *
   * @throws MailError for a message that cannot be written, or that nobody took.
   */
  async send(mail: MailInput | Message): Promise<Delivery> {
    const message = await this.#prepare(mail);
    const connection = await this.#options.transport.connect();
    try {
      return await this.#deliver(connection, message);
    } finally {
      await connection.close();
    }
  }

  /**
   * Sends many messages over one connection, one after the other. They may come from a generator.
   *
   * One that fails is listed in the report, and the next is sent.
   *
   * @throws MailError `MAIL_NO_CONNECTION`, `MAIL_AUTH_FAILED` when nothing could be sent at all.
   */
  async sendAll(mails: Iterable<MailInput | Message> | AsyncIterable<MailInput | Message>): Promise<MailingReport> {
    const deliveries: Delivery[] = [];
    const failures: { mail: MailInput | Message; error: unknown }[] = [];
    let stoppedBy: MailError | undefined;
    const connection = await this.#options.transport.connect();
    try {
      for await (const mail of mails) {
        try {
          deliveries.push(await this.#deliver(connection, await this.#prepare(mail)));
        } catch (error) {
          if (error instanceof MailError && isServerLost(error)) stoppedBy = error;
          if (stoppedBy !== undefined && deliveries.length === 0) throw stoppedBy;
          failures.push({ mail, error });
          if (stoppedBy !== undefined) break;
        }
      }
    } finally {
      await connection.close();
    }
    return { deliveries, failures, stoppedBy };
  }

  /**
   * Sends a message in the background, so that the answer does not wait: a failure is logged.
   *
   * What is wrong with the message itself is thrown at once.
   */
  async sendInBackground(mail: MailInput | Message): Promise<void> {
    this.#start(await this.#prepare(mail));
  }

  /**
   * Sends a message in the background once the current transaction is committed; without one, at once.
   *
   * It is written now, with what is known now, and never sent if the transaction is rolled back.
   *
   * @param using the database, by alias; `default` if not given.
   */
  async sendOnCommit(mail: MailInput | Message, using?: string): Promise<void> {
    const { onCommit } = await import("#orm");
    const message = await this.#prepare(mail);
    onCommit(() => this.#start(message), { using });
  }

  /** Writes to the administrators. The subject gets the site's prefix. @throws MailError `MAIL_NO_RECIPIENT` where none are named. */
  sendToAdmins(mail: Omit<MailInput, "to">): Promise<Delivery> {
    return this.#sendToTeam(mail, "admins");
  }

  /** Writes to the managers. The subject gets the site's prefix. @throws MailError `MAIL_NO_RECIPIENT` where none are named. */
  sendToManagers(mail: Omit<MailInput, "to">): Promise<Delivery> {
    return this.#sendToTeam(mail, "managers");
  }

  /** Another mailer of the app, by its name in the settings. @throws MailError `MAIL_UNKNOWN_MAILER` */
  using(name: string): Mailer {
    const { others = {}, render } = this.#options;
    const other = Object.hasOwn(others, name) ? others[name] : undefined;
    if (other !== undefined) return render === undefined ? other : other.withRenderer(render);
    throw new MailError("MAIL_UNKNOWN_MAILER", `There is no mailer "${name}".`, {
      facts: [`Mailers: ${Object.keys(others).join(", ") || "none"}.`],
      cure: `Declare it: mail({ mailers: { ${JSON.stringify(name)}: "smtp://…" } }).`,
    });
  }

  /** The same mailer with another way to render templates. */
  withRenderer(render: MailRenderer): Mailer {
    return new Mailer({ ...this.#options, render });
  }

  /** What was sent, oldest first: where mail is kept in memory, as in tests. @throws MailError `MAIL_NO_OUTBOX` */
  get outbox(): Message[] {
    const { transport } = this.#options;
    if (transport instanceof MemoryTransport) return transport.outbox;
    throw new MailError("MAIL_NO_OUTBOX", "There is no outbox, as mail is not kept in memory.", {
      facts: [`The transport is "${transport.name}".`],
      cure: 'Give the app mode: "test", or set MAIL_URL=memory:.',
    });
  }

  /** Writes a message without sending it: for a preview. */
  compose(mail: MailInput | Message): Promise<Message> {
    return this.#prepare(mail);
  }

  async #sendToTeam(mail: Omit<MailInput, "to">, team: "admins" | "managers"): Promise<Delivery> {
    const { subjectPrefix = "", serverFrom, from } = this.#options;
    const to = parseAddresses(this.#options[team], team);
    if (to.length === 0) throw noTeam(team);
    const subject = `${subjectPrefix}${mail.subject ?? ""}`;
    return this.send({ from: team === "admins" ? (serverFrom ?? from) : from, ...mail, to, subject });
  }

  #start(message: Message): void {
    const { background = runNow, report = warn } = this.#options;
    background(async () => {
      try {
        await this.send(message);
      } catch (error) {
        report(error);
      }
    });
  }

  async #prepare(mail: MailInput | Message): Promise<Message> {
    const message = mail instanceof Message ? mail : new Message(await this.#fillIn(mail));
    const whole = message.from === undefined ? message.withSender(this.#sender()) : message;
    if (whole.recipients.length > 0) return whole;
    throw new MailError("MAIL_NO_RECIPIENT", "The message has no recipient.", {
      facts: [`Subject: ${JSON.stringify(whole.subject)}.`],
      cure: "Give to, cc or bcc.",
    });
  }

  #sender(): AddressInput {
    const { from } = this.#options;
    if (from !== undefined) return from;
    throw new MailError("MAIL_NO_SENDER", "The message has no sender, and there is no default one.", {
      cure: "Set MAIL_FROM, or give the message a from.",
    });
  }

  async #fillIn(mail: MailInput): Promise<MessageOptions> {
    const { template, context = {}, ...options } = mail;
    const withSender = { ...options, from: options.from ?? this.#options.from };
    if (template === undefined) return withSender;
    const { render } = this.#options;
    const [text, html, subject] =
      render === undefined
        ? []
        : await Promise.all([
            render(`${template}.txt`, context),
            render(`${template}.html`, context),
            options.subject === undefined ? render(`${template}.subject.txt`, context) : undefined,
          ]);
    if (text === undefined && html === undefined) throw noTemplate(template, render !== undefined);
    return {
      ...withSender,
      text: options.text ?? text,
      html: options.html ?? html,
      // A file ends with a line break, which is no part of the subject; one inside stays, and is refused.
      subject: options.subject ?? subject?.trim(),
    };
  }

  async #deliver(connection: MailConnection, message: Message): Promise<Delivery> {
    if (!channel.hasSubscribers) return connection.deliver(message);
    const start = performance.now();
    const trace = (error: unknown): void =>
      channel.publish({
        message,
        transport: this.#options.transport.name,
        duration: performance.now() - start,
        error,
      });
    try {
      const delivery = await connection.deliver(message);
      trace(undefined);
      return delivery;
    } catch (error) {
      trace(error);
      throw error;
    }
  }
}

function runNow(work: () => Promise<void>): void {
  void work();
}

function warn(error: unknown): void {
  process.emitWarning(`A message could not be sent: ${error instanceof Error ? error.message : String(error)}`);
}

// Whatever comes next would fail the same way.
function isServerLost({ code }: MailError): boolean {
  return code === "MAIL_NO_CONNECTION" || code === "MAIL_AUTH_FAILED" || code === "MAIL_NO_NODEMAILER";
}

function noTeam(team: "admins" | "managers"): MailError {
  return new MailError("MAIL_NO_RECIPIENT", `There are no ${team} to write to.`, {
    cure: `Set MAIL_${team.toUpperCase()}=ada@example.org,bob@example.org.`,
  });
}

function noTemplate(name: string, canRender: boolean): MailError {
  if (!canRender) {
    return new MailError(
      "MAIL_NO_TEMPLATE",
      `The template "${name}" cannot be rendered: this mailer has no templates.`,
      {
        cure: "Send with request.mail or mailerOf(app), or give the mailer a render function.",
      },
    );
  }
  return new MailError("MAIL_NO_TEMPLATE", `There is no template for the mail "${name}".`, {
    facts: [`Looked for ${name}.txt and ${name}.html.`],
    cure: `Write templates/${name}.txt or templates/${name}.html.`,
  });
}
