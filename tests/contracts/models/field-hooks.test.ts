// Asserts on every database how values change on their way: prepared, encoded and decoded; and what loaded instances hear.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { modelForm } from "demijohn/forms";
import { atomic, f, type LoadedRow, Model } from "#orm";
import { databaseCases, withModels } from "../databases.ts";

class Host extends Model("hook.Host", () => Host, {
  name: f.custom({ type: { kind: "char", maxLength: 20 }, prepare: (value: string) => value.trim().toLowerCase() }),
  address: f.ip({ unpackIpv4: true, null: true }),
  packed: f.ip({ null: true }),
  tags: f.json<ReadonlySet<string>>({
    encode: (tags) => [...tags].sort(),
    decode: (json: string[]) => new Set(json),
    default: () => new Set<string>(),
  }),
  guest: f.foreignKey(() => Guest, { null: true }),
}) {
  loaded: LoadedRow[] = [];
  override afterLoad(row: LoadedRow): void {
    this.loaded.push(row);
  }
}
class Guest extends Model("hook.Guest", () => Guest, { name: f.char({ maxLength: 20 }) }) {
  greeting = "";
  override afterLoad({ database }: LoadedRow): void {
    this.greeting = `${this.name} of ${database}`;
  }
}
class HostForm extends modelForm(Host, { fields: ["address"] }) {}

async function fill(): Promise<void> {
  const guest = await Guest.objects.create({ name: "Ann" });
  await Host.objects.create({
    name: "  Alpha ",
    address: "::ffff:10.0.0.1",
    packed: "::ffff:10.0.0.1",
    tags: new Set(["b", "a"]),
    guest,
  });
  await Host.objects.bulkCreate([{ name: " BETA", address: "::ffff:0a00:0002", tags: new Set(["c"]) }]);
}

type Case = readonly [name: string, run: () => PromiseLike<unknown>, answer: unknown];
const cases: readonly Case[] = [
  [
    "a value is prepared before it is written, one by one and in bulk",
    () => Host.objects.orderBy("pk").valuesList("name", "address"),
    [
      ["alpha", "10.0.0.1"],
      ["beta", "10.0.0.2"],
    ],
  ],
  [
    "the instance has what was written",
    async () => {
      const host = await Host.objects.create({ name: " New ", address: "::ffff:1.2.3.4" });
      host.name = "  Newer";
      await host.save();
      return [host.name, host.address, host.changedFields()];
    },
    ["newer", "1.2.3.4", []],
  ],
  [
    "fullClean prepares as well",
    async () => {
      const host = new Host({ name: "  X", address: "::ffff:9.9.9.9" });
      await host.fullClean();
      return [host.name, host.address];
    },
    ["x", "9.9.9.9"],
  ],
  ["lookups unpack an address, too", () => Host.objects.filter({ address: "::ffff:10.0.0.1" }).count(), 1],
  ["and lists of them", () => Host.objects.filter({ address__in: ["::ffff:10.0.0.1", "10.0.0.2"] }).count(), 2],
  [
    "an address that is to stay as it is does",
    async () => [...new Set(await Host.objects.filter({ packed__isnull: false }).flat("packed"))].length,
    1,
  ],
  [
    "a form unpacks it for the same field",
    async () => {
      const form = await HostForm.from({ address: "::ffff:10.0.0.7" });
      return [form.isValid(), form.cleanedData.address];
    },
    [true, "10.0.0.7"],
  ],
  [
    "a JSON document is decoded and encoded",
    async () => {
      const host = await Host.objects.get({ name: "alpha" });
      const before = [host.tags instanceof Set, [...host.tags]];
      host.tags = new Set(["z", "y"]);
      const changed = host.changedFields();
      await host.save();
      const unchanged = host.changedFields();
      (host.tags as Set<string>).add("x");
      const inPlace = host.changedFields();
      await host.save();
      return [before, changed, unchanged, inPlace, [...(await Host.objects.get({ pk: host.pk })).tags]];
    },
    [[true, ["a", "b"]], ["tags"], [], ["tags"], ["x", "y", "z"]],
  ],
  ["its parts are plain JSON", () => Host.objects.filter({ tags__0: "c" }).flat("name"), ["beta"]],
  [
    "a whole document is compared as it is encoded",
    () => Host.objects.filter({ tags: new Set(["b", "a"]) }).flat("name"),
    ["alpha"],
  ],
  ["values are decoded", async () => [...(await Host.objects.orderBy("pk").flat("tags"))[1]!], ["c"]],
  [
    "a loaded instance hears where it comes from",
    async () => {
      const host = await Host.objects.get({ name: "alpha" });
      const [part] = await Host.objects.filter({ name: "alpha" }).only("name");
      return [host.loaded, (part as Host).loaded, new Host({ name: "x" }).loaded];
    },
    [
      [{ database: "default", fields: ["id", "name", "address", "packed", "tags", "guest"] }],
      [{ database: "default", fields: ["id", "name"] }],
      [],
    ],
  ],
  [
    "so do those that are loaded with it",
    async () => {
      const [joined] = await Host.objects.filter({ name: "alpha" }).selectRelated("guest");
      const [alone] = await Host.objects.filter({ name: "beta" }).selectRelated("guest");
      return [joined?.guest?.greeting, alone?.guest];
    },
    ["Ann of default", null],
  ],
];

for (const each of databaseCases) {
  describe(each.name, { skip: each.skip }, () => {
    withModels(each, [Guest, Host], fill);
    for (const [name, run, answer] of cases)
      test(name, async () => assert.deepEqual(await atomic(run, { rollback: true }), answer));
  });
}
