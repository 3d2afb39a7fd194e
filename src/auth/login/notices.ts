// Writes mails about accounts, all in the background: an answer tells by its time neither that one is sent nor to whom.
import type { Request } from "#http";
import { mailerOf } from "#mail";
import type { Accounts } from "../setup/accounts.ts";
import type { AccountInstance } from "../user/account.ts";

/** A mail of the room's: the template `auth/mail/<name>.txt`, and what it needs. */
export interface Notice {
  readonly to: string;
  readonly subject: string;
  readonly template: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Sends a mail, with the site's name for its template. */
export async function sendNotice(accounts: Accounts, { to, subject, template, context }: Notice): Promise<void> {
  const whole = { site_name: accounts.siteName, ...context };
  const text = String(await accounts.app.render(`auth/mail/${template}.txt`, whole));
  await mailerOf(accounts.app).send({ to, subject, text });
}

/** Tells a user that logins were refused for a while, if there is such a user. */
export function sendLockNotice(
  accounts: Accounts,
  request: Request,
  find: () => Promise<AccountInstance | undefined>,
): void {
  const resetUrl = accounts.options.pages === false ? undefined : accounts.absoluteUrl(request, "auth.reset", {});
  const { lockTime } = accounts.settings;
  accounts.app.background(async () => {
    const user = await find();
    if (user === undefined || user.email === "") return;
    await sendNotice(accounts, {
      to: user.email,
      subject: `Many failed logins at ${accounts.siteName}`,
      template: "locked",
      context: { user, reset_url: resetUrl, minutes: Math.ceil(lockTime / 60) },
    });
  });
}
