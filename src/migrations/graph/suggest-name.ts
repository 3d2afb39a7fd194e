// Makes the name of a migration from what its operations do: `author_email`, `alter_author_name_and_more`.
import { snakeCase } from "#orm/internals";
import type { Operation } from "../operations/operation.ts";

const LIMIT = 52;

/** The part of a migration's name after its number; `now` names one whose operations have nothing to say. */
export function suggestName(operations: readonly Operation[], initial: boolean, now: Date): string {
  if (initial) return "initial";
  const fragments = operations.flatMap(({ fragment }) =>
    fragment === undefined ? [] : [snakeCase(fragment).replace(/\W+/g, "_")],
  );
  if (fragments.length === 0 || fragments.length !== operations.length) return `auto_${minuteText(now)}`;
  let name = fragments[0]!;
  for (const fragment of fragments.slice(1)) {
    const longer = `${name}_${fragment}`;
    if (longer.length > LIMIT) return `${name}_and_more`;
    name = longer;
  }
  return name;
}

/** `20260131_0945`. */
function minuteText(time: Date): string {
  const text = time.toISOString();
  return `${text.slice(0, 10).replaceAll("-", "")}_${text.slice(11, 16).replace(":", "")}`;
}
