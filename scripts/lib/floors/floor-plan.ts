// Reads, out of ARCHITECTURE.md, which floor each room stands on and whom each room's internals are open to.

/** Room → floor, and room → the rooms that may reach its internals (`"any"` for all). */
export interface FloorPlan {
  readonly floors: ReadonlyMap<string, number>;
  readonly internals: ReadonlyMap<string, ReadonlySet<string> | "any">;
  /** Pairs of one floor that may import all the same: importer → imported. */
  readonly sameFloor: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads the tables `| floor | rooms |` and `| internals of | open to |`, and sentences "except a, which may use b". */
export function readFloorPlan(markdown: string): FloorPlan {
  const floors = new Map<string, number>();
  for (const [floor, rooms] of readTable(markdown, "floor", "rooms")) {
    for (const room of words(rooms)) {
      if (floors.has(room)) throw new Error(`ARCHITECTURE.md puts the room "${room}" on two floors.`);
      floors.set(room, Number(floor));
    }
  }
  if (floors.size === 0) throw new Error("ARCHITECTURE.md has no table with the columns floor and rooms.");
  const internals = new Map<string, ReadonlySet<string> | "any">();
  for (const [room, openTo] of readTable(markdown, "internals of", "open to")) {
    const names = words(openTo);
    internals.set(room, names.includes("any") ? "any" : new Set(names));
    for (const name of [room, ...names]) {
      if (name !== "any" && !floors.has(name)) throw new Error(`ARCHITECTURE.md names no floor for "${name}".`);
    }
  }
  const sameFloor = new Map<string, ReadonlySet<string>>();
  for (const [, importer, imported] of markdown.matchAll(/except (\w+), which may use (\w+)/g)) {
    sameFloor.set(importer!, new Set([...(sameFloor.get(importer!) ?? []), imported!]));
  }
  return { floors, internals, sameFloor };
}

function readTable(markdown: string, first: string, second: string): [string, string][] {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => {
    const [a, b] = cells(line);
    return a === first && b === second;
  });
  if (start < 0) return [];
  const rows: [string, string][] = [];
  for (const line of lines.slice(start + 2)) {
    const [a, b] = cells(line);
    if (a === undefined || b === undefined) break;
    rows.push([a, b]);
  }
  return rows;
}

function cells(line: string): string[] {
  return line.startsWith("|")
    ? line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim())
    : [];
}

function words(text: string): string[] {
  return text.match(/[a-z][a-z0-9-]*/g) ?? [];
}
