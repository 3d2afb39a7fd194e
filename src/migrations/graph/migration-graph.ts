// Joins migrations by what they depend on, and answers in which order they run and which state they lead to.
import { didYouMean } from "#kernel";
import { MigrationError } from "../migration-error.ts";
import { compareText, keyParts, resolveModel } from "../state/model-state.ts";
import { emptyState, type ProjectState } from "../state/project-state.ts";
import { type Migration, type MigrationId, migrationText, stateAfter } from "./migration.ts";

/** What a {@link MigrationGraph} is built with. */
export interface GraphOptions {
  /** The texts of the migrations that the database has: they decide between squashed migrations and what they replace. */
  readonly applied?: ReadonlySet<string> | undefined;
  /** The models that settings name. */
  readonly swappables?: Readonly<Record<string, string>> | undefined;
}

interface Node<M extends Migration> {
  readonly id: MigrationId;
  readonly text: string;
  readonly migration: M;
  readonly parents: Set<string>;
  readonly children: Set<string>;
}

/**
 * The migrations of a project and their dependencies.
 *
 * Invariant: of a squashed migration and the ones that it replaces, only one side is in the graph. It is the squashed one
 * unless the database has some, but not all, of the others.
 */
export class MigrationGraph<M extends Migration = Migration> {
  readonly #nodes = new Map<string, Node<M>>();
  /** The squashed migration in the graph, by the text of each that it replaces. */
  readonly #replacements = new Map<string, string>();
  readonly #options: GraphOptions;

