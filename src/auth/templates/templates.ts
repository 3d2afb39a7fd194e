// Lists the room's templates by name: a file of the same name in the app's folder of templates replaces one.
import * as account from "./account-templates.ts";
import * as frame from "./frame.ts";
import * as login from "./login-templates.ts";
import * as mail from "./mail-templates.ts";

/** The templates' texts. */
export const authTemplates: Readonly<Record<string, string>> = {
  "auth/base.html": frame.base,
  "auth/_form.html": frame.form,
  "auth/login.html": login.login,
  "auth/code.html": login.code,
  "auth/confirm.html": login.confirm,
  "auth/signup.html": login.signup,
  "auth/mail_sent.html": login.mailSent,
  "auth/verify.html": login.verify,
  "auth/bad_link.html": login.badLink,
  "auth/reset.html": login.reset,
  "auth/reset_confirm.html": login.resetConfirm,
  "auth/password.html": login.password,
  "auth/account.html": account.account,
  "auth/sessions.html": account.sessions,
  "auth/codes.html": account.codes,
  "auth/recovery_codes.html": account.recoveryCodes,
  "auth/passkeys.html": account.passkeys,
  "auth/tokens.html": account.tokens,
  "auth/mail/verify.txt": mail.verify,
  "auth/mail/has_account.txt": mail.hasAccount,
  "auth/mail/reset.txt": mail.reset,
  "auth/mail/locked.txt": mail.locked,
};
