// Writes a path into a JSON value in the form `$."a"[0]` that SQLite and MariaDB read.

/** `["a", 0, "b c"]` → `$."a"[0]."b c"`; a negative index counts from the end. */
export function jsonPathText(path: readonly (string | number)[], dialect: "sqlite" | "mysql"): string {
  let text = "$";
  for (const step of path) {
    if (typeof step === "string") text += `.${dialect === "sqlite" ? sqliteKey(step) : JSON.stringify(step)}`;
    else if (step >= 0) text += `[${step}]`;
    else text += dialect === "sqlite" ? `[#${step}]` : step === -1 ? "[last]" : `[last${step + 1}]`;
  }
  return text;
}

// SQLite compares a quoted key with the text between the quotes as it stands in the JSON, escapes included.
function sqliteKey(key: string): string {
  return JSON.stringify(key);
}
