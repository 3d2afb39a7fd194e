// Finds the import cycles in a graph of files, one shortest cycle for each group of files that import each other.

type Graph = ReadonlyMap<string, readonly { readonly target: string; readonly line: number }[]>;

export interface Cycle {
  /** From a file along its imports back to itself. */
  readonly files: readonly string[];
  /** The line of the first file's import. */
  readonly line: number;
}

/** Returns the cycles, ordered by their first file; an acyclic graph has none. */
export function findCycles(graph: Graph): Cycle[] {
  const cycles: Cycle[] = [];
  for (const group of stronglyConnected(graph)) {
    const start = group.toSorted()[0]!;
    const edges = graph.get(start) ?? [];
    const selfEdge = edges.find((edge) => edge.target === start);
    if (group.length === 1 && selfEdge === undefined) continue;
    const files = selfEdge !== undefined ? [start, start] : shortestCycle(graph, start, new Set(group));
    cycles.push({ files, line: edges.find((edge) => edge.target === files[1])!.line });
  }
  return cycles.sort((a, b) => (a.files[0]! < b.files[0]! ? -1 : 1));
}

function shortestCycle(graph: Graph, start: string, within: ReadonlySet<string>): string[] {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const { target } of graph.get(file) ?? []) {
      if (target === start) {
        const path = [start];
        for (let at = file; at !== start; at = cameFrom.get(at)!) path.unshift(at);
        return [start, ...path];
      }
      if (within.has(target) && !cameFrom.has(target)) {
        cameFrom.set(target, file);
        queue.push(target);
      }
    }
  }
  throw new Error(`${start} is in no cycle.`);
}

// Tarjan's algorithm, with a stack of its own so that long import chains do not exhaust the call stack.
function stronglyConnected(graph: Graph): string[][] {
  const groups: string[][] = [];
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  for (const root of graph.keys()) {
    if (order.has(root)) continue;
    const work: { readonly file: string; next: number }[] = [];
    const enter = (file: string): void => {
      order.set(file, order.size);
      low.set(file, order.get(file)!);
      open.push(file);
      isOpen.add(file);
      work.push({ file, next: 0 });
    };
    enter(root);
    while (work.length > 0) {
      const top = work.at(-1)!;
      const target = graph.get(top.file)?.[top.next++]?.target;
      if (target !== undefined) {
        if (!order.has(target)) enter(target);
        else if (isOpen.has(target)) low.set(top.file, Math.min(low.get(top.file)!, order.get(target)!));
        continue;
      }
      work.pop();
      const parent = work.at(-1)?.file;
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(top.file)!));
      if (low.get(top.file) === order.get(top.file)) {
        const group = open.splice(open.indexOf(top.file));
        for (const file of group) isOpen.delete(file);
        groups.push(group);
      }
    }
  }
  return groups;
}
