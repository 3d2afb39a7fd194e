// Defines the tag cache, which keeps the text of a part of a page for some time.
import { safe } from "#kernel";
import type { EngineView } from "../definitions.ts";
import type { TagCall, TemplateExtension } from "../extension.ts";
import { isThenable } from "../runtime/awaiting.ts";

/**
 * Where the tag `cache` keeps its texts, given as the policy `cache.store`.
 *
 * Without one, each engine keeps up to 1000 texts in memory. Methods may return promises; the template is then rendered with `await`.
 */
export interface FragmentStore {
  get(key: string): string | undefined | Promise<string | undefined>;
  /** Seconds to keep the text; null is without end. */
  set(key: string, text: string, seconds: number | null): unknown;
}

/** `{% cache 600 "sidebar" user.id %}` … `{% endcache %}`: seconds, a name, and the values that the text depends on. */
export const cacheTag: TemplateExtension = {
  name: "cache",
  tags: ["cache"],
  parse(parser) {
    const { args, kwargs } = parser.arguments();
    if (args.length < 2)
      parser.fail("The tag cache needs seconds and a name.", '{% cache 600 "sidebar" user.id %} … {% endcache %}');
    const { body } = parser.body("endcache");
    parser.end();
    return parser.run("cache", { args, kwargs, bodies: { body } });
  },
  run: { cache },
};

function cache(call: TagCall): unknown {
  const [time, name, ...values] = call.args;
  const seconds = time === null ? null : Number(time);
  if (seconds !== null && !Number.isFinite(seconds))
    throw call.error(
      `The tag cache got ${JSON.stringify(call.text(time))} for its seconds.`,
      '{% cache 600 "sidebar" %}',
    );
  const store = storeOf(call);
  // Texts are told apart by escaping and language as well: the same part may differ in both.
  const key = JSON.stringify([
    call.text(name),
    call.options.locale,
    call.options.timezone,
    call.autoescape,
    ...values.map((value) => call.text(value)),
  ]);
  const found = store.get(key);
  if (isThenable(found))
    return found.then((text) => (text === undefined ? fill(call, { store, key, seconds }) : safe(text)));
  return found === undefined ? fill(call, { store, key, seconds }) : safe(found);
}

interface Slot {
  readonly store: FragmentStore;
  readonly key: string;
  readonly seconds: number | null;
}

function fill(call: TagCall, { store, key, seconds }: Slot): unknown {
  const keep = (text: string): unknown => {
    const stored: unknown = seconds !== null && seconds <= 0 ? undefined : store.set(key, text, seconds);
    return isThenable(stored) ? stored.then(() => safe(text)) : safe(text);
  };
  const body = call.body("body");
  return typeof body === "string" ? keep(body) : body.then(keep);
}

const memories = new WeakMap<EngineView, FragmentStore>();

function storeOf(call: TagCall): FragmentStore {
  const own = call.options.policies["cache.store"];
  if (typeof own === "object" && own !== null) return own as FragmentStore;
  let memory = memories.get(call.engine);
  if (memory === undefined) {
    memory = createMemory(() => call.options.now().getTime());
    memories.set(call.engine, memory);
  }
  return memory;
}

const mostTexts = 1000;

// The oldest text goes when the memory is full.
function createMemory(now: () => number): FragmentStore {
  const texts = new Map<string, { readonly text: string; readonly until: number }>();
  return {
    get(key) {
      const kept = texts.get(key);
      if (kept === undefined || kept.until > now()) return kept?.text;
      texts.delete(key);
      return undefined;
    },
    set(key, text, seconds) {
      texts.delete(key);
      texts.set(key, { text, until: seconds === null ? Number.POSITIVE_INFINITY : now() + seconds * 1000 });
      if (texts.size > mostTexts) texts.delete(texts.keys().next().value!);
    },
  };
}
