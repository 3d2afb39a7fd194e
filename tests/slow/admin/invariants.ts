// Says which differences between two contents of the database the permissions of a subject allow, whatever was asked.
import type { Action, Subject } from "./subjects.ts";
import { keys, type TableContent } from "./vault.ts";

type Content = ReadonlyMap<string, TableContent>;
type Row = Readonly<Record<string, string>>;

/** What happened to one row. */
interface Difference {
  readonly table: string;
  readonly key: string;
  readonly kind: "add" | "change" | "delete";
  readonly before: Row | undefined;
  readonly after: Row | undefined;
  /** The columns that differ. */
  readonly columns: readonly string[];
}

/** The differences between two contents. */
export function differences(before: Content, after: Content): readonly Difference[] {
  const found: Difference[] = [];
  for (const [table, rows] of after) {
    const old = before.get(table)!;
    for (const key of new Set([...old.keys(), ...rows.keys()])) {
      const [was, is] = [old.get(key), rows.get(key)];
      const columns = Object.keys(is ?? was!).filter((column) => was?.[column] !== is?.[column]);
      if (columns.length === 0) continue;
      const kind = was === undefined ? "add" : is === undefined ? "delete" : "change";
      found.push({ table, key, kind, before: was, after: is, columns });
    }
  }
  return found;
}

/** The differences that a subject may not have made, each as a text. */
export function wrongDifferences(subject: Subject, made: readonly Difference[]): readonly string[] {
  return made.flatMap((difference) => {
    const reason = reasonOf(subject, difference, made);
    return reason === undefined
      ? []
      : [`${difference.table} ${difference.key}: ${difference.kind} of ${difference.columns.join(", ")}: ${reason}`];
  });
}

function reasonOf(subject: Subject, difference: Difference, all: readonly Difference[]): string | undefined {
  switch (difference.table) {
    case "vault.Chest":
      return lacks(subject.chest, difference) ?? wrongChest(difference);
    case "vault.Coin":
      return lacks(subject.coin, difference) ?? wrongCoin(difference);
    case "vault.Scratch":
      return lacks(subject.scratch, difference) ?? (difference.key === "2" ? "its coin is hidden" : undefined);
    case "links":
      return wrongLink(subject, difference, all);
    case "admin.SavedView":
    case "admin.AdminJob":
      return isOwn(difference) ? undefined : "it is somebody else's";
    case "admin.ImportRow":
      return difference.before?.["job"] === '"of-boss"' ? "it is somebody else's" : undefined;
    default:
      return "nobody but the boss may";
  }
}

function lacks(set: ReadonlySet<Action>, { kind }: Difference): string | undefined {
  return set.has(kind) ? undefined : "the permission is not there";
}

const firstOfColumn: Readonly<Record<string, string>> = {
  code: '""',
  worth: "0",
  openedOn: "null",
  price: "1",
  sealed: '""',
};
const hiddenColumns = Object.keys(firstOfColumn);

function wrongChest({ key, kind, columns, after }: Difference): string | undefined {
  const id = Number(key);
  const locked: readonly number[] = [keys.locked, keys.hidden, keys.ruled];
  if (locked.includes(id)) return "its rule says no";
  if (kind === "delete" && id === keys.linked) return "a claim and a ghost go along";
  if (kind === "delete" && id === keys.oak) return "a hidden coin goes along";
  if (after !== undefined && after["keeperId"] === "2" && columns.includes("keeperId")) return "its keeper is hidden";
  if (kind === "change" && id === keys.linked && columns.includes("keeperId")) return "its keeper was hidden";
  if (kind === "change" && id === keys.oak && columns.includes("remark")) return "the remark is hidden";
  // What the clerk deleted comes back as it was.
  if (kind === "add" && id === keys.gone) return undefined;
  if (kind === "add") {
    const set = hiddenColumns.find((column) => after![column] !== firstOfColumn[column]);
    return set === undefined ? undefined : `${set} may not be written`;
  }
  const hidden = columns.find((column) => kind === "change" && hiddenColumns.includes(column));
  return hidden === undefined ? undefined : `${hidden} may not be changed`;
}

function wrongCoin({ key, kind, columns, after }: Difference): string | undefined {
  if (key === String(keys.dime)) return "it is hidden";
  if (kind === "delete" || (kind === "add" && key === String(keys.lost))) return undefined;
  const chest = columns.includes("chestId") ? Number(after!["chestId"]) : undefined;
  if (chest === keys.hidden || chest === keys.ruled) return "its chest is hidden";
  if (columns.includes("mint") && after!["mint"] !== '""') return "the mint may not be written";
  return undefined;
}

function wrongLink(
  subject: Subject,
  { kind, before, after }: Difference,
  all: readonly Difference[],
): string | undefined {
  const { chest, tag } = (after ?? before)!;
  const ofChest = all.find((each) => each.table === "vault.Chest" && each.key === chest);
  if (ofChest?.kind === "delete") return undefined;
  if (tag === "2") return "the tag is hidden";
  const needed = ofChest?.kind === "add" ? "add" : "change";
  if (!subject.chest.has(needed)) return "the permission is not there";
  const locked: readonly number[] = [keys.locked, keys.hidden, keys.ruled];
  return kind !== "delete" || !locked.includes(Number(chest)) ? undefined : "its rule says no";
}

function isOwn({ before, after }: Difference): boolean {
  const owner = (row: Row | undefined): string | undefined => row?.["ownerKey"] ?? row?.["userKey"];
  const owners = [owner(before), owner(after)].filter((each) => each !== undefined);
  return owners.every((each) => each === '"2"');
}
