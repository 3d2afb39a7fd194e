// Walks the trie with one path: tries static text before dynamic parts and specific parts before general ones.
import type { FoundMatch } from "../route-definition.ts";
import { Captures } from "./captures.ts";
import type { CompiledRoute } from "./compile-route.ts";
import type { Branch, Leaf, Slot, TextNode, Trie } from "./trie.ts";

const slash = 47;

/** The state of one search, and what it learnt on the way. Used again for the next search. */
export class Walk<T> {
  /** The route of the match that `search` returned. */
  route: CompiledRoute<T> | undefined;
  /** Set where the path with one more slash would match; the search stops there. */
  slashRequired = false;
  /** The methods of routes that match but for their method. */
  readonly allowed: Set<string> = new Set();
  /** Set where a route matches, except that one of the two is a WebSocket. */
  websocketMismatch = false;

  // For a dynamic host, its text stands before the path's, so that captures speak of one text.
  #text = "";
  #method = "";
  #websocket = false;
  readonly #captures = new Captures();

  /** Prepares for a request. `search` may follow several times. */
  begin(method: string, websocket: boolean): void {
    this.#method = method;
    this.#websocket = websocket;
    this.slashRequired = false;
    this.websocketMismatch = false;
    if (this.allowed.size > 0) this.allowed.clear();
  }

  /** Looks under the host's own root, then under those of dynamic hosts, then under that of any host. */
  search(trie: Trie<T>, domain: string | undefined, path: string): FoundMatch<T> | undefined {
    this.#text = path;
    this.#captures.count = 0;
    if (domain !== undefined) {
      const own = trie.domains.get(domain);
      const found =
        (own === undefined ? undefined : this.#enter(own, 0)) ?? this.#searchDomains(trie.domainBranches, domain, path);
      if (found !== undefined || this.slashRequired) return found;
      this.#text = path;
    }
    return this.#enter(trie.anywhere, 0);
  }

  #searchDomains(branches: readonly Branch<T>[], domain: string, path: string): FoundMatch<T> | undefined {
    if (this.slashRequired) return undefined;
    for (const branch of branches) {
      this.#text = domain + path;
      if (!branch.matcher.match(domain, 0, domain.length, this.#captures)) continue;
      const found = this.#enter(branch.next, domain.length);
      if (found !== undefined || this.slashRequired) return found;
      this.#captures.count = 0;
    }
    return undefined;
  }

  // `base` is where the stem begins in the text. Static text is followed as far as it goes; then, from the deepest node
  // to the shallowest, what may begin there.
  #enter(stem: TextNode<T>, base: number): FoundMatch<T> | undefined {
    const text = this.#text;
    const { length } = text;
    let node = stem;
    let at = base;
    while (at < length) {
      const child = node.find(text.charCodeAt(at));
      if (child === undefined) break;
      const { label } = child;
      const end = at + label.length;
      if (end > length) break;
      // The first character is known to agree.
      let i = 1;
      while (i < label.length && label.charCodeAt(i) === text.charCodeAt(at + i)) i++;
      if (i < label.length) break;
      node = child;
      at = end;
    }
    let open = node.branches === undefined ? node.above : node;
    if (at === length) {
      const found = this.#end(node, at);
      if (found !== undefined || this.slashRequired) return found;
      open = node.above;
    }
    for (; open !== undefined; open = open.above) {
      const found = this.#tryBranches(open.branches!, base + open.depth);
      if (found !== undefined || this.slashRequired) return found;
    }
    return undefined;
  }

  // The path ends at this node.
  #end(node: TextNode<T>, at: number): FoundMatch<T> | undefined {
    const { slot, branches } = node;
    if (slot !== undefined) {
      const found = this.#settle(slot);
      if (found !== undefined || this.slashRequired) return found;
    }
    if (branches !== undefined) {
      const found = this.#tryBranches(branches, at);
      if (found !== undefined || this.slashRequired) return found;
    }
    return slot?.withoutSlash === undefined ? undefined : this.#settleLenient(slot.withoutSlash);
  }

  #settle(slot: Slot<T>): FoundMatch<T> | undefined {
    if (slot.own !== undefined)
      for (const route of slot.own) {
        const found = this.#accept(route);
        if (found !== undefined) return found;
      }
    if (slot.withSlash !== undefined)
      for (const route of slot.withSlash) {
        if (route.websocket !== this.#websocket || !this.#answers(route)) continue;
        const found = this.#finish(route);
        if (found === undefined) continue;
        if (!route.strictSlashes) return found;
        this.slashRequired = true;
        return undefined;
      }
    return undefined;
  }

  #settleLenient(leaf: Leaf<T>): FoundMatch<T> | undefined {
    for (const route of leaf) {
      if (route.strictSlashes) continue;
      const found = this.#accept(route);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #tryBranches(branches: readonly Branch<T>[], start: number): FoundMatch<T> | undefined {
    const text = this.#text;
    const captures = this.#captures;
    const { count } = captures;
    let segmentEnd = -1;
    for (let i = 0; i < branches.length; i++) {
      const { part, matcher, next } = branches[i]!;
      let end = text.length;
      if (part.final) {
        if (part.slashed) {
          if (text.charCodeAt(end - 1) === slash) end--;
          // Two slashes at the end are one too many.
          if (end <= start || text.charCodeAt(end - 1) === slash) continue;
        }
      } else {
        if (segmentEnd < 0) segmentEnd = endOfSegment(text, start);
        end = segmentEnd;
      }
      if (!matcher.match(text, start, end, captures)) continue;
      const found = this.#enter(next, end);
      if (found !== undefined || this.slashRequired) return found;
      captures.count = count;
    }
    return undefined;
  }

  #answers(route: CompiledRoute<T>): boolean {
    if (route.methods === undefined) return true;
    return this.#method === "GET" ? route.answersGet : route.methods.has(this.#method);
  }

  #accept(route: CompiledRoute<T>): FoundMatch<T> | undefined {
    if (!this.#answers(route)) for (const method of route.methods!) this.allowed.add(method);
    else if (route.websocket !== this.#websocket) this.websocketMismatch = true;
    else return this.#finish(route);
    return undefined;
  }

  // Makes the parameters' values; undefined where one of them does not count after all.
  #finish(route: CompiledRoute<T>): FoundMatch<T> | undefined {
    if (route.shared !== undefined) {
      this.route = route;
      return route.shared;
    }
    const { names, readers } = route;
    const text = this.#text;
    const captures = this.#captures;
    // Setting the same names in the same order gives all requests of a route objects of one shape.
    const params: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) {
      const value = readers[i]!.read(text, captures.start(i), captures.end(i));
      if (value === undefined) return undefined;
      params[names[i]!] = value;
    }
    if (route.defaults !== undefined) Object.assign(params, route.defaults);
    this.route = route;
    return { kind: "found", route: route.definition, params };
  }
}

function endOfSegment(text: string, start: number): number {
  for (let i = start; i < text.length; i++) if (text.charCodeAt(i) === slash) return i;
  return text.length;
}