  /** @throws {MigrationError} MIGRATIONS_TWICE, MIGRATIONS_MISSING_DEPENDENCY or MIGRATIONS_CIRCULAR_GRAPH */
  constructor(migrations: readonly M[], options: GraphOptions = {}) {
    this.#options = options;
    for (const migration of this.#withoutReplaced(migrations)) this.#add(migration);
    for (const node of this.#nodes.values()) this.#join(node);
    this.order;
  }

  #withoutReplaced(migrations: readonly M[]): readonly M[] {
    const { applied = new Set<string>() } = this.#options;
    let kept = migrations;
    // A squashed migration may replace one that was squashed itself, so the last ones are looked at first.
    for (const squashed of [...migrations].reverse()) {
      if (squashed.replaces.length === 0 || !kept.includes(squashed)) continue;
      const replaced = new Set(squashed.replaces.flatMap((id) => this.#expand(id, migrations)));
      const done = [...replaced].filter((text) => applied.has(text));
      const present = [...replaced].filter((text) => kept.some((each) => textOf(each) === text));
      const whole = done.length === 0 || done.length === replaced.size || applied.has(textOf(squashed));
      if (!whole && present.length > 0) {
        kept = kept.filter((each) => each !== squashed);
        continue;
      }
      kept = kept.filter((each) => each === squashed || !replaced.has(textOf(each)));
      for (const text of replaced) this.#replacements.set(text, textOf(squashed));
    }
    return kept;
  }

  #expand(id: MigrationId, migrations: readonly M[]): readonly string[] {
    const text = migrationText(id);
    const squashed = migrations.find((each) => textOf(each) === text);
    return squashed === undefined
      ? [text]
      : [text, ...squashed.replaces.flatMap((inner) => this.#expand(inner, migrations))];
  }

  #add(migration: M): void {
    const text = textOf(migration);
    if (this.#nodes.has(text))
      throw new MigrationError("MIGRATIONS_TWICE", `There are two migrations ${text}.`, {
        cure: "Give one of the files another name.",
      });
    const id: MigrationId = [migration.label, migration.name];
    this.#nodes.set(text, { id, text, migration, parents: new Set(), children: new Set() });
  }

  #join(node: Node<M>): void {
    for (const wanted of node.migration.dependencies) {
      const parent = this.#resolve(wanted, node);
      if (parent === undefined || parent === node) continue;
      node.parents.add(parent.text);
      parent.children.add(node.text);
    }
    for (const waiting of node.migration.runBefore) {
      const child = this.#resolve(waiting, node);
      if (child === undefined || child === node) continue;
      child.parents.add(node.text);
      node.children.add(child.text);
    }
  }

  /** The node that a dependency names; undefined where a label has no migrations to wait for. */
  #resolve(wanted: MigrationId, by: Node<M>): Node<M> | undefined {
    const [label, name] = wanted;
    if (label === "__setting__") {
      const model = this.#options.swappables?.[name];
      return model === undefined ? undefined : this.#edge(keyParts(resolveModel(model, ""))[0], "__first__");
    }
    if (name === "__first__" || name === "__latest__") return this.#edge(label, name);
    const text = migrationText(wanted);
    const found = this.#nodes.get(text) ?? this.#nodes.get(this.#replacements.get(text) ?? "");
    if (found !== undefined) return found;
    throw new MigrationError("MIGRATIONS_MISSING_DEPENDENCY", `${by.text} depends on ${text}, which does not exist.`, {
      where: by.text,
      cure: `Correct the dependency, or bring the missing file back.${didYouMean(text, [...this.#nodes.keys()])}`,
    });
  }

  #edge(label: string, name: "__first__" | "__latest__"): Node<M> | undefined {
    const own = [...this.#nodes.values()].filter((node) => node.id[0] === label);
    const beyond = (node: Node<M>) => (name === "__first__" ? node.parents : node.children);
    return own.find((node) => ![...beyond(node)].some((text) => this.#nodes.get(text)!.id[0] === label));
  }

  /** All migrations, each after what it depends on; between equals, labels and names decide. */
  get order(): readonly M[] {
    return this.#ordered([...this.#nodes.keys()].sort(compareText));
  }

  #ordered(texts: readonly string[]): readonly M[] {
    const done = new Set<string>();
    const open = new Set<string>();
    const list: M[] = [];
    const visit = (node: Node<M>): void => {
      if (done.has(node.text)) return;
      if (open.has(node.text)) throw circle([...open, node.text]);
      open.add(node.text);
      for (const parent of [...node.parents].sort(compareText)) visit(this.#nodes.get(parent)!);
      open.delete(node.text);
      done.add(node.text);
      list.push(node.migration);
    };
    for (const text of texts) visit(this.#nodes.get(text)!);
    return list;
  }

  /** What a squashed migration of the graph replaces, with what those have replaced in their turn. */
  replacedBy(migration: Migration): readonly MigrationId[] {
    const by = textOf(migration);
    const texts = [...this.#replacements].filter(([, text]) => text === by).map(([replaced]) => replaced);
    return texts.map((text) => [text.slice(0, text.lastIndexOf(".")), text.slice(text.lastIndexOf(".") + 1)]);
  }

  /** The migration of that name; a replaced one gives the one that replaces it. */
  find(id: MigrationId): M | undefined {
    const text = migrationText(id);
    return (this.#nodes.get(text) ?? this.#nodes.get(this.#replacements.get(text) ?? ""))?.migration;
  }

  /**
   * The migration of a label whose name begins so.
   *
   * @throws {MigrationError} MIGRATIONS_UNKNOWN
   */
  get(label: string, prefix: string): M {
    this.checkLabel(label);
    const own = [...this.#nodes.values()].filter((node) => node.id[0] === label);
    const exact = own.find((node) => node.id[1] === prefix);
    const found = exact === undefined ? own.filter((node) => node.id[1].startsWith(prefix)) : [exact];
    if (found.length === 1) return found[0]!.migration;
    const names = own.map((node) => node.id[1]).sort(compareText);
    throw new MigrationError(
      "MIGRATIONS_UNKNOWN",
      found.length === 0
        ? `"${label}" has no migration whose name begins with "${prefix}".`
        : `Several migrations of "${label}" begin with "${prefix}".`,
      {
        facts: [`Migrations: ${names.join(", ") || "none"}.`],
        cure: `Name one of them.${found.length === 0 ? didYouMean(prefix, names) : ""}`,
      },
    );
  }

  /** Refuses a label that has no migrations. @throws {MigrationError} MIGRATIONS_UNKNOWN_LABEL */
  checkLabel(label: string): void {
    const { labels } = this;
    if (labels.includes(label)) return;
    throw new MigrationError("MIGRATIONS_UNKNOWN_LABEL", `"${label}" has no migrations.`, {
      facts: [`Labels: ${labels.join(", ") || "none"}.`],
      cure: `Name one of them, or make its first migration: demijohn makemigrations.${didYouMean(label, labels)}`,
    });
  }

  /** The labels that have migrations. */
  get labels(): readonly string[] {
    return [...new Set([...this.#nodes.values()].map((node) => node.id[0]))].sort(compareText);
  }

  /** The migrations of a label that no other of the label follows. More than one is a conflict. */
  leaves(label: string): readonly M[] {
    return [...this.#nodes.values()]
      .filter((node) => node.id[0] === label)
      .filter((node) => ![...node.children].some((text) => this.#nodes.get(text)!.id[0] === label))
      .sort((left, right) => compareText(left.text, right.text))
      .map((node) => node.migration);
  }

  /** The labels with several last migrations, and those. */
  conflicts(): ReadonlyMap<string, readonly M[]> {
    const found = this.labels.map((label) => [label, this.leaves(label)] as const);
    return new Map(found.filter(([, leaves]) => leaves.length > 1));
  }

  /** The migration and all that it depends on, in the order in which they run. */
  forwardsPlan(id: MigrationId): readonly M[] {
    return this.#ordered([this.#text(id)]);
  }

  /** The migration and all that depend on it, in the order in which they are undone. */
  backwardsPlan(id: MigrationId): readonly M[] {
    const found = new Set<string>();
    const visit = (text: string): void => {
      if (found.has(text)) return;
      found.add(text);
      for (const child of this.#nodes.get(text)!.children) visit(child);
    };
    visit(this.#text(id));
    return this.order.filter((migration) => found.has(textOf(migration))).toReversed();
  }

  /** What a migration depends on, as it stands in the graph. */
  parents(id: MigrationId): readonly M[] {
    const node = this.#nodes.get(this.#text(id))!;
    return [...node.parents].sort(compareText).map((text) => this.#nodes.get(text)!.migration);
  }

  #text(id: MigrationId): string {
    const found = this.find(id);
    if (found !== undefined) return textOf(found);
    throw new MigrationError("MIGRATIONS_UNKNOWN", `There is no migration ${migrationText(id)}.`, {
      cure: `Name one that exists.${didYouMean(migrationText(id), [...this.#nodes.keys()])}`,
    });
  }

  /** The state of the project after all migrations, or after some and what they depend on. */
  state(upTo?: readonly MigrationId[]): ProjectState {
    const list = upTo === undefined ? this.order : this.#ordered(upTo.map((id) => this.#text(id)));
    return list.reduce((state, migration) => stateAfter(migration, state), emptyState);
  }
}

function textOf(migration: Migration): string {
  return migrationText([migration.label, migration.name]);
}

function circle(texts: readonly string[]): MigrationError {
  const [last] = texts.slice(-1);
  const ring = texts.slice(texts.indexOf(last!));
  return new MigrationError("MIGRATIONS_CIRCULAR_GRAPH", "Migrations depend on each other in a circle.", {
    facts: [ring.join(" → ")],
    cure: "Take one of these dependencies out of its file.",
  });
}
