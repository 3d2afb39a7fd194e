// Checks the forms of inlines together, and finds their faults for the summary above the form.
import type { InlineNode } from "./inline-node.ts";

/** Checks all forms that were sent, and tells whether they are good. */
export async function validateInlines(nodes: readonly InlineNode[]): Promise<boolean> {
  let areGood = true;
  for (const { set, isSent, shared } of nodes) {
    if (set === undefined || !isSent) continue;
    // The rows that the forms choose are read together, not one by one.
    for (const [name, field] of shared) {
      const forms = set.forms.filter((form) => !set.isDeleted(form) && form.hasOwnChanges);
      await field.prime(forms.map((form) => String(set.input?.get(`${form.prefix}-${name}`) ?? "")));
    }
    areGood = (await set.validate()) && areGood;
    for (const form of set.forms) {
      const isWritten = !set.isDeleted(form) && (set.isOld(form) || form.hasChanged());
      if (isWritten) areGood = (await validateInlines(form.nested)) && areGood;
    }
  }
  return areGood;
}
