// Makes a site whose admin hides rows, fields and models, each of them marked, for the matrix of permissions.
import { App } from "demijohn";
import {
  AdminJob,
  admin,
  adminModels,
  adminUser,
  ImportRow,
  inline,
  LogEntry,
  modelAdmin,
  SavedView,
} from "demijohn/admin";
import { Account, auth, authModels, type Backend, createUser, modelBackend } from "demijohn/auth";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";

/** Stands in whatever a clerk may not see. */
export const mark = "SECRET";
/** What hidden numbers begin with. */
export const markNumber = 9_876_500;
/** The year of hidden dates. */
export const markYear = "1987";
/** Stands in the field of a keeper that is shown over a relation: for those who may view keepers. */
export const rankMark = "COMMODORE";

const text = (length = 50) => f.char({ maxLength: length, blank: true, default: "" });

export class Keeper extends Model(
  "vault.Keeper",
  () => Keeper,
  { name: text(), pin: text(), rank: text() },
  { ordering: ["name"] },
) {
  override toString(): string {
    return this.name;
  }
}
export class Tag extends Model("vault.Tag", () => Tag, { name: text() }, { ordering: ["name"] }) {
  override toString(): string {
    return this.name;
  }
}
export class Chest extends Model("vault.Chest", () => Chest, {
  name: f.char({ maxLength: 50, unique: true }),
  color: text(),
  code: text(),
  worth: f.integer({ default: 0 }),
  openedOn: f.date({ null: true, blank: true }),
  price: f.integer({ default: 1 }),
  sealed: text(),
  locked: f.boolean({ default: false }),
  remark: text(),
  keeper: f.foreignKey(() => Keeper, { null: true, blank: true, onDelete: "protect" }),
  tags: f.manyToMany(() => Tag, { blank: true }),
}) {
  override toString(): string {
    return this.name;
  }
}
export class Coin extends Model("vault.Coin", () => Coin, {
  chest: f.foreignKey(() => Chest, { relatedName: "coins", onDelete: "cascade" }),
  name: text(),
  metal: text(),
  mint: text(),
}) {
  override toString(): string {
    return this.name;
  }
}
export class Scratch extends Model("vault.Scratch", () => Scratch, {
  coin: f.foreignKey(() => Coin, { relatedName: "scratches", onDelete: "cascade" }),
  text: text(),
}) {
  override toString(): string {
    return this.text;
  }
}
/** Nobody but the boss may do anything with it. */
export class Claim extends Model("vault.Claim", () => Claim, {
  chest: f.foreignKey(() => Chest, { relatedName: "claims", onDelete: "cascade" }),
  text: text(),
}) {
  override toString(): string {
    return this.text;
  }
}
/** It is not in the admin. */
export class Ghost extends Model("vault.Ghost", () => Ghost, {
  chest: f.foreignKey(() => Chest, { relatedName: "ghosts", onDelete: "cascade" }),
  text: text(),
}) {
  override toString(): string {
    return this.text;
  }
}
export class Person extends Model("vault.Person", () => Person, {}, { mixins: [Account] }) {}

/** The tables whose rows tell whether something was changed. */
export const watched = [
  Keeper,
  Tag,
  Chest,
  Coin,
  Scratch,
  Claim,
  Ghost,
  Person,
  SavedView,
  AdminJob,
  ImportRow,
] as const;
const tables = [...authModels(Person as never), Keeper, Tag, Chest, Coin, Scratch, Claim, Ghost, ...adminModels()];

// --- permissions --------------------------------------------------------------------------------------------------------------

/** What the clerk may do at the moment. */
export const granted: { codes: readonly string[] } = { codes: [] };
const clerkRights: Backend = {
  name: "clerk",
  permissions: (user) => (user.email.startsWith("clerk") ? granted.codes : []),
};

type Asked = Parameters<typeof adminUser>[0];
const isBoss = (request: Asked): boolean =>
  (adminUser(request) as { readonly isSuperuser?: boolean }).isSuperuser === true;
const has = (request: Asked, code: string): Promise<boolean> => adminUser(request).hasPermission(code);
const bossOnly = { view: isBoss };

