// Renders rows as a table of aligned columns for a terminal.

/** Aligns columns two spaces apart; the last one is cut at the terminal's width. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], width = 80): string {
  const all = [head, head.map((title) => "-".repeat(title.length)), ...rows];
  const widths = head.map((_title, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) =>
      cut(
        row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join("  ")
          .trimEnd(),
        Math.max(width, 40),
      ),
    )
    .join("\n");
}

function cut(line: string, width: number): string {
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
