// Reads out of a program which lines it expects to print, from the comments behind its console.log calls.

/**
 * Returns, for each line with a `console.log(…); // => text`, the text that it prints.
 *
 * The arrow may be left out. Lines below that hold nothing but `// => more` go on with the text.
 */
export function readExpectations(code: string): Map<number, string> {
  const expectations = new Map<number, string>();
  let open: number | undefined;
  for (const [i, line] of code.split("\n").entries()) {
    const more = /^\s*\/\/ => ?(.*)$/.exec(line);
    if (more !== null && open !== undefined) {
      const before = expectations.get(open);
      expectations.set(open, before === undefined ? more[1]! : `${before}\n${more[1]}`);
      continue;
    }
    open = /\bconsole\.log\(/.test(line) ? i + 1 : undefined;
    const comment = open === undefined ? null : /\)\s*;?\s+\/\/ (?:=> ?)?(.*)$/.exec(line);
    if (comment !== null) expectations.set(i + 1, comment[1]!);
  }
  return expectations;
}

/**
 * Tells whether what was printed is what the comment says.
 *
 * Space and the kind of quotes do not count, as a comment is one line and written like code; `…` stands for anything.
 */
export function isExpected(printed: string, expected: string): boolean {
  const pattern = squeeze(expected)
    .split("…")
    .map((part) => RegExp.escape(part))
    .join("[\\s\\S]*");
  return new RegExp(`^${pattern}$`).test(squeeze(printed));
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, "").replaceAll("'", '"');
}
