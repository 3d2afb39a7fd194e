// Lists who is sent through the matrix of permissions, and what the permissions of each allow by themselves.
import { mark, markNumber, markYear, rankMark } from "./vault.ts";

export const actions = ["view", "add", "change", "delete"] as const;
export type Action = (typeof actions)[number];

/** Somebody, and what they may do with chests, coins, and scratches of coins. */
export interface Subject {
  readonly name: string;
  readonly who: "nobody" | "guest" | "clerk" | "boss";
  readonly chest: ReadonlySet<Action>;
  readonly coin: ReadonlySet<Action>;
  readonly scratch: ReadonlySet<Action>;
  readonly seesKeepers: boolean;
}

const subsets: readonly (readonly Action[])[] = Array.from({ length: 16 }, (_, bits) =>
  actions.filter((_action, i) => (bits & (1 << i)) !== 0),
);
// Of the rows of an inline: nothing, to look, to add blindly and seeing, to change, to delete, and all.
const ofCoins: readonly (readonly Action[])[] = [
  [],
  ["view"],
  ["add"],
  ["view", "add"],
  ["change"],
  ["view", "delete"],
  actions,
];

// What may be done with chests and with coins decides together in the form of a chest alone, which takes the right to change it: elsewhere,
// nothing and all of the one stand for its sets when the other's are gone through.
function areTold(chest: readonly Action[], coin: readonly Action[]): boolean {
  const isEnd = (set: readonly Action[]): boolean => set.length === 0 || set.length === actions.length;
  return isEnd(coin) || chest.join() === "view,change" || chest.length === actions.length;
}

/** Everybody: each set of permissions for chests, and each for coins. */
export const subjects: readonly Subject[] = [
  bare("nobody"),
  bare("guest"),
  ...subsets.flatMap((chest, i) =>
    ofCoins.flatMap((coin, j): Subject[] => {
      if (!areTold(chest, coin)) return [];
      const seesKeepers = (i + j) % 2 === 0;
      const subject: Subject = {
        name: `clerk: chests ${named(chest)}, coins ${named(coin)}${seesKeepers ? ", keepers view" : ""}`,
        who: "clerk",
        chest: new Set(chest),
        coin: new Set(coin),
        // Who may delete coins alone may not delete what goes along with them.
        scratch: new Set(coin.length === 2 && coin.includes("delete") ? ["view"] : coin),
        seesKeepers,
      };
      return [subject];
    }),
  ),
];

export const boss: Subject = {
  ...bare("boss"),
  chest: new Set(actions),
  coin: new Set(actions),
  scratch: new Set(actions),
  seesKeepers: true,
};

function bare(who: Subject["who"]): Subject {
  const none: ReadonlySet<Action> = new Set();
  return { name: who, who, chest: none, coin: none, scratch: none, seesKeepers: false };
}

function named(set: readonly Action[]): string {
  return set.length === 0 ? "nothing" : set.join("+");
}

/** The codes that the permissions of a subject have. */
export function codesOf({ chest, coin, scratch, seesKeepers }: Subject): readonly string[] {
  return [
    ...Array.from(chest, (action) => `vault.${action}_chest`),
    ...Array.from(coin, (action) => `vault.${action}_coin`),
    ...Array.from(scratch, (action) => `vault.${action}_scratch`),
    ...(seesKeepers ? ["vault.view_keeper"] : []),
  ];
}

/** Whether somebody sees a model: to change is to see. */
export function sees(set: ReadonlySet<Action>): boolean {
  return set.has("view") || set.has("change");
}

/** What may stand in no answer to a subject. */
export function forbiddenTexts(subject: Subject): RegExp {
  const start = String(markNumber).slice(0, -2);
  const amounts = `(?<![\\w-])${start}\\d\\d(?![\\w-])|${start[0]},${start.slice(1, 4)},${start.slice(4)}`;
  // Digits of a key that is made by chance are no year.
  const always = [mark, amounts, `(?<![\\w-])${markYear}(?!\\w)`];
  return new RegExp([...always, ...(subject.seesKeepers ? [] : [rankMark])].join("|"));
}