// --- the site -----------------------------------------------------------------------------------------------------------------

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Makes the app. */
export function makeVault(): App {
  const app = new App({
    mode: "development",
    secretKey: "a key that only this test knows, of 50 characters.",
    logger: silent,
  });
  app.use(auth({ user: Person as never, backends: [modelBackend(), clerkRights] }));
  app.use(
    admin({
      models: [
        modelAdmin(Chest, {
          listDisplay: [
            "name",
            "color",
            "remark",
            "code",
            "worth",
            "openedOn",
            "locked",
            "keeper",
            "keeper__pin",
            "keeper__rank",
            { name: "coded", value: (chest) => chest.color, sortBy: "code" },
          ],
          listFilter: ["color", "code", "worth", "openedOn", "keeper", "keeper__rank", "keeper__pin", "tags"],
          searchFields: ["name", "code", "keeper__name", "keeper__pin", "keeper__rank"],
          dateHierarchy: "openedOn",
          ordering: ["worth"],
          listTotals: { worth: "sum" },
          listEditable: ["color", "price", "sealed", "locked", "worth"],
          readonlyFields: ["sealed"],
          saveAs: true,
          keepCounts: 0,
          autocompleteFields: ["keeper"],
          fieldPermissions: {
            code: bossOnly,
            worth: bossOnly,
            price: { change: isBoss },
            remark: { view: (request, row) => isBoss(request) || row?.name !== "Oak" },
          },
          hasViewFieldPermission: (request, field) => isBoss(request) || field !== "openedOn",
          getQueryset: (request) =>
            isBoss(request) ? Chest.objects.all() : Chest.objects.exclude({ name: `${mark} ash` }),
          hasViewPermission: async (request, row) =>
            isBoss(request) ||
            (((await has(request, "vault.view_chest")) || (await has(request, "vault.change_chest"))) &&
              row?.name !== `${mark} yew`),
          hasChangePermission: async (request, row) =>
            isBoss(request) ||
            ((await has(request, "vault.change_chest")) && row?.locked !== true && row?.name !== `${mark} yew`),
          hasDeletePermission: async (request, row) =>
            isBoss(request) ||
            ((await has(request, "vault.delete_chest")) && row?.locked !== true && row?.name !== `${mark} yew`),
          actions: [
            {
              name: "paint",
              label: "Paint",
              run: async (rows) => `${await rows.update({ color: "painted" })} are painted.`,
            },
            { name: "wash", label: "Wash", batch: 1, run: async (rows) => `${await rows.update({ color: "washed" })}` },
            {
              name: "melt",
              label: "Melt",
              permission: "delete",
              run: async (rows) => `${await rows.update({ color: "molten" })}`,
            },
            {
              name: "count",
              label: "Count",
              permission: "view",
              run: async (rows) => `There are ${[...(await rows)].map(String).join(", ")}.`,
            },
          ],
          inlines: [inline(Coin, { extra: 1, inlines: [inline(Scratch, { extra: 1 })] })],
        }),
        modelAdmin(Coin, {
          listDisplay: ["name", "chest", "chest__name", "chest__code"],
          searchFields: ["name", "chest__code"],
          fieldPermissions: { mint: bossOnly },
          getQueryset: (request) =>
            isBoss(request) ? Coin.objects.all() : Coin.objects.exclude({ name: `${mark} dime` }),
        }),
        modelAdmin(Scratch, {
          getQueryset: (request) =>
            isBoss(request) ? Scratch.objects.all() : Scratch.objects.exclude({ text: `${mark} scratch` }),
        }),
        modelAdmin(Keeper, {
          searchFields: ["name", "pin"],
          fieldPermissions: { pin: bossOnly },
          getQueryset: (request) =>
            isBoss(request) ? Keeper.objects.all() : Keeper.objects.exclude({ name: `${mark} keeper` }),
        }),
        modelAdmin(Tag, {
          getQueryset: (request) =>
            isBoss(request) ? Tag.objects.all() : Tag.objects.exclude({ name: `${mark} tag` }),
        }),
        Claim,
        Person,
      ],
      dashboard: [
        { kind: "number", title: "Chests", read: async () => ({ value: 1 }) },
        {
          kind: "number",
          title: `${mark} card`,
          hasPermission: isBoss,
          read: async () => ({ value: `${mark} value` }),
        },
      ],
      pages: [
        { name: "open", title: "Open", show: () => ({ body: "open" }) },
        { name: "closed", title: `${mark} page`, hasPermission: isBoss, show: () => ({ body: `${mark} body` }) },
      ],
    }),
    { prefix: "/admin" },
  );
  return app;
}

/** The password of everybody. */
export const password = "poured by the river";

/** Makes the tables and the users. */
export async function makeTables(): Promise<void> {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables(tables as never);
  for (const [name, values] of Object.entries({
    boss: { isSuperuser: true, isStaff: true },
    clerk: { isStaff: true },
    guest: {},
  }))
    await createUser(Person, { email: `${name}@example.org`, password, ...values } as never);
}

