// Builds the trie that paths are matched with, from compiled routes.
//
// Invariants:
// 1. A stem is the root of static text: of a whole path, or of what follows a dynamic part. What remains of the path
//    there is "" or begins with a slash.
// 2. Below a stem, nodes form a radix tree: a node's label is the longest text that all below it share, and children
//    begin with different characters. A node has branches only where the text up to it ends with a slash.
// 3. Parts of equal signature share a branch, so that what is more specific behind them is tried first.
import { quoteValue, SetupError } from "#kernel";
import { compareWeights, type DynamicPart, type Piece, splitIntoParts } from "../pattern/pattern-part.ts";
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
}

/** A dynamic part and what follows it. */
export interface Branch<T> {
  readonly part: DynamicPart;
  readonly matcher: PartMatcher;
  readonly next: TextNode<T>;
}

const lastOfAscii = 127;

/** A place in static text. */
export class TextNode<T> {
  /** The text that leads here from the node above. */
  label: string;
  /** What is known where the path ends here. */
  slot: Slot<T> | undefined;
  /** The dynamic parts that may begin here, the most specific first. */
  branches: Branch<T>[] | undefined;
  /** How much text leads here from the stem. Set by `seal`. */
  depth = 0;
  /** The nearest node above, below the same stem, that has branches. Set by `seal`. */
  above: TextNode<T> | undefined;
  // Children whose first character is of ASCII, from #first on: an index is cheaper than hashing.
  #children: (TextNode<T> | undefined)[] = [];
  #first = 0;
  // The other ones. Made when there is one.
  #others: Map<number, TextNode<T>> | undefined;

  constructor(label = "") {
    this.label = label;
  }

  find(code: number): TextNode<T> | undefined {
    const index = code - this.#first;
    if (index >= 0 && index < this.#children.length) return this.#children[index];
    return this.#others?.get(code);
  }

  /** Returns the node that `text` leads to from here, making it and splitting labels as needed. */
  reach(text: string): TextNode<T> {
    if (text === "") return this;
    const child = this.find(text.charCodeAt(0));
    if (child === undefined) return this.#adopt(new TextNode<T>(text));
    let shared = 1;
    while (shared < child.label.length && child.label[shared] === text[shared]) shared++;
    if (shared === child.label.length) return child.reach(text.slice(shared));
    const between = this.#adopt(new TextNode<T>(text.slice(0, shared)));
    child.label = child.label.slice(shared);
    between.#adopt(child);
    return between.reach(text.slice(shared));
  }

  #adopt(child: TextNode<T>): TextNode<T> {
    const code = child.label.charCodeAt(0);
    if (code > lastOfAscii) {
      this.#others ??= new Map();
      this.#others.set(code, child);
      return child;
    }
    if (this.#children.length === 0) this.#first = code;
    while (code < this.#first) {
      this.#children.unshift(undefined);
      this.#first--;
    }
    while (this.#children.length <= code - this.#first) this.#children.push(undefined);
    this.#children[code - this.#first] = child;
    return child;
  }

  /** Notes depths and ways back, here and below, once the trie is complete. */
  seal(depth = 0, above: TextNode<T> | undefined = undefined): void {
    this.depth = depth;
    this.above = above;
    const nearest = this.branches === undefined ? above : this;
    for (const child of this.#children) child?.seal(depth + child.label.length, nearest);
    for (const child of this.#others?.values() ?? []) child.seal(depth + child.label.length, nearest);
    for (const branch of this.branches ?? []) branch.next.seal();
  }

  /** The slot of paths that end here, made where there is none. */
  openSlot(): Slot<T> {
    this.slot ??= { own: undefined, withSlash: undefined, withoutSlash: undefined };
    return this.slot;
  }

  /** The branch of a part that begins here, made where there is none. */
  branch(part: DynamicPart): Branch<T> {
    this.branches ??= [];
    return findOrAddBranch(this.branches, part);
  }
}

function findOrAddBranch<T>(branches: Branch<T>[], part: DynamicPart): Branch<T> {
  let branch = branches.find((each) => each.part.signature === part.signature);
  if (branch === undefined) {
    branch = { part, matcher: compilePart(part), next: new TextNode<T>() };
    branches.push(branch);
    branches.sort((a, b) => compareWeights(a.part.weight, b.part.weight));
  }
  return branch;
}

/** The roots of the trie, by the host or subdomain that they stand for. */
export class Trie<T> {
  /** For routes of any host, and for maps that do not look at hosts. */
  readonly anywhere: TextNode<T> = new TextNode();
  readonly domains: Map<string, TextNode<T>> = new Map();
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
        stem = stem.reach(rest).branch(part).next;
        rest = part.slashed ? "/" : "";
      }
    }
    addToLeaf(stem, rest, route);
  }

  /** Completes the trie; it is not added to afterwards. */
  seal(): void {
    this.anywhere.seal();
    for (const stem of this.domains.values()) stem.seal();
    for (const branch of this.domainBranches) branch.next.seal();
  }

  #root(domain: readonly Piece[] | undefined): TextNode<T> {
    if (domain === undefined) return this.anywhere;
    const part = splitIntoParts(domain)[0]!;
    if (part.kind === "dynamic") return findOrAddBranch(this.domainBranches, part).next;
    let stem = this.domains.get(part.text);
    if (stem === undefined) this.domains.set(part.text, (stem = new TextNode()));
    return stem;
  }
}

function addToLeaf<T>(stem: TextNode<T>, rest: string, route: CompiledRoute<T>): void {
  const slot = stem.reach(rest).openSlot();
  const leaf = (slot.own ??= []);
  const other = leaf.find((each) => answersSameRequests(each, route));
  if (other !== undefined) throw duplicateRoute(other, route);
  leaf.push(route);
  leaf.sort(compareInLeaf);
  if (rest.endsWith("/")) stem.reach(rest.slice(0, -1)).openSlot().withSlash = leaf;
  if (leaf.some((each) => !each.strictSlashes)) stem.reach(`${rest}/`).openSlot().withoutSlash = leaf;
}

/** Orders the routes of one leaf: GET answers HEAD too, but a route made for HEAD knows better. */
export function compareInLeaf<T>(a: CompiledRoute<T>, b: CompiledRoute<T>): number {
  return Number(namesHead(b)) - Number(namesHead(a));
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
