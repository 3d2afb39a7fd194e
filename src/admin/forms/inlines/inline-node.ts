// Holds one inline of one object in a form, with the inlines of its rows: what was read, and what was sent.
import type { InlineEntry } from "../../data/inlines/inline-entry.ts";
import type { FormPlan } from "../form-plan.ts";
import type { RowForm } from "./inline-form.ts";
import type { InlineRow, InlineSet } from "./inline-set.ts";
import type { SharedField } from "./shared-choices.ts";

/** One inline of one object. */
export interface InlineNode {
  readonly own: InlineEntry;
  readonly parent: object;
  /** What the names of its controls begin with. */
  readonly prefix: string;
  /** What stands in its columns: the parts of a new row. */
  readonly plan: FormPlan;
  /** The rows that may be seen, in their order. */
  readonly rows: readonly InlineRow[];
  /** The forms; undefined where all rows are read-only. */
  readonly set: InlineSet | undefined;
  /** Whether anything was sent for it. */
  readonly isSent: boolean;
  /** The fields that choose rows of a relation. */
  readonly shared: ReadonlyMap<string, SharedField>;
  /** The form that a script copies for one more row; undefined where none may be added. */
  readonly empty: RowForm | undefined;
  /** The inlines of rows that are read-only, by row. */
  readonly lockedRows: ReadonlyMap<object, readonly InlineNode[]>;
}

/** All nodes of a tree with forms, each before those inside it: those of the empty forms that a script copies too. */
export function* eachNode(nodes: readonly InlineNode[]): Generator<InlineNode> {
  for (const node of nodes) {
    yield node;
    for (const form of formsOf(node)) yield* eachNode(form.nested);
  }
}

/** The forms of a node, the one that a script copies last. */
export function formsOf({ set, empty }: InlineNode): readonly RowForm[] {
  return [...(set?.forms ?? []), ...(empty === undefined ? [] : [empty])];
}