// --- rows ---------------------------------------------------------------------------------------------------------------------

/** The keys of the rows, by what they are for. */
export const keys = {
  oak: 1,
  /** It may be seen by its permissions, and neither changed nor deleted. */
  locked: 2,
  /** It is in no query set of the clerk's. */
  hidden: 3,
  /** Its keeper and one of its tags are. */
  linked: 4,
  /** It is in the query set, and a rule says that it may not be seen. */
  ruled: 5,
  /** Nothing points at it. */
  bare: 6,
  /** One coin that may be seen points at it. */
  pine: 7,
  /** It was deleted by the clerk; with a coin of the hidden chest. */
  gone: 70,
  lost: 80,
  penny: 1,
  dime: 2,
  ofLocked: 3,
  ofHidden: 4,
  ofPine: 5,
} as const;

/** Puts the rows back as they are at first. */
export async function seed(): Promise<void> {
  for (const model of [Scratch, Coin, Claim, Ghost]) await model.objects.delete();
  for (const chest of await Chest.objects.all()) await chest.tags.clear();
  for (const model of [Chest, Tag, Keeper, SavedView, AdminJob, ImportRow, LogEntry]) await model.objects.delete();
  await Keeper.objects.bulkCreate([
    { id: 1, name: "Ann", pin: `${mark} pinhint`, rank: `${rankMark} rankhint` },
    { id: 2, name: `${mark} keeper`, pin: `${mark} pinhint`, rank: `${mark} rank` },
  ] as never);
  await Tag.objects.bulkCreate([
    { id: 1, name: "red" },
    { id: 2, name: `${mark} tag` },
  ] as never);
  const chest = (id: number, name: string, more: object = {}): object => ({
    id,
    name,
    color: "plain",
    code: `${mark} code ${(id * 3) % 8} codehint`,
    worth: markNumber + ((id * 5) % 8),
    openedOn: "1987-06-05",
    sealed: "wax",
    remark: name === "Oak" ? `${mark} remark` : "",
    keeper: 1,
    ...more,
  });
  await Chest.objects.bulkCreate([
    chest(1, "Oak"),
    chest(2, "Elm", { locked: true }),
    chest(3, `${mark} ash`),
    chest(4, "Fir", { keeper: 2 }),
    chest(5, `${mark} yew`),
    chest(6, "Bare"),
    chest(7, "Pine"),
  ] as never);
  await (await Chest.objects.get({ id: 1 })).tags.set([1]);
  await (await Chest.objects.get({ id: 4 })).tags.set([1, 2]);
  const coin = (id: number, of: number, name: string): object => ({
    id,
    chest: of,
    name,
    metal: "tin",
    mint: `${mark} mint`,
  });
  await Coin.objects.bulkCreate([
    coin(1, 1, "Penny"),
    coin(2, 1, `${mark} dime`),
    coin(3, 2, "Farthing"),
    coin(4, 3, "Orphan"),
    coin(5, 7, "Groat"),
  ] as never);
  await Scratch.objects.bulkCreate([
    { id: 1, coin: 1, text: "thin" },
    { id: 2, coin: 2, text: `${mark} scratch` },
  ] as never);
  await Claim.objects.bulkCreate([{ id: 1, chest: 4, text: `${mark} claim` }] as never);
  await Ghost.objects.bulkCreate([{ id: 1, chest: 4, text: `${mark} ghost` }] as never);
}

/** The rows of a table by their keys, with every column as text. */
export type TableContent = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The content of all watched tables, by table; and of the links between chests and tags. */
export async function contentOf(): Promise<ReadonlyMap<string, TableContent>> {
  const content = new Map<string, TableContent>();
  for (const model of watched) {
    const rows = (await (model as typeof Keeper).objects.orderBy("pk").values()) as readonly Record<string, unknown>[];
    content.set(model.modelName, new Map(rows.map((row) => [String(row["id"]), texts(row)])));
  }
  const linked = await Chest.objects.orderBy("id", "tags__id" as never).values("id", "tags__id" as never);
  const tags = new Map<string, Record<string, string>>();
  for (const row of linked as unknown as readonly { id: number; tags__id: number | null }[])
    tags.set(`${row.id}-${row.tags__id}`, { chest: String(row.id), tag: String(row.tags__id) });
  content.set("links", tags);
  return content;
}

function texts(row: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, JSON.stringify(value) ?? ""]));
}
