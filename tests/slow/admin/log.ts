// Fills the log, the jobs and the kept views of the vault with what the boss and the clerk did before.
import { AdminJob, ImportRow, LogEntry, type RowSnapshot, SavedView } from "demijohn/admin";
import { takeSnapshot } from "../../../src/admin/data/log/row-snapshot.ts";
import { rowVersion } from "../../../src/admin/data/log/row-version.ts";
import { findMeta } from "../../../src/orm/internals.ts";
import { Chest, Coin, keys, mark, markNumber } from "./vault.ts";

const bossKey = "1";
const clerkKey = "2";

/** The batches of the log, by what taking each back would be. */
export const batches = {
  ofBoss: "00000000-0000-4000-8000-000000000001",
  changeOak: "00000000-0000-4000-8000-000000000002",
  changeLocked: "00000000-0000-4000-8000-000000000003",
  addBare: "00000000-0000-4000-8000-000000000004",
  addLinked: "00000000-0000-4000-8000-000000000005",
  deleteGone: "00000000-0000-4000-8000-000000000006",
  addPine: "00000000-0000-4000-8000-000000000007",
  deleteCoinOfHidden: "00000000-0000-4000-8000-000000000008",
} as const;

/** The keys of log entries. */
export const entries = { bossOak: 1, changeOak: 2, changeLocked: 3, deleteGone: 6, dime: 9, bossRemark: 10 } as const;

/** The tokens of jobs that are the boss's. */
export const jobs = { action: "job-of-boss", import: "of-boss" } as const;

