// Builds the trie that paths are matched with, from compiled routes.
//
// Invariants:
// 1. A Stem is a state between parts: the root, or what follows a dynamic part. The rest of the path is then "" or
//    begins with a slash.
// 2. Static text never costs a step of its own: a Stem knows whole static rests (`slots`) and static rests up to the
//    slash before a dynamic part (`levels`), each found by one look-up.
// 3. Parts of equal signature share a branch, so that what is more specific behind them is tried first.
import { quoteValue, SetupError } from "#kernel";
import { compareWeights, type DynamicPart, type Piece, splitIntoParts } from "../pattern/pattern-part.ts";
import type { FoundMatch } from "../route-definition.ts";
import { type CompiledRoute, describeRoute } from "./compile-route.ts";
import { compilePart, type PartMatcher } from "./part-matcher.ts";

/** The routes whose pattern ends at one place, in the order in which they are tried. */
export type Leaf<T> = CompiledRoute<T>[];

/** What is known of a static rest of a path. */
export interface Slot<T> {
  /** Routes that end exactly here. */
  own: Leaf<T> | undefined;
  /** Routes that end here with one more slash. */
  withSlash: Leaf<T> | undefined;
  /** Routes that end here with one slash less. */
  withoutSlash: Leaf<T> | undefined;
  /** The answers of `own` that need no further look, by method; the key "" stands for any. Filled for routes without parameters. */
  ready: Map<string, FoundMatch<T>> | undefined;
}

/** A dynamic part and what follows it. */
export interface Branch<T> {
  readonly part: DynamicPart;
  readonly matcher: PartMatcher;
  readonly next: Stem<T>;
}

/** The branches that begin after a given number of slashes, by the static text before them. */
export interface Level<T> {
  readonly slashes: number;
  readonly branches: Map<string, Branch<T>[]>;
}

export class Stem<T> {
  readonly slots: Map<string, Slot<T>> = new Map();
  /** Those with the most slashes first. */
  readonly levels: Level<T>[] = [];
  /** The slot of the empty rest. */
  here: Slot<T> | undefined;

  slot(rest: string): Slot<T> {
    let slot = this.slots.get(rest);
    if (slot === undefined) {
      slot = { own: undefined, withSlash: undefined, withoutSlash: undefined, ready: undefined };
      this.slots.set(rest, slot);
      if (rest === "") this.here = slot;
    }
    return slot;
  }

  branch(prefix: string, part: DynamicPart): Branch<T> {
    const slashes = prefix.split("/").length - 1;
    let level = this.levels.find((each) => each.slashes === slashes);
    if (level === undefined) {
      level = { slashes, branches: new Map() };
      this.levels.push(level);
      this.levels.sort((a, b) => b.slashes - a.slashes);
    }
    let branches = level.branches.get(prefix);
    if (branches === undefined) level.branches.set(prefix, (branches = []));
    return findOrAddBranch(branches, part);
  }
}

function findOrAddBranch<T>(branches: Branch<T>[], part: DynamicPart): Branch<T> {
  let branch = branches.find((each) => each.part.signature === part.signature);
  if (branch === undefined) {
    branch = { part, matcher: compilePart(part), next: new Stem<T>() };
    branches.push(branch);
    branches.sort((a, b) => compareWeights(a.part.weight, b.part.weight));
  }
  return branch;
}

/** The roots of the trie, by the host or subdomain that they stand for. */
export class Trie<T> {
  /** For routes of any host, and for maps that do not look at hosts. */
  readonly anywhere: Stem<T> = new Stem();
  readonly domains: Map<string, Stem<T>> = new Map();
  readonly domainBranches: Branch<T>[] = [];

  /** @throws SetupError `ROUTING_DUPLICATE_ROUTE` where another route answers the same requests. */
  add(route: CompiledRoute<T>): void {
    let stem = this.#root(route.domain);
    let rest = "";
    // The first part is the empty text before the first slash.
    for (const part of splitIntoParts(route.path).slice(1)) {
      rest += "/";
      if (part.kind === "static") rest += part.text;
      else {
        stem = stem.branch(rest, part).next;
        rest = part.slashed ? "/" : "";
      }
    }
    addToLeaf(stem, rest, route);
  }

  #root(domain: readonly Piece[] | undefined): Stem<T> {
    if (domain === undefined) return this.anywhere;
    const part = splitIntoParts(domain)[0]!;
    if (part.kind === "dynamic") return findOrAddBranch(this.domainBranches, part).next;
    let stem = this.domains.get(part.text);
    if (stem === undefined) this.domains.set(part.text, (stem = new Stem()));
    return stem;
  }
}

function addToLeaf<T>(stem: Stem<T>, rest: string, route: CompiledRoute<T>): void {
  const slot = stem.slot(rest);
  const leaf = (slot.own ??= []);
  const other = leaf.find((each) => answersSameRequests(each, route));
  if (other !== undefined) throw duplicateRoute(other, route);
  leaf.push(route);
  // GET answers HEAD too, but a route made for HEAD knows better.
  leaf.sort((a, b) => Number(namesHead(b)) - Number(namesHead(a)));
  if (rest.endsWith("/")) stem.slot(rest.slice(0, -1)).withSlash = leaf;
  stem.slot(`${rest}/`).withoutSlash = leaf;
}

function namesHead(route: CompiledRoute<unknown>): boolean {
  return route.definition.methods?.some((method) => method.toUpperCase() === "HEAD") ?? false;
}

// HEAD and OPTIONS are added to routes rather than meant by them, so that sharing these alone is not a conflict.
function answersSameRequests<T>(a: CompiledRoute<T>, b: CompiledRoute<T>): boolean {
  if (a.websocket !== b.websocket) return false;
  if (a.methods === undefined || b.methods === undefined) return true;
  if (a.methods.symmetricDifference(b.methods).size === 0) return true;
  for (const method of a.methods) if (method !== "HEAD" && method !== "OPTIONS" && b.methods.has(method)) return true;
  return false;
}

function duplicateRoute<T>(first: CompiledRoute<T>, second: CompiledRoute<T>): SetupError {
  const shared =
    first.methods === undefined || second.methods === undefined
      ? "the same methods"
      : [...first.methods.intersection(second.methods)].sort().join(", ");
  return new SetupError(
    "ROUTING_DUPLICATE_ROUTE",
    `The routes "${first.definition.name}" and "${second.definition.name}" both answer ${shared} at ${quoteValue(second.definition.pattern)}.`,
    {
      facts: [`First:  ${describeRoute(first.definition)}`, `Second: ${describeRoute(second.definition)}`],
      cure: "Remove one, or give them different methods, hosts or patterns.",
    },
  );
}
