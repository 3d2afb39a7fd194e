// Makes small sites with accounts for the tests: SQLite in memory unless told, cheap hashes, a clock that stands.
import assert from "node:assert/strict";
import { App } from "demijohn";
import { Account, type AuthOptions, argon2Hasher, auth, authModels, createUser, pbkdf2Hasher } from "demijohn/auth";
import { mailerOf } from "demijohn/mail";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import { sessions } from "demijohn/sessions";
import { TestClient } from "demijohn/testing";

export class User extends Model(
  "people.User",
  () => User,
  { nickname: f.char({ maxLength: 50, blank: true, default: "" }) },
  { mixins: [Account] },
) {}

/** A hasher that takes next to no time. */
export const cheap = argon2Hasher({ memory: 64 });

export const password = "violet-harbour-93";

/** A clock that moves when told. */
export class Clock {
  time: number = Date.UTC(2026, 4, 1, 12);
  readonly now = (): number => this.time;
  forward(seconds: number): void {
    this.time += seconds * 1000;
  }
}

export interface Site {
  readonly app: App;
  readonly clock: Clock;
  client(origin?: string): TestClient;
  /** Waits for what goes on in the background, and returns the mails. */
  mails(): Promise<readonly { readonly to: string; readonly subject: string; readonly text: string }[]>;
  /** The link of the last mail, as a path. */
  lastLink(): Promise<string>;
}

/** Makes empty tables in the database of the test. */
export async function freshTables(url = "sqlite::memory:"): Promise<void> {
  defineDatabases({ default: url });
  const models = authModels(User) as never[];
  await createTables(models);
}

/** Makes a site whose routes a test adds. */
export function makeSite(
  options: AuthOptions = {},
  build: (app: App) => void = () => {},
  appOptions: object = {},
): Site {
  const clock = new Clock();
  const errors: string[] = [];
  const app = new App({
    mode: "test",
    name: "jars",
    secretKey: "the key of the test site, of some length",
    logger: { debug() {}, info() {}, warn() {}, error: (text: string) => void errors.push(text) },
    ...appOptions,
  });
  app.use(sessions());
  app.use(auth({ user: User, hashers: [cheap, pbkdf2Hasher({ iterations: 1000 })], now: clock.now, ...options }));
  app.get("/", async (request) => {
    const user = await request.user;
    return user.isAuthenticated ? `Hello, ${user.displayName}` : "Hello, stranger";
  });
  build(app);
  const pending: Promise<unknown>[] = [];
  const background = app.background.bind(app);
  app.background = (task) => {
    const work = typeof task === "function" ? Promise.resolve().then(task) : task;
    pending.push(work);
    background(work);
  };
  const mails = async () => {
    while (pending.length > 0) await pending.shift();
    assert.deepEqual(errors, []);
    return mailerOf(app).outbox.map(({ to, subject, text }) => ({
      to: String(to[0]?.address ?? to[0]),
      subject,
      text: text ?? "",
    }));
  };
  return {
    app,
    clock,
    client: (origin = "http://localhost") => new TestClient(app, { origin }),
    mails,
    lastLink: async () => {
      const all = await mails();
      const link = /https?:\/\/\S+/.exec(all.at(-1)?.text ?? "")?.[0];
      assert.ok(link, "no mail has a link");
      const { pathname, search } = new URL(link);
      return pathname + search;
    },
  };
}

let count = 0;

/** Makes a user with the usual password. */
export function makeUser(values: Readonly<Record<string, unknown>> = {}): Promise<User> {
  return createUser(User, { email: `user${++count}@example.org`, password, ...values }) as Promise<User>;
}

/** Logs in by the page. */
export async function enter(
  client: TestClient,
  user: { readonly email: string },
  fields: Readonly<Record<string, string>> = {},
) {
  return client.post("/accounts/login", { form: { login: user.email, password, ...fields } });
}
