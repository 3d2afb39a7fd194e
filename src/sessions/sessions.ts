// Makes the battery that gives requests a session: `app.use(sessions())`.

import type { App, Battery, Middleware } from "#app";
import type { Request } from "#http";
import {
  type Command,
  defineCommand,
  type SecretKey,
  type SettingsInput,
  SetupError,
  type SigningScheme,
  secretKeys,
  secretSettings,
  withValues,
} from "#kernel";
import { CookieCarrier } from "./carriers/cookie-carrier.ts";
import { StoreCarrier } from "./carriers/store-carrier.ts";
import { flash } from "./flash.ts";
import type { Session } from "./session.ts";
import { sessionCookieCheck } from "./session-checks.ts";
import { SessionManager } from "./session-manager.ts";
import { checkCookieSettings, cookieNameOf, type SessionSettingsShape, sessionSettings } from "./session-settings.ts";
import type { SessionStore } from "./session-store.ts";
import { templateContext } from "./template-context.ts";

declare global {
  namespace Demijohn {
    interface RequestExtensions {
      /** What the visitor's session remembers; loaded when it is first asked for. */
      readonly session: Session;
      /** Keeps a message for the next page that shows messages. */
      readonly flash: (message: Parameters<typeof flash>[1], category?: string) => void;
    }
  }
}

/** Options of {@link sessions}. They are the settings of the section `sessions`, and what only code can give. */
export interface SessionsOptions extends SettingsInput<SessionSettingsShape> {
  /** Where sessions are kept; in their cookies if not given. */
  readonly store?: SessionStore | undefined;
  /** Keys of their own, newest first; the app's secret keys if not given. */
  readonly secretKeys?: readonly SecretKey[] | undefined;
  /**
   * How cookies are signed. `{ fallbacks: [flaskSessionScheme] }` reads the cookies of a Flask app with the same secret
   * key; `flaskSessionScheme` itself shares them with it.
   */
  readonly signing?: (SigningScheme & { readonly fallbacks?: readonly SigningScheme[] | undefined }) | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/**
 * Gives every request a session: `request.session`, and flashed messages.
 *
 * @throws SettingsError `KERNEL_BAD_SETTINGS` when the app gets ready, in production without a secret key.
 * @throws SetupError `SESSIONS_BAD_COOKIE` when the app gets ready, for attributes that browsers refuse together.
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { sessions } from "demijohn/sessions";
 * const app = new App({ secretKey: "a long random key" });
 * app.use(sessions({ lifetime: "14 days" }));
 * app.get("/", ({ session }) => ({ user: session.get("user") ?? "nobody" }));
 * console.log(await (await app.request("/")).text()); // {"user":"nobody"}
 * ```
 */
export function sessions(options: SessionsOptions = {}): Battery {
  return new SessionsBattery(options);
}

/** The battery with its manager, for the testing room and others that open sessions by themselves. */
export class SessionsBattery implements Battery {
  readonly name = "sessions";
  readonly #options: SessionsOptions;
  #manager: SessionManager | undefined;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** What loads and saves; there once the app is ready. @throws SetupError `SESSIONS_NOT_READY` */
  get manager(): SessionManager {
    if (this.#manager !== undefined) return this.#manager;
    throw new SetupError("SESSIONS_NOT_READY", "Sessions cannot be used before the app is ready.", {
      cure: "Write await app.ready() first.",
    });
  }

  install(app: App): void {
    const { store: _store, secretKeys: ownKeys, signing: _signing, now: _now, ...values } = this.#options;
    app.declareSettings(withValues(sessionSettings, values as SettingsInput<SessionSettingsShape>));
    if (ownKeys === undefined) app.declareSettings(secretSettings);
    app.onReady(() => {
      this.#manager = this.#makeManager(app);
    });
    app.extendRequest("session", (request) => this.manager.open(request));
    app.extendRequest("flash", (request) => (message, category) => flash(request, message, category));
    app.check(sessionCookieCheck);
    const { store } = this.#options;
    if (store?.clean !== undefined) app.command(cleanCommand(store));
    app.contextProcessor((request) => templateContext(request as Request));
    app.use(this.#middleware());
  }

  #makeManager(app: App): SessionManager {
    const settings = app.settings.get(sessionSettings);
    checkCookieSettings(settings);
    const { lifetime, encrypt } = settings;
    const { store, signing, now = Date.now } = this.#options;
    const keys = this.#options.secretKeys ?? secretKeys(app.settings);
    const cookieName = cookieNameOf(settings);
    const carrier =
      store === undefined
        ? new CookieCarrier({ keys, cookieName, lifetime, encrypt, signing, now })
        : new StoreCarrier({ keys, store, lifetime, now });
    return new SessionManager(carrier, settings, now);
  }

  #middleware(): Middleware {
    return (request, next) => {
      const { manager } = this;
      const preparing = manager.prepare(request);
      if (preparing !== undefined) return preparing.then(next).then((response) => manager.finish(request, response));
      const response = next();
      return response instanceof Promise
        ? response.then((value) => manager.finish(request, value))
        : manager.finish(request, response);
    };
  }
}

function cleanCommand(store: SessionStore): Command {
  return defineCommand({
    name: "sessions clean",
    summary: "Deletes sessions whose time is over.",
    run: async ({ print }) => {
      const deleted = (await store.clean?.()) ?? 0;
      print(`Deleted ${deleted} ${deleted === 1 ? "session" : "sessions"}.`);
    },
  });
}
