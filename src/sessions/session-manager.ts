// Loads the session of a request from its cookie, and puts what became of it into the response.
import { parseCookies, type Request, type Response } from "#http";
import { notePersonal, RequestSlot } from "#http/internals";
import type { SessionCarrier } from "./carriers/session-carrier.ts";
import { closeSession, inspectSession, type LoadedSession, ownLifetimeOf, Session } from "./session.ts";
import { SessionError } from "./session-error.ts";
import { cookieNameOf, type SessionSettings } from "./session-settings.ts";

// A visitor's browser may send several cookies of one name, set by a parent domain or another path; this many are tried.
const maxCandidates = 8;

// `finished` where the response was made before a session was opened, which can be read only then.
const opened = new RequestSlot<Session | "finished">();

/** Loads and saves the sessions of one app. */
export class SessionManager {
  readonly cookieName: string;
  readonly #carrier: SessionCarrier;
  readonly #settings: SessionSettings;
  readonly #now: () => number;

  constructor(carrier: SessionCarrier, settings: SessionSettings, now: () => number) {
    this.#carrier = carrier;
    this.#settings = settings;
    this.#now = now;
    this.cookieName = cookieNameOf(settings);
  }

  /** Returns the session of a request. @throws SessionError `SESSIONS_NOT_LOADED` before {@link prepare} has loaded it */
  open(request: Request): Session {
    notePersonal(request);
    const known = opened.find(request);
    if (known !== undefined && known !== "finished") return known;
    const session = this.#openNow(request);
    if (known === "finished") closeSession(session);
    opened.keep(request, session);
    return session;
  }

  #openNow(request: Request): Session {
    if (!this.#hasCookie(request)) return new Session();
    if (this.#carrier.isSync) return this.loadCookies(request.cookies.getAll(this.cookieName)) as Session;
    throw new SessionError("SESSIONS_NOT_LOADED", "The session was asked for before it was loaded from its store.", {
      where: `${request.method} ${request.path}`,
      cure: "Write app.use(sessions(…)) before the middleware that asks for the session.",
    });
  }

  /** Loads the session before the handler runs, where that takes a promise or is wanted on each request. */
  prepare(request: Request): void | Promise<void> {
    if (this.#carrier.isSync) {
      if (this.#settings.refresh === "each-request" && this.#hasCookie(request)) this.open(request);
      return undefined;
    }
    if (!this.#hasCookie(request)) return undefined;
    // Not by request.cookies, which says that the answer depends on them: nobody has looked at the session yet.
    const loading = this.loadCookies(parseCookies(request.header("cookie")).getAll(this.cookieName));
    if (loading instanceof Promise) return loading.then((session) => void opened.keep(request, session));
    opened.keep(request, loading);
    return undefined;
  }

  // Saves the parsing of cookies on requests that cannot have one of ours.
  #hasCookie(request: Request): boolean {
    return request.header("cookie")?.includes(this.cookieName) === true;
  }

  /** Returns the session of the first cookie value that is genuine and young enough, else an empty one. */
  loadCookies(cookies: readonly string[]): Session | Promise<Session> {
    return this.#loadFrom(cookies, 0);
  }

  // A promise only where the carrier gives one.
  #loadFrom(cookies: readonly string[], first: number): Session | Promise<Session> {
    const count = Math.min(cookies.length, maxCandidates);
    for (let i = first; i < count; i++) {
      const loading = this.#carrier.load(cookies[i]!);
      if (loading instanceof Promise)
        return loading.then((loaded) => this.#makeSession(loaded) ?? this.#loadFrom(cookies, i + 1));
      const session = this.#makeSession(loading);
      if (session !== undefined) return session;
    }
    return new Session();
  }

  // The carrier knows the lifetime of the settings; one of the session's own is known when it is open.
  #makeSession(loaded: LoadedSession | undefined): Session | undefined {
    const session = makeSession(loaded);
    if (session === undefined) return undefined;
    const lifetime = ownLifetimeOf(session);
    if (lifetime === undefined) return session;
    return this.#now() - loaded!.writtenAt.getTime() <= lifetime * 1000 ? session : undefined;
  }

  /** Finishes a response: saves, refreshes or removes the request's session, if it was opened. */
  finish(request: Request, response: Response): Response | Promise<Response> {
    const session = opened.find(request);
    if (session === undefined) opened.keep(request, "finished");
    if (session === undefined || session === "finished") return response;
    const saving = this.save(session, response);
    return saving === undefined ? response : saving.then(() => response);
  }

  /**
   * Saves a session into a response, and closes it.
   *
   * A response of 500 and above saves nothing: what a failing handler half did stays undone.
   *
   * @throws SessionError `SESSIONS_TOO_LARGE`, `SESSIONS_BAD_VALUE`
   */
  save(session: Session, response: Response): void | Promise<void> {
    const { loaded, values, isPermanent } = inspectSession(session);
    if (session.accessed) response.vary("Cookie");
    const isSaved = response.status < 500 && session.modified;
    const mustRefresh = !isSaved && isPermanent && loaded !== undefined && this.#mustRefresh(session, loaded);
    closeSession(session);
    if (isSaved && values.size === 0) {
      if (loaded !== undefined) this.#deleteCookie(response);
      return this.#carrier.remove(session);
    }
    if (!isSaved && !mustRefresh) return undefined;
    const maxAge = isPermanent ? this.#lifetimeOf(session) : undefined;
    const cookie = isSaved ? this.#carrier.save(session) : this.#carrier.refresh(session);
    if (typeof cookie === "string") return this.#setCookie(response, cookie, maxAge);
    return cookie?.then((value) => {
      if (value !== undefined) this.#setCookie(response, value, maxAge);
    });
  }

  #lifetimeOf(session: Session): number {
    return Math.min(ownLifetimeOf(session) ?? Infinity, this.#settings.lifetime);
  }

  #mustRefresh(session: Session, { writtenAt }: LoadedSession): boolean {
    const { refresh } = this.#settings;
    if (refresh === "each-request") return true;
    return (
      refresh === "accessed" && session.accessed && this.#now() - writtenAt.getTime() >= this.#lifetimeOf(session) * 100
    );
  }

  #setCookie(response: Response, value: string, maxAge: number | undefined): void {
    keepPrivate(response);
    // The size was checked by the carrier, with a text that names the cause.
    response.setCookie(this.cookieName, value, {
      ...this.#attributes(),
      ...(maxAge === undefined ? {} : { maxAge }),
      maxSize: 0,
    });
  }

  #deleteCookie(response: Response): void {
    keepPrivate(response);
    response.deleteCookie(this.cookieName, this.#attributes());
  }

  #attributes() {
    const { domain, path, httpOnly, secure, sameSite, partitioned } = this.#settings;
    return { domain, path, httpOnly, secure, sameSite, partitioned };
  }
}

// A text that is genuine and yet no session's was signed by something else with the same key and purpose.
function makeSession(loaded: LoadedSession | undefined): Session | undefined {
  if (loaded === undefined) return undefined;
  try {
    return new Session(loaded);
  } catch {
    return undefined;
  }
}

// A shared cache that keeps a response by its age alone would hand one visitor's cookie to another.
function keepPrivate(response: Response): void {
  response.vary("Cookie");
  if (!response.headers.has("cache-control")) response.headers.set("Cache-Control", "private");
}
