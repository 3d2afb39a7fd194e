// Walks the trie with one path: tries static text before dynamic parts and specific parts before general ones.
import type { FoundMatch } from "../route-definition.ts";
import type { CompiledRoute } from "./compile-route.ts";
import type { Branch, Leaf, Level, Slot, Stem, Trie } from "./trie.ts";

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

  // For a dynamic host, its text stands before the path's, so that spans speak of one text.
  #text = "";
  #method = "";
  #websocket = false;
  // Start and end of each parameter's value so far.
  #spans: number[] = [];

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
    this.#spans.length = 0;
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
    if (this.slashRequired || branches.length === 0) return undefined;
    this.#text = domain + path;
    for (const branch of branches) {
      if (!branch.matcher.match(domain, 0, domain.length, this.#spans)) continue;
      const found = this.#enter(branch.next, domain.length);
      if (found !== undefined || this.slashRequired) return found;
      this.#spans.length = 0;
    }
    return undefined;
  }

  // `at` is where the rest of the text begins: its end, or a slash.
  #enter(stem: Stem<T>, at: number): FoundMatch<T> | undefined {
    const slot = at === this.#text.length ? stem.here : stem.slots.get(at === 0 ? this.#text : this.#text.slice(at));
    if (slot !== undefined) {
      const found = this.#settle(slot);
      if (found !== undefined || this.slashRequired) return found;
    }
    if (stem.levels.length > 0 && at < this.#text.length) {
      const found = this.#branchOut(stem.levels, slot?.withoutSlash, at);
      if (found !== undefined || this.slashRequired) return found;
      return undefined;
    }
    return slot?.withoutSlash === undefined ? undefined : this.#settleLenient(slot.withoutSlash);
  }

  #settle(slot: Slot<T>): FoundMatch<T> | undefined {
    if (slot.own !== undefined)
      for (const route of slot.own) {
        const found = this.#accept(route);
        if (found !== undefined) return found;
      }
    if (slot.withSlash === undefined) return undefined;
    for (const route of slot.withSlash) {
      if (route.websocket !== this.#websocket || !answers(route, this.#method)) continue;
      if (!route.strictSlashes) return this.#finish(route);
      if (this.#finish(route) === undefined) continue;
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

  #branchOut(levels: readonly Level<T>[], lenient: Leaf<T> | undefined, at: number): FoundMatch<T> | undefined {
    const text = this.#text;
    let slashes = 1;
    let slash = at;
    for (const deepest = levels[0]!.slashes; slashes < deepest; slashes++) {
      const next = text.indexOf("/", slash + 1);
      if (next < 0) break;
      slash = next;
    }
    for (const level of levels) {
      if (level.slashes > slashes) continue;
      for (; slashes > level.slashes; slashes--) slash = text.lastIndexOf("/", slash - 1);
      // A lenient leaf is as deep as the slash that ends the path: deeper than any branch but one right after that slash.
      if (lenient !== undefined && slash + 1 < text.length) {
        const found = this.#settleLenient(lenient);
        if (found !== undefined) return found;
        lenient = undefined;
      }
      const branches = level.branches.get(text.slice(at, slash + 1));
      if (branches === undefined) continue;
      const found = this.#tryBranches(branches, slash + 1);
      if (found !== undefined || this.slashRequired) return found;
    }
    return lenient === undefined ? undefined : this.#settleLenient(lenient);
  }

  #tryBranches(branches: readonly Branch<T>[], start: number): FoundMatch<T> | undefined {
    const text = this.#text;
    const spans = this.#spans;
    const { length } = spans;
    let segmentEnd = -1;
    for (const { part, matcher, next } of branches) {
      let end = text.length;
      if (part.final) {
        if (part.slashed && text.charCodeAt(end - 1) === 47) end--;
        // Two slashes at the end are one too many.
        if (part.slashed && (end <= start || text.charCodeAt(end - 1) === 47)) continue;
      } else {
        if (segmentEnd < 0) {
          segmentEnd = text.indexOf("/", start);
          if (segmentEnd < 0) segmentEnd = text.length;
        }
        end = segmentEnd;
      }
      if (!matcher.match(text, start, end, spans)) continue;
      const found = this.#enter(next, end);
      if (found !== undefined || this.slashRequired) return found;
      spans.length = length;
    }
    return undefined;
  }

  #accept(route: CompiledRoute<T>): FoundMatch<T> | undefined {
    if (!answers(route, this.#method)) for (const method of route.methods!) this.allowed.add(method);
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
    const spans = this.#spans;
    // Setting the same names in the same order gives all requests of a route objects of one shape.
    const params: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) {
      const value = readers[i]!.read(text, spans[2 * i]!, spans[2 * i + 1]!);
      if (value === undefined) return undefined;
      params[names[i]!] = value;
    }
    if (route.defaults !== undefined) Object.assign(params, route.defaults);
    this.route = route;
    return { kind: "found", route: route.definition, params };
  }
}

function answers<T>(route: CompiledRoute<T>, method: string): boolean {
  return route.methods === undefined || route.methods.has(method);
}
