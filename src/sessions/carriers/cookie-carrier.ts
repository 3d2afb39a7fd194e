// Carries sessions in the cookie itself, signed or encrypted: nothing is kept on the server.
import { BadSignature, Encryptor, type SecretKey, type SigningScheme, TimedSerializer } from "#kernel";
import { inspectSession, type LoadedSession, type Session } from "../session.ts";
import { SessionError } from "../session-error.ts";
import { stringifySession, stringifyValue } from "../session-json.ts";
import { RecentCookies } from "./recent-cookies.ts";
import type { SessionCarrier } from "./session-carrier.ts";

export interface CookieCarrierOptions {
  readonly keys: readonly SecretKey[];
  readonly cookieName: string;
  /** Seconds. */
  readonly lifetime: number;
  readonly encrypt: boolean;
  /** How cookies are signed, and which other schemes are accepted. */
  readonly signing?: (SigningScheme & { readonly fallbacks?: readonly SigningScheme[] | undefined }) | undefined;
  readonly now: () => number;
}

// The purpose is Flask's, so that its cookies can be read. Name, value and attributes together may have 4096 bytes
// (RFC 6265bis section 5.6); browsers drop a larger cookie without a word.
const purpose = "cookie-session";
const maxCookieBytes = 4096;
const roomForAttributes = 160;

// The session's text is JSON already: it is signed and encrypted as it is.
const asText = { stringify: (value: unknown) => value as string, parse: (text: string) => text };

/** Carries sessions in their cookies. */
export class CookieCarrier implements SessionCarrier {
  readonly isSync = true;
  readonly #options: CookieCarrierOptions;
  readonly #serializer: TimedSerializer<string>;
  readonly #encryptor: Encryptor<string>;
  readonly #recent: RecentCookies<LoadedSession>;

  constructor(options: CookieCarrierOptions) {
    const { keys, signing = {}, lifetime, now } = options;
    this.#options = options;
    this.#serializer = new TimedSerializer(keys, { ...signing, purpose, now, json: asText });
    this.#encryptor = new Encryptor(keys, { purpose, now, json: asText });
    this.#recent = new RecentCookies(lifetime, now);
  }

  // Both forms are read whichever is written, so that encryption can be turned on and off under running sessions.
  load(cookie: string): LoadedSession | undefined {
    return this.#recent.find(cookie) ?? this.#verify(cookie);
  }

  #verify(cookie: string): LoadedSession | undefined {
    const limits = { maxAge: this.#options.lifetime };
    try {
      const { value, signedAt } = cookie.startsWith("1.")
        ? this.#encryptor.decryptWithDate(cookie, limits)
        : this.#serializer.unsignWithDate(cookie, limits);
      return this.#recent.keep(cookie, { text: value, writtenAt: signedAt });
    } catch (error) {
      if (error instanceof BadSignature) return undefined;
      throw error;
    }
  }

  save(session: Session): string {
    const text = stringifySession(inspectSession(session).values);
    const cookie = this.#options.encrypt ? this.#encryptor.encrypt(text) : this.#serializer.sign(text);
    if (this.#options.cookieName.length + cookie.length + roomForAttributes > maxCookieBytes) {
      throw this.#tooLarge(session, cookie.length);
    }
    return cookie;
  }

  refresh(session: Session): string {
    return this.save(session);
  }

  remove(): void {}

  #tooLarge(session: Session, bytes: number): SessionError {
    const sizes = [...inspectSession(session).values]
      .map(([key, value]) => ({ key, bytes: Buffer.byteLength(stringifyValue(key, value)) }))
      .sort((a, b) => b.bytes - a.bytes);
    return new SessionError(
      "SESSIONS_TOO_LARGE",
      `The session makes a cookie of ${bytes} bytes, and browsers drop cookies beyond ${maxCookieBytes}, attributes included.`,
      {
        facts: [
          `Largest values: ${sizes
            .slice(0, 3)
            .map(({ key, bytes }) => `${key} ${bytes} bytes`)
            .join(", ")}.`,
        ],
        cure: "Keep ids in the session, not what they stand for; or keep sessions on the server: sessions({ store: … }).",
      },
    );
  }
}
