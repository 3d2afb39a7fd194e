// Declares the settings of mail: where it goes, who it comes from, and who looks after the site.
import { defineSettings, type Setting, type SettingProblem, type SettingsSection, setting } from "#kernel";
import { parseAddresses } from "./address/parse-addresses.ts";
import { MailError } from "./mail-error.ts";
import { checkMailUrl } from "./transports/mail-url.ts";

// A type and not an interface: only types pass where a record of settings is asked for.
/** The settings of the section `mail`. */
export type MailSettingsShape = {
  readonly url: Setting<string | undefined, string>;
  readonly mailers: Setting<Readonly<Record<string, string>>, Readonly<Record<string, string>>>;
  readonly from: Setting<string | undefined, string>;
  readonly serverFrom: Setting<string | undefined, string>;
  readonly admins: Setting<readonly string[], readonly string[]>;
  readonly managers: Setting<readonly string[], readonly string[]>;
  readonly subjectPrefix: Setting<string, string>;
};

const urlCure =
  "Write smtp://user:password@host:587, smtps://user:password@host, console:, file:folder, memory: or none:.";

function checkUrl(url: string): SettingProblem | undefined {
  const problem = checkMailUrl(url);
  return problem === undefined ? undefined : { problem: `cannot be used. ${problem}`, cure: urlCure };
}

function checkAddresses(texts: readonly string[]): SettingProblem | undefined {
  try {
    parseAddresses(texts);
    return undefined;
  } catch (error) {
    if (error instanceof MailError)
      return { problem: "is not a mail address.", cure: "Write ada@example.org or Ada <ada@example.org>." };
    throw error;
  }
}

/** The section `mail`, read from `MAIL_…` too. */
export const mailSettings: SettingsSection<MailSettingsShape> = defineSettings("mail", {
  url: setting.string({
    env: "MAIL_URL",
    required: "production",
    cure: urlCure,
    check: checkUrl,
    help: "Where mail goes: smtp://user:password@host, console:, file:folder, memory: or none:. Development prints it, tests keep it.",
  }),
  mailers: setting.record(setting.string({ check: checkUrl }), {
    env: "MAIL_MAILERS",
    default: {},
    help: "Further ways for mail, by name, such as one for mass mailings.",
  }),
  from: setting.string({
    env: "MAIL_FROM",
    required: "production",
    cure: "Set MAIL_FROM to an address of your domain, such as Shop <shop@example.org>.",
    check: (text) => checkAddresses([text]),
    help: "The sender of messages that name none; noreply@localhost outside of production.",
  }),
  serverFrom: setting.string({
    env: "MAIL_SERVER_FROM",
    check: (text) => checkAddresses([text]),
    help: "The sender of messages to administrators; from if not given.",
  }),
  admins: setting.list(setting.string(), {
    env: "MAIL_ADMINS",
    default: [],
    check: checkAddresses,
    help: "Who is told of faults.",
  }),
  managers: setting.list(setting.string(), {
    env: "MAIL_MANAGERS",
    default: [],
    check: checkAddresses,
    help: "Who is told of what visitors do, such as comments to approve.",
  }),
  subjectPrefix: setting.string({
    env: "MAIL_SUBJECT_PREFIX",
    default: "[Demijohn] ",
    help: "Stands before the subjects of messages to administrators and managers.",
  }),
});
