// Writes one header, folded into lines that mail servers take (RFC 5322 section 2.2.3).

const widest = 76;

/** Returns `Name: value` and a line break; long values continue on indented lines, broken at spaces. */
export function foldHeader(name: string, value: string): string {
  let lines = "";
  let line = `${name}:`;
  for (const word of value.split(" ")) {
    if (word !== "" && line.trim() !== "" && !line.endsWith(":") && line.length + 1 + word.length > widest) {
      lines += `${line}\r\n`;
      line = "";
    }
    line += ` ${word}`;
  }
  return `${lines}${line}\r\n`;
}
