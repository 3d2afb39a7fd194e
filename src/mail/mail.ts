// Makes the battery that lets an app send mail: `app.use(mail())`.

import type { App, Battery } from "#app";
import type { Request } from "#http";
import { DemijohnError, type SettingsInput, SetupError, withValues } from "#kernel";
import { mailDeliveryCheck } from "./mail-checks.ts";
import { MailError } from "./mail-error.ts";
import { type MailSettingsShape, mailSettings } from "./mail-settings.ts";
import { mailTestCommand } from "./mail-test-command.ts";
import { Mailbox } from "./mailbox/mailbox.ts";
import { mailboxBlueprint } from "./mailbox/mailbox-blueprint.ts";
import { Mailer, type MailRenderer } from "./mailer.ts";
import { transportOfUrl } from "./transports/mail-url.ts";
import type { MailTransport } from "./transports/transport.ts";

declare global {
  namespace Demijohn {
    interface RequestExtensions {
      /** Sends mail; its templates are rendered with the request's context. */
      readonly mail: Mailer;
    }
  }
}

/** Options of {@link mail}. They are the settings of the section `mail`, and what only code can give. */
export interface MailOptions extends SettingsInput<MailSettingsShape> {
  /** Where mail goes, instead of `url`. */
  readonly transport?: MailTransport | undefined;
  /** Where development shows what was sent, or false for nowhere: `/_mail`. */
  readonly mailbox?: string | false | undefined;
}

/**
 * Gives every request a mailer: `request.mail`.
 *
 * Development prints messages and shows them at `/_mail/`; tests keep them in `mailerOf(app).outbox`.
 *
 * @throws SettingsError `KERNEL_BAD_SETTINGS` when the app gets ready, in production without `MAIL_URL` and `MAIL_FROM`.
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { mail, mailerOf } from "demijohn/mail";
 * const app = new App({ mode: "test" });
 * app.use(mail());
 * app.post("/hello", async (request) => {
 *   await request.mail.send({ to: "ada@example.org", subject: "Hello", text: "Hello, Ada!" });
 *   return "Sent.";
 * });
 * await app.request("/hello", { method: "POST" });
 * console.log(mailerOf(app).outbox.length); // 1
 * ```
 */
export function mail(options: MailOptions = {}): Battery {
  return new MailBattery(options);
}

/**
 * The mailer of an app, for commands, tasks and tests.
 *
 * @throws MailError `MAIL_NOT_USED` without the battery. @throws SetupError `MAIL_NOT_READY` before the app is ready.
 */
export function mailerOf(app: App): Mailer {
  const battery = app.battery("mail");
  if (battery instanceof MailBattery) return battery.mailer;
  throw new MailError("MAIL_NOT_USED", "The app's mailer was asked for, and the app uses no mail.", {
    cure: 'Write app.use(mail()), with mail from "demijohn/mail".',
  });
}

class MailBattery implements Battery {
  readonly name = "mail";
  readonly #options: MailOptions;
  #mailer: Mailer | undefined;

  constructor(options: MailOptions) {
    this.#options = options;
  }

  get mailer(): Mailer {
    if (this.#mailer !== undefined) return this.#mailer;
    throw new SetupError("MAIL_NOT_READY", "Mail cannot be sent before the app is ready.", {
      cure: "Write await app.ready() first.",
    });
  }

  install(app: App): void {
    const { transport, mailbox: _mailbox, ...values } = this.#options;
    const given = transport === undefined ? values : { ...values, url: "none:" };
    app.declareSettings(withValues(mailSettings, given as SettingsInput<MailSettingsShape>));
    const mailbox = this.#installMailbox(app);
    app.onReady(() => {
      this.#mailer = makeMailer(app, transport, mailbox);
    });
    app.extendRequest("mail", (request) => this.mailer.withRenderer(rendererOf(request)));
    app.check(mailDeliveryCheck(transport));
    app.command(mailTestCommand(() => this.mailer));
  }

  #installMailbox(app: App): Mailbox | undefined {
    const { mailbox: prefix = "/_mail" } = this.#options;
    if (app.mode !== "development" || prefix === false) return undefined;
    const mailbox = new Mailbox();
    app.use(mailboxBlueprint(mailbox), { prefix });
    return mailbox;
  }
}

function makeMailer(app: App, own: MailTransport | undefined, mailbox: Mailbox | undefined): Mailer {
  const settings = app.settings.get(mailSettings);
  const { url = app.mode === "test" ? "memory:" : "console:", from = "noreply@localhost" } = settings;
  const { admins, managers, serverFrom, subjectPrefix } = settings;
  const make = (transport: MailTransport, others: Readonly<Record<string, Mailer>> = {}): Mailer =>
    new Mailer({
      transport: mailbox === undefined ? transport : mailbox.watch(transport),
      ...{ from, admins, managers, serverFrom, subjectPrefix, others },
      render: rendererOf(app),
      background: (work) => app.background(work),
      report: (error) => app.reportFault(error),
    });
  const others = Object.entries(settings.mailers).map(([name, url]) => [name, make(transportOfUrl(url, app.root))]);
  return make(own ?? transportOfUrl(url, app.root), Object.fromEntries(others) as Record<string, Mailer>);
}

function rendererOf(source: App | Request): MailRenderer {
  return async (name, context) => {
    try {
      return String(await source.render(name, context));
    } catch (error) {
      // One that is missing itself; not one that it includes.
      if (error instanceof DemijohnError && error.code === "TEMPLATES_NOT_FOUND" && isMissing(error, name))
        return undefined;
      throw error;
    }
  };
}

function isMissing(error: DemijohnError, name: string): boolean {
  return (error as { readonly templateName?: unknown }).templateName === name;
}
