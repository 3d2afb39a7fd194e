// Splits text into lines at every line boundary that Unicode and Python know.

const boundary = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/;

/** The lines of a text without their ends. A line end at the very end does not begin another line. */
export function splitLines(text: string): string[] {
  const lines = text.split(boundary);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
