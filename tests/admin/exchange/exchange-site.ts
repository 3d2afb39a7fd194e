// Makes a site with an admin over wines and cellars, whose rows, fields and actions have rules, for tests of exports, imports and jobs.
import assert from "node:assert/strict";
import { App } from "demijohn";
import { admin, adminModels, formAction, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser, currentUser, grantPermissions, syncPermissions } from "demijohn/auth";
import { Form, field } from "demijohn/forms";
import { atomicRequests, f, Model } from "demijohn/orm";
import { TestClient } from "demijohn/testing";

export class Cellar extends Model(
  "store.Cellar",
  () => Cellar,
  { name: f.char({ maxLength: 50, unique: true }), code: f.char({ maxLength: 5 }), rent: f.integer({ default: 0 }) },
  { ordering: ["name"] },
) {
  override toString(): string {
    return this.name;
  }
}
export class Grape extends Model("store.Grape", () => Grape, { name: f.char({ maxLength: 50, unique: true }) }) {
  override toString(): string {
    return this.name;
  }
}
export class Wine extends Model("store.Wine", () => Wine, {
  name: f.char({ maxLength: 50, unique: true }),
  year: f.integer({ null: true, blank: true, verboseName: "vintage" }),
  kind: f.char({ maxLength: 5, choices: { red: "Red", white: "White" }, default: "red" }),
  ready: f.boolean({ default: false }),
  price: f.decimal({ maxDigits: 8, decimalPlaces: 2, null: true, blank: true }),
  bottledAt: f.dateTime({ null: true, blank: true }),
  openedOn: f.date({ null: true, blank: true }),
  margin: f.integer({ default: 0 }),
  cellar: f.foreignKey(() => Cellar, { onDelete: "protect", null: true, blank: true }),
  grapes: f.manyToMany(() => Grape, { blank: true }),
}) {
  override toString(): string {
    return this.name;
  }
}
export class Shelf extends Model(
  "store.Shelf",
  () => Shelf,
  { row: f.integer(), place: f.char({ maxLength: 5 }), note: f.char({ maxLength: 20, blank: true, default: "" }) },
  { primaryKey: ["row", "place"] },
) {
  override toString(): string {
    return `${this.row}${this.place}`;
  }
}
class PriceForm extends Form({ price: field.decimal({ minValue: 1, maxDigits: 8, decimalPlaces: 2 }) }) {}
export class Person extends Model("store.Person", () => Person, {}, { mixins: [Account] }) {}

/** The models of the site, in the order in which their tables are made. */
export const siteModels = [...authModels(Person as never), Cellar, Grape, Wine, Shelf, ...adminModels()] as const;

const emailOf = async (request: Parameters<typeof currentUser>[0]): Promise<string> =>
  String((await currentUser(request)) ?? "");
const isBoss = async (request: Parameters<typeof currentUser>[0]): Promise<boolean> =>
  (await emailOf(request)).startsWith("boss");

// Nobody but who is known by a cookie sees wines whose names begin with "Secret".
const hidesSecrets = (request: { readonly cookies: { get(name: string): string | undefined } }): boolean =>
  request.cookies.get("secrets") !== "shown";

export const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** What the tests may switch while the site is running. */
export const switches: { perBatch: (() => Promise<void>) | undefined; batches: number[] } = {
  perBatch: undefined,
  batches: [],
};

