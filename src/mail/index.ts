// The mail room's door: the battery, messages, mailers, addresses and the ways that mail can go.
export type { Address } from "./address/address.ts";
export { type AddressInput, parseAddresses } from "./address/parse-addresses.ts";
export type { Attachment, AttachmentInput } from "./attachment.ts";
export { type MailOptions, mail, mailerOf } from "./mail.ts";
export { MailError } from "./mail-error.ts";
export { type MailSettingsShape, mailSettings } from "./mail-settings.ts";
export {
  Mailer,
  type MailerOptions,
  type MailInput,
  type MailingReport,
  type MailRenderer,
  type MailTrace,
} from "./mailer.ts";
export { Message, type MessageOptions } from "./message.ts";
export { formatAddress } from "./mime/compose-mime.ts";
export { ConsoleTransport } from "./transports/console-transport.ts";
export { FileTransport } from "./transports/file-transport.ts";
export { transportOfUrl } from "./transports/mail-url.ts";
export { MemoryTransport } from "./transports/memory-transport.ts";
export { NoneTransport } from "./transports/none-transport.ts";
export { type SmtpOptions, SmtpTransport } from "./transports/smtp-transport.ts";
export type { Delivery, MailConnection, MailTransport } from "./transports/transport.ts";
