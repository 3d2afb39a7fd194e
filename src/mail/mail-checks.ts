// Checks before deployment that mail reaches people, and that no password travels in the clear.
import type { App } from "#app";
import type { Check, CheckMessage } from "#kernel";
import { mailSettings } from "./mail-settings.ts";
import { transportOfUrl } from "./transports/mail-url.ts";
import { SmtpTransport } from "./transports/smtp-transport.ts";
import type { MailTransport } from "./transports/transport.ts";

/** Warns of mail that goes nowhere; for `demijohn check --deploy`. */
export function mailDeliveryCheck(own: MailTransport | undefined): Check<App> {
  return {
    name: "mail-delivery",
    deploy: true,
    check(app) {
      const { url, mailers } = app.settings.get(mailSettings);
      const urls = own === undefined ? { url: url ?? "console:", ...prefixed(mailers) } : prefixed(mailers);
      return Object.entries(urls).flatMap(([where, one]) => checkUrl(one, `mail.${where}`));
    },
  };
}

function prefixed(mailers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(mailers).map(([name, url]) => [`mailers.${name}`, url]));
}

function checkUrl(url: string, where: string): CheckMessage[] {
  const transport = transportOfUrl(url);
  if (!(transport instanceof SmtpTransport)) {
    return [
      {
        level: "warning",
        code: "MAIL_NOT_DELIVERED",
        message: `Mail goes to "${transport.name}", where nobody gets it.`,
        where,
        cure: "Set MAIL_URL=smtp://user:password@host to your mail server.",
      },
    ];
  }
  if (!transport.isUnencrypted) return [];
  return [
    {
      level: "warning",
      code: "MAIL_UNENCRYPTED",
      message: "The password of the mail server may travel in the clear, where others can read it.",
      where,
      cure: "Write smtps://, or smtp:// without tls=none or tls=optional.",
    },
  ];
}