/** Writes it all; the rows of the vault must be there. */
export async function seedLog(): Promise<void> {
  const [oak, locked, bare, linked, pine] = await Promise.all(
    [keys.oak, keys.locked, keys.bare, keys.linked, keys.pine].map((id) => Chest.objects.get({ id })),
  );
  const dime = await Coin.objects.get({ id: keys.dime });
  const meta = findMeta(Chest)!;
  const older = async (row: object, more: object = {}): Promise<RowSnapshot> => {
    const { columns } = await takeSnapshot(meta, row);
    const hidden = {
      code: `${mark} older`,
      worth: markNumber + 77,
      price: 55,
      sealed: "broken",
      remark: `${mark} older`,
    };
    return { columns: { ...columns, ...hidden, color: "older", keeper: 2, ...more }, links: { tags: [1, 2] } };
  };
  const chest = (values: object, row?: object): object => ({
    action: "change",
    model: "vault.Chest",
    userKey: clerkKey,
    userText: "clerk@example.org",
    changes: [],
    batch: "",
    snapshot: null,
    version: row === undefined ? "" : rowVersion(meta, row),
    ...values,
  });
  const gone = {
    ...(await takeSnapshot(meta, bare!)).columns,
    id: 70,
    name: "Gone",
    code: "",
    worth: 0,
    price: 1,
    sealed: "",
  };
  const hiddenChanges = [
    { name: "code", field: "Code", before: `${mark} before`, after: `${mark} after` },
    { name: "openedOn", field: "Opened on", before: "1987-01-01", after: "1987-02-02" },
    { name: "color", field: "Color", before: "a", after: "b" },
    { name: "keeper", field: "Keeper", before: `${mark} keeper`, after: "Ann" },
    { model: "vault.Coin", name: "metal", key: "2", field: `Coin “${mark} dime”: Metal`, before: "a", after: "b" },
    {
      model: "vault.Coin",
      name: "mint",
      key: "1",
      field: "Coin “Penny”: Mint",
      before: `${mark} a`,
      after: `${mark} b`,
    },
  ];
  await LogEntry.objects.bulkCreate([
    {
      ...chest({ id: 1, objectKey: "1", objectText: "Oak", changes: hiddenChanges, snapshot: await older(oak!) }, oak!),
      userKey: bossKey,
      userText: "boss@example.org",
      batch: batches.ofBoss,
    },
    chest({ id: 2, objectKey: "1", objectText: "Oak", snapshot: await older(oak!), batch: batches.changeOak }, oak!),
    chest(
      {
        id: 3,
        objectKey: "2",
        objectText: "Elm",
        snapshot: await older(locked!, { remark: "older" }),
        batch: batches.changeLocked,
      },
      locked!,
    ),
    chest({ id: 4, action: "add", objectKey: "6", objectText: "Bare", batch: batches.addBare }, bare!),
    chest({ id: 5, action: "add", objectKey: "4", objectText: "Fir", batch: batches.addLinked }, linked!),
    chest({
      id: 6,
      action: "delete",
      objectKey: "70",
      objectText: "Gone",
      snapshot: { columns: gone, links: { tags: [1] } },
      batch: batches.deleteGone,
    }),
    chest({
      id: 7,
      action: "delete",
      objectKey: "7100",
      objectText: `${mark} gone`,
      snapshot: { columns: { ...gone, id: 7100, name: `${mark} ash` }, links: {} },
    }),
    chest({ id: 8, action: "add", objectKey: "7", objectText: "Pine", batch: batches.addPine }, pine!),
    chest({
      id: 9,
      model: "vault.Coin",
      objectKey: "2",
      objectText: `${mark} dime`,
      version: rowVersion(findMeta(Coin)!, dime),
      snapshot: await takeSnapshot(findMeta(Coin)!, dime),
    }),
    chest({
      id: 10,
      objectKey: "1",
      objectText: "Oak",
      changes: [{ name: "remark", field: "Remark", before: `${mark} x`, after: "y" }],
    }),
    chest({
      id: 11,
      objectKey: "3",
      objectText: `${mark} ash`,
      changes: [{ name: "color", field: "Color", before: "a", after: "b" }],
    }),
    chest({
      id: 12,
      objectKey: "5",
      objectText: `${mark} yew`,
      changes: [{ name: "color", field: "Color", before: "a", after: "b" }],
    }),
    chest({
      id: 13,
      action: "delete",
      model: "vault.Coin",
      objectKey: "80",
      objectText: "Lost",
      snapshot: { columns: { id: 80, chest: keys.hidden, name: "Lost", metal: "tin", mint: "" }, links: {} },
      batch: batches.deleteCoinOfHidden,
    }),
    {
      ...chest({ id: 14, model: "vault.Claim", objectKey: "1", objectText: `${mark} claim` }),
      userText: `${mark} user`,
      userKey: "9",
    },
  ] as never);
  await SavedView.objects.bulkCreate([
    {
      id: 1,
      model: "vault.Chest",
      userKey: bossKey,
      userText: "boss@example.org",
      name: `${mark} view`,
      query: "?q=x",
      isShared: false,
    },
    {
      id: 2,
      model: "vault.Chest",
      userKey: bossKey,
      userText: "boss@example.org",
      name: "Shared",
      query: "?q=oak",
      isShared: true,
    },
    {
      id: 3,
      model: "vault.Claim",
      userKey: bossKey,
      userText: "boss@example.org",
      name: `${mark} claims`,
      query: "?q=x",
      isShared: true,
    },
  ] as never);
  const job = { ownerKey: bossKey, model: "vault.Chest", total: 1, asked: {}, told: {} };
  await AdminJob.objects.bulkCreate([
    {
      ...job,
      id: 1,
      token: jobs.action,
      kind: "action",
      title: `${mark} job`,
      state: "stopped",
      asked: { action: "wash", all: true, keys: [], words: "", filters: {}, date: "", upTo: "7" },
    },
    {
      ...job,
      id: 2,
      token: jobs.import,
      kind: "import",
      title: `${mark}.csv`,
      state: "checked",
      asked: { file: "x", columns: ["name"], mapping: ["name"], match: [], leaveOut: false },
      told: { create: 1 },
    },
  ] as never);
  await ImportRow.objects.bulkCreate([
    { id: 1, job: jobs.import, number: 2, values: [`${mark} row`], outcome: "create", objectText: `${mark} row` },
  ] as never);
}
