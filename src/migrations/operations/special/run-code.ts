// Makes the operation that runs TypeScript on the models as they stood at that point of the history.
import type { SchemaEditor } from "../../schema/schema-editor.ts";
import { modelsOfState } from "../../state/historical-models.ts";
import type { ProjectState } from "../../state/project-state.ts";
import { irreversible } from "../irreversible.ts";
import type { Operation, OperationContext, WrittenCall } from "../operation.ts";
import { Step } from "../step.ts";
import { type Backfill, backfill } from "./backfill.ts";
import type { HistoricalModel, ModelDeclarations } from "./historical-model.ts";

/** What the functions of {@link runCode} get. */
export interface CodeContext<Models extends ModelDeclarations = ModelDeclarations> {
  /** The model of that name as it was then; typed by the declarations that `runCode` is given. */
  model<Name extends keyof Models & string>(name: Name): HistoricalModel<Models, Name>;
  /** Goes over the rows of a query in batches, in the order of their key. */
  readonly backfill: Backfill;
  /** The alias of the database, for `using`. */
  readonly using: string | undefined;
}

/** What {@link runCode} takes. */
export interface RunCodeOptions<Models extends ModelDeclarations = ModelDeclarations> {
  /** Says in a few words what it does. */
  readonly name: string;
  /** The fields of the models that it uses, for their types; `makemigrations --empty --models` writes them. */
  readonly models?: Models | undefined;
  readonly forwards: (context: CodeContext<Models>) => unknown;
  /** What undoes it; without it the migration cannot run backwards. */
  readonly backwards?: ((context: CodeContext<Models>) => unknown) | undefined;
  readonly elidable?: boolean | undefined;
}

/** Runs code. */
export class RunCode extends Step {
  readonly kind = "runCode";
  readonly category = "p";
  readonly options: RunCodeOptions;

  constructor(options: RunCodeOptions) {
    super();
    this.options = options;
  }

  override get reversible(): boolean {
    return this.options.backwards !== undefined;
  }
  override get elidable(): boolean {
    return this.options.elidable === true;
  }
  override get reducesToSql(): boolean {
    return false;
  }
  get written(): WrittenCall {
    return { name: this.kind, args: [this.options] };
  }
  describe(): string {
    return `Run code: ${this.options.name}`;
  }
  stateForwards(_label: string, state: ProjectState): ProjectState {
    return state;
  }

  override async databaseForwards(
    editor: SchemaEditor,
    from: ProjectState,
    _to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    await this.#run(this.options.forwards, { editor, state: from, context });
  }
  override async databaseBackwards(
    editor: SchemaEditor,
    _from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    const { backwards } = this.options;
    if (backwards === undefined) throw irreversible(context.label, this);
    await this.#run(backwards, { editor, state: to, context });
  }

  async #run(
    code: (context: CodeContext) => unknown,
    at: { readonly editor: SchemaEditor; readonly state: ProjectState; readonly context: OperationContext },
  ): Promise<void> {
    const { editor, state, context } = at;
    const models = modelsOfState(state);
    await editor.runData(this.describe(), () =>
      code({
        model: (name) => models.get(name) as never,
        backfill: (query, work, options) => backfill(query, work, { report: context.report, ...options }),
        using: context.using,
      }),
    );
  }
}

/**
 * Runs TypeScript on the models as they stood at that point of the history.
 *
 * @example
 * ```ts
 * import { runCode } from "demijohn/migrations";
 * const step = runCode({
 *   name: "number the articles",
 *   models: { "blog.Article": { id: { type: "auto" }, number: { type: "integer" } } },
 *   async forwards({ model, backfill }) {
 *     const Article = model("blog.Article");
 *     await backfill(Article.objects.filter({ number: 0 }), async (articles) => {
 *       for (const article of articles) article.number = article.id;
 *       await Article.objects.bulkUpdate(articles, ["number"]);
 *     });
 *   },
 * });
 * console.log(step.describe(), step.reversible); // => Run code: number the articles false
 * ```
 */
export function runCode<const Models extends ModelDeclarations = ModelDeclarations>(
  options: RunCodeOptions<Models>,
): Operation {
  return new RunCode(options as unknown as RunCodeOptions);
}
