// Finds where a JSON text stops being valid, for an error message that can point there.

const space = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;

/**
 * Finds the first character that makes a text no JSON (RFC 8259).
 *
 * Returns its index, or the text's length where the text ends too early; for valid JSON the length too.
 *
 * Engines differ in whether they tell, so this reads the text again; it does not recurse and takes linear time.
 *
 * @example
 * ```ts
 * import { findJsonFault } from "demijohn/http";
 * console.log(findJsonFault('{"jar": 7,}')); // 10
 * ```
 */
export function findJsonFault(text: string): number {
  const open: ("[" | "{")[] = [];
  let at = 0;
  let expect: "value" | "first" | "key" | "after" = "value";
  for (;;) {
    at = skip(text, space, at);
    if (at >= text.length) return text.length;
    const char = text[at]!;
    if (expect === "after") {
      const top = open.at(-1);
      if (top === undefined) return at;
      if (char === ",") expect = top === "{" ? "key" : "value";
      else if (char === (top === "{" ? "}" : "]")) open.pop();
      else return at;
      at++;
      continue;
    }
    // "first": the opening bracket has just been read, so the closing one may come.
    if (expect === "first" && char === (open.at(-1) === "{" ? "}" : "]")) {
      open.pop();
      expect = "after";
      at++;
      continue;
    }
    if (expect === "key" || (expect === "first" && open.at(-1) === "{")) {
      if (char !== '"') return at;
      const key = skipString(text, at);
      if (key.fault) return key.at;
      at = skip(text, space, key.at);
      if (text[at] !== ":") return Math.min(at, text.length);
      at++;
      expect = "value";
      continue;
    }
    if (char === "{" || char === "[") {
      open.push(char);
      expect = "first";
      at++;
      continue;
    }
    expect = "after";
    if (char === '"') {
      const string = skipString(text, at);
      if (string.fault) return string.at;
      at = string.at;
      continue;
    }
    const end = Math.max(skip(text, number, at), skip(text, word, at));
    if (end === at) return at;
    at = end;
  }
}

function skip(text: string, pattern: RegExp, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function skipString(text: string, open: number): { readonly at: number; readonly fault: boolean } {
  for (let i = open + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) return { at: i + 1, fault: false };
    if (code < 32) return { at: i, fault: true };
    if (code !== 92) continue;
    const escape = text[++i] ?? "";
    if (escape === "u") {
      for (let k = 0; k < 4; k++)
        if (!/[0-9a-f]/i.test(text[++i] ?? "")) return { at: Math.min(i, text.length), fault: true };
    } else if (!'"\\/bfnrt'.includes(escape) || escape === "") {
      return { at: Math.min(i, text.length), fault: true };
    }
  }
  return { at: text.length, fault: true };
}