/** The app; with `atomic`, each request is answered in a transaction. */
export function makeApp({ atomic = false }: { readonly atomic?: boolean } = {}): App {
  const app = new App({
    mode: "development",
    secretKey: "a key that only this test knows, of 50 characters.",
    logger: silent,
  });
  if (atomic) app.use(atomicRequests());
  app.use(auth({ user: Person as never }));
  app.use(
    admin({
      title: "Wine store",
      models: [
        modelAdmin(Wine, {
          listDisplay: ["name", "year", "margin", "cellar", "cellar__rent"],
          listFilter: ["kind", "ready", "margin"],
          searchFields: ["name", "cellar__name"],
          ordering: ["name"],
          fieldPermissions: { margin: { view: isBoss, change: isBoss }, year: { change: isBoss } },
          getQueryset: (request) =>
            hidesSecrets(request) ? Wine.objects.exclude({ name__startswith: "Secret" }) : Wine.objects.all(),
          actions: [
            {
              name: "open",
              label: "Mark as ready",
              batch: 100,
              run: async (rows) => {
                switches.batches.push(await rows.count());
                await rows.update({ ready: true });
                await switches.perBatch?.();
                return "";
              },
            },
            formAction(PriceForm, {
              name: "price",
              label: "Set the price",
              batch: 100,
              run: async (rows, _request, { price }) => {
                await switches.perBatch?.();
                return `${await rows.update({ price })} cost ${price}.`;
              },
            }),
            {
              name: "close",
              label: "Mark as not ready",
              run: async (rows) => `${await rows.update({ ready: false })} are closed.`,
            },
          ],
        }),
        modelAdmin(Cellar, {
          fieldPermissions: { rent: { view: isBoss } },
          hasChangePermission: async (request, cellar) => (await isBoss(request)) && cellar?.code !== "LOCK",
          actions: [
            { name: "free", label: "Free", run: async (rows) => `${await rows.update({ rent: 0 })} are free.` },
          ],
        }),
        Grape,
        Shelf,
      ],
    }),
    { prefix: "/admin" },
  );
  return app;
}

const password = "poured by the river";

/** Makes the users: a boss, a reader, a writer who may change wines and see cellars, and one who may add and change wines. */
export async function makeUsers(): Promise<void> {
  await syncPermissions();
  const account = (name: string, values: object) =>
    createUser(Person, { email: `${name}@example.org`, password, isStaff: true, ...values } as never);
  await account("boss", { isSuperuser: true });
  const permissions: Readonly<Record<string, readonly string[]>> = {
    reader: ["store.view_wine", "store.view_cellar"],
    writer: ["store.change_wine", "store.view_cellar"],
    clerk: ["store.change_wine", "store.add_wine"],
  };
  for (const [name, codes] of Object.entries(permissions))
    await grantPermissions((await account(name, {})) as never, ...codes);
}

type Answer = Awaited<ReturnType<TestClient["get"]>>;

/** A visitor who is logged in. */
export class Visitor {
  readonly client: TestClient;
  constructor(app: App) {
    this.client = new TestClient(app);
  }

  static async login(app: App, name: string): Promise<Visitor> {
    const visitor = new Visitor(app);
    const answer = await visitor.post("/accounts/login", { login: `${name}@example.org`, password });
    assert.equal(answer.status, 303, name);
    return visitor;
  }

  get(path: string): Promise<Answer> {
    return this.client.get(path);
  }

  /** The text of a page that is there. */
  async page(path: string): Promise<string> {
    const answer = await this.get(path);
    const text = await answer.text();
    assert.equal(answer.status, 200, `${path}: ${text.slice(0, 2000)}`);
    return text;
  }

  post(path: string, form: Record<string, string | string[]> = {}): Promise<Answer> {
    return this.client.post(path, { form, headers: { "Sec-Fetch-Site": "same-origin" } });
  }

  /** Sends a file, and returns where that leads. */
  async upload(path: string, name: string, content: string | Uint8Array): Promise<Answer> {
    const form = new FormData();
    form.set("file", new File([content as never], name));
    return this.client.post(path, { body: form as never, headers: { "Sec-Fetch-Site": "same-origin" } });
  }

  /** Loads a page until what it says fits, and returns its main part. */
  async until(path: string, test: RegExp): Promise<string> {
    const end = Date.now() + 180_000;
    for (;;) {
      const text = await this.page(path);
      const main = /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? "";
      if (test.test(main)) return main;
      assert.ok(Date.now() < end, `${path} never said ${test}: ${main}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
