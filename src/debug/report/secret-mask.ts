// Masks secrets in what a report shows: values under names that sound secret, and those same values wherever else they stand.
import type { Request } from "#http";

const mask = "***";

const secretWords: ReadonlySet<string> = new Set([
  "auth",
  "authorization",
  "authentication",
  "bearer",
  "cookie",
  "cookies",
  "credential",
  "credentials",
  "csrf",
  "cvc",
  "cvv",
  "dsn",
  "iban",
  "jwt",
  "key",
  "keys",
  "nonce",
  "otp",
  "pass",
  "passphrase",
  "passwd",
  "pin",
  "private",
  "pwd",
  "session",
  "sessionid",
  "sid",
  "sig",
  "signature",
  "ssn",
  "totp",
  "xsrf",
]);
const secretParts = /password|passwd|secret|token|api_?-?key|session_?-?id|csrf|xsrf|credential|authorization/i;
// The shell's working folders, whose names only look like passwords; sessions of the desktop.
const plainVariables: ReadonlySet<string> = new Set([
  "PWD",
  "OLDPWD",
  "DESKTOP_SESSION",
  "XDG_SESSION_DESKTOP",
  "XDG_SESSION_CLASS",
  "XDG_SESSION_TYPE",
]);
// Shorter ones would mask words that merely look like them.
const shortest = 8;
const mostSecrets = 200;

/** True for names such as `Authorization`, `apiKey`, `csrf_token` and `DATABASE_PASSWORD`. */
export function isSecretName(name: string): boolean {
  if (secretParts.test(name)) return true;
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").split(/[^A-Za-z0-9]+/);
  return words.some((word) => secretWords.has(word.toLowerCase()));
}

/** Knows the secrets of one request and of the process. */
export class SecretMask {
  readonly #known = new Set<string>();
  #pattern: RegExp | undefined;

  /** Remembers a value that must not show anywhere. */
  add(value: unknown): void {
    if (typeof value !== "string" || value.length < shortest || this.#known.size >= mostSecrets) return;
    this.#known.add(value);
    const encoded = encodeURIComponent(value.toWellFormed());
    if (encoded !== value) this.#known.add(encoded);
    this.#pattern = undefined;
  }

  /** A value by its name: masked when the name sounds secret, else scrubbed. */
  named(name: string, value: string): string {
    return value !== "" && isSecretName(name) ? mask : this.text(value);
  }

  /** Text without known secrets, passwords in addresses, and credentials that stand beside a secret name. */
  text(text: string): string {
    return this.known(text)
      .replace(/([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]{0,200}):[^\s/@]{1,500}@/gi, `$1:${mask}@`)
      .replace(/\b(Bearer|Basic|Digest)\s+[\w.~+/=-]{8,}/gi, `$1 ${mask}`)
      .replace(/((?:^|[\s?&;,"'(])([\w.[\]-]{1,60})=)([^&\s"'<>#;,)]+)/g, (whole, start: string, name: string) =>
        isSecretName(name) ? start + mask : whole,
      );
  }

  /** Text without known secrets, and otherwise as it is: for source lines. */
  known(text: string): string {
    if (this.#known.size === 0) return text;
    this.#pattern ??= new RegExp(
      [...this.#known]
        .sort((a, b) => b.length - a.length)
        .map((value) => RegExp.escape(value))
        .join("|"),
      "g",
    );
    return text.replace(this.#pattern, mask);
  }

  /** What `util.inspect` printed, without the values of keys that sound secret. */
  inspected(text: string): string {
    return this.text(
      text.replace(
        /((['"]?)([\w-]{1,60})\2(?::| =>) )('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|-?\d[\w.]*)/g,
        (whole, start: string, _quote: string, name: string) => (isSecretName(name) ? `${start}${mask}` : whole),
      ),
    );
  }
}

/** Gathers what a report on this request must not show. */
export function secretsOf(request: Request, more: readonly unknown[] = []): SecretMask {
  const secrets = new SecretMask();
  for (const value of more) secrets.add(value);
  for (const [name, value] of Object.entries(process.env)) {
    if (isSecretName(name) && !plainVariables.has(name)) secrets.add(value);
  }
  for (const [name, value] of pairsOf(() => request.headers)) {
    if (!isSecretName(name) || name.toLowerCase() === "cookie") continue;
    secrets.add(value);
    // The credentials alone, without the scheme's name.
    secrets.add(/^\w+\s+(.+)$/.exec(value)?.[1]);
  }
  for (const [name, value] of pairsOf(() => request.cookies)) if (isSecretCookie(name, value)) secrets.add(value);
  for (const [name, value] of pairsOf(() => request.query)) if (isSecretName(name)) secrets.add(value);
  for (const [name, value] of pairsOf(() => Object.entries(request.params))) if (isSecretName(name)) secrets.add(value);
  return secrets;
}

/** True when a cookie's name sounds secret, or its value is as long as a token. */
export function isSecretCookie(name: string, value: string): boolean {
  return isSecretName(name) || (value.length >= 24 && !/\s/.test(value));
}

/** The pairs of what can be malformed: none then. */
export function pairsOf(read: () => Iterable<readonly [string, unknown]>): readonly (readonly [string, string])[] {
  try {
    return [...read()].slice(0, 200).map(([name, value]) => [name, typeof value === "string" ? value : String(value)]);
  } catch {
    return [];
  }
}
