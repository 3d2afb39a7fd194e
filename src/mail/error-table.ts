// Lists the error codes of mail: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type MailCode =
  | "MAIL_AUTH_FAILED"
  | "MAIL_BAD_ADDRESS"
  | "MAIL_BAD_ATTACHMENT"
  | "MAIL_BAD_URL"
  | "MAIL_HEADER_INJECTION"
  | "MAIL_MISSING_IMAGE"
  | "MAIL_NOT_DELIVERED"
  | "MAIL_NOT_READY"
  | "MAIL_NOT_SENT"
  | "MAIL_NOT_USED"
  | "MAIL_NO_BODY"
  | "MAIL_NO_CONNECTION"
  | "MAIL_NO_NODEMAILER"
  | "MAIL_NO_OUTBOX"
  | "MAIL_NO_RECIPIENT"
  | "MAIL_NO_SENDER"
  | "MAIL_NO_TEMPLATE"
  | "MAIL_RESERVED_HEADER"
  | "MAIL_UNENCRYPTED"
  | "MAIL_UNKNOWN_MAILER";

export const mailErrors: Readonly<Record<MailCode, ErrorRow>> = defineErrorTable({
  MAIL_AUTH_FAILED: {
    when: "The mail server refuses the user name or password of its URL.",
    cure: "Correct MAIL_URL; characters such as @ and : in a password are written percent-encoded.",
  },
  MAIL_BAD_ADDRESS: {
    when: "A sender or recipient is not a mail address.",
    cure: "Validate addresses where people type them; write ada@example.org or Ada <ada@example.org>.",
  },
  MAIL_BAD_ATTACHMENT: {
    when: "An attachment has no usable name, type or content.",
    cure: 'Give { name: "report.pdf", content: bytes }, or { path: "reports/1.pdf" }.',
  },
  MAIL_BAD_URL: {
    when: "A mail URL has a scheme or an option that is not known.",
    cure: "Write smtp://user:password@host:587, smtps://user:password@host, console:, file:folder, memory: or none:.",
  },
  MAIL_HEADER_INJECTION: {
    when: "A subject, name, address or header has a line break or another control character, which would begin a header of its own.",
    cure: "Refuse such text where it comes in, or replace its line breaks.",
  },
  MAIL_MISSING_IMAGE: {
    when: "The HTML shows an inline image that no attachment has the cid of.",
    cure: 'Attach it: { path: "logo.png", cid: "logo" }, and show it with <img src="cid:logo">.',
  },
  MAIL_NOT_DELIVERED: {
    when: "The check before deployment finds that mail goes nowhere: to the console, a file or the memory.",
    cure: "Set MAIL_URL to your mail server.",
  },
  MAIL_NOT_READY: {
    when: "Mail is sent outside of a request before the app is ready.",
    cure: "Await app.ready() first.",
  },
  MAIL_NOT_SENT: {
    when: "The mail server refused a message, or all of its recipients.",
    cure: "Read the server's answer in the error's text.",
  },
  MAIL_NOT_USED: {
    when: "An app's mailer is asked for, and the app does not use the battery.",
    cure: "Write app.use(mail()).",
  },
  MAIL_NO_BODY: {
    when: "A message has neither text nor HTML.",
    cure: "Give text, html or a template.",
  },
  MAIL_NO_CONNECTION: {
    when: "The mail server cannot be reached, does not answer in time, or does not speak TLS where it must.",
    cure: "Check host and port of MAIL_URL, and whether this machine may reach them.",
  },
  MAIL_NO_NODEMAILER: {
    when: "Mail goes to a server, and the package that speaks SMTP is not installed.",
    cure: "Run npm install nodemailer.",
  },
  MAIL_NO_OUTBOX: {
    when: "The outbox is asked for, and mail is not kept in memory.",
    cure: "Use it in tests, or set MAIL_URL=memory:.",
  },
  MAIL_NO_RECIPIENT: {
    when: "A message has no recipient, or administrators are written to and none are named.",
    cure: "Give to, cc or bcc; name administrators in MAIL_ADMINS.",
  },
  MAIL_NO_SENDER: {
    when: "A message has no sender, and there is no default one.",
    cure: "Set MAIL_FROM, or give the message a from.",
  },
  MAIL_NO_TEMPLATE: {
    when: "A message names a template of which there is neither a .txt nor a .html file, or is sent by a mailer that cannot render.",
    cure: "Write templates/<name>.txt or templates/<name>.html.",
  },
  MAIL_RESERVED_HEADER: {
    when: "An extra header has a name that the message writes itself.",
    cure: "Use the option of the message instead, such as replyTo.",
  },
  MAIL_UNENCRYPTED: {
    when: "The check before deployment finds a mail server that is given a password without TLS.",
    cure: "Write smtps://, or smtp:// without tls=none or tls=optional.",
  },
  MAIL_UNKNOWN_MAILER: {
    when: "A mailer is asked for by a name that no setting has.",
    cure: 'Declare it: mail({ mailers: { news: "smtp://…" } }).',
  },
});
