// Does an action to rows, at once or as a job with a page of its own.
import type { FormInstance } from "#forms";
import { Forbidden, type MultiMap, type Request } from "#http";
import { atomic } from "#orm";
import { keyText } from "#orm/internals";
import { deleteAction, labelOfAction } from "../../data/actions/actions.ts";
import { type Chosen, chosenRows } from "../../data/actions/chosen-rows.ts";
import { createJob, workAfter } from "../../data/actions/jobs.ts";
import { type ActionAsked, runAction, type SentValues } from "../../data/actions/run-action.ts";
import { type ListQuery, wholeList } from "../../data/list/list-query.ts";
import { labelsOf, readDeletion } from "../../data/read-deletion.ts";
import { type AdminSite, type Allowed, allowedOf, pluralOf } from "../../data/site.ts";
import type { AdminJob } from "../../models/admin-job.ts";
import type { AdminAction } from "../../options/action-options.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { logAction } from "../log-action.ts";

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

/** An action and the rows that it is for. */
export interface Doing {
  readonly entry: ModelAdmin;
  readonly action: AdminAction<object>;
  readonly rows: Rows;
  /** What was filled into the action's form. */
  readonly sent?: SentValues | undefined;
  /** The clean values of the form. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

// Deleting a row means reading what goes along with it.
const deletedAtOnce = 500;

/** How many rows an action takes in one transaction. */
export function batchSizeOf(action: AdminAction<object>): number {
  return action === deleteAction ? deletedAtOnce : (action.batch ?? Number.POSITIVE_INFINITY);
}

/** Does it in one transaction, and returns what to tell the user. */
export function runOnRows(site: AdminSite, request: Request, doing: Doing): Promise<string> {
  const { entry, action, rows, values = {} } = doing;
  if (action === deleteAction) return deleteRows(site, request, { entry, rows });
  return atomic(async () => {
    await checkRows(site, request, doing);
    return action.run(rows, request, values);
  });
}

// Where single rows have rules, each is asked for; a permission for the model as a whole is checked before.
async function checkRows(site: AdminSite, request: Request, { entry, action, rows }: Doing): Promise<void> {
  const { permission = "change" } = action;
  const { hasViewPermission, hasChangePermission, hasDeletePermission } = entry.options;
  const rules = { view: hasViewPermission, change: hasChangePermission, delete: hasDeletePermission };
  if (rules[permission] === undefined) return;
  const { t } = site.texts(request);
  for await (const row of rows as AsyncIterable<object>) {
    const allowed = await allowedOf(request, entry, row);
    if (!allowed[permission])
      throw new Forbidden(t("You may not do this with {object}.", { object: nameOf(entry, allowed, row) }));
  }
}

// A row that may not be seen has no name.
function nameOf({ meta }: ModelAdmin, { view }: Allowed, row: object): string {
  return view ? String(row) : meta.verboseName;
}

const formPrefix = "form";

/** The controls of an action's form, among all that was sent. */
export function sentValues(fields: MultiMap): SentValues {
  return [...fields]
    .filter(([name]) => name.startsWith(`${formPrefix}-`))
    .map(([name, value]) => [name, String(value)]);
}

/** An action's form, empty or with what was sent; undefined for an action without one. */
export async function actionForm(
  { form: Form }: AdminAction<object>,
  sent: SentValues | undefined,
): Promise<FormInstance | undefined> {
  if (Form === undefined) return undefined;
  if (sent === undefined) return (new Form({ prefix: formPrefix }) as FormInstance).load();
  return (await Form.from(sent, { prefix: formPrefix })) as FormInstance;
}

// Rows are deleted as instances: their relations, hooks and signals are those of a single delete.
async function deleteRows(
  site: AdminSite,
  request: Request,
  { entry, rows }: { readonly entry: ModelAdmin; readonly rows: Rows },
): Promise<string> {
  const { meta, options } = entry;
  const { t, tn } = site.texts(request);
  const deleted = await atomic(async () => {
    const logged: { meta: typeof meta; key: string; text: string }[] = [];
    const keys: unknown[] = [];
    const going: (object & { readonly pk: unknown })[] = [];
    for (const row of (await rows) as readonly (object & { readonly pk: unknown })[]) {
      const allowed = await allowedOf(request, entry, row);
      if (!allowed.delete)
        throw new Forbidden(t("You may not delete {object}.", { object: nameOf(entry, allowed, row) }));
      going.push(row);
    }
    await checkAlong(site, request, meta, going);
    for (const row of going) {
      const isDeleted = options.deleteQueryset === undefined && (await options.deleteModel?.(row, request)) !== false;
      if (isDeleted) keys.push(row.pk);
      logged.push({ meta, key: keyText(meta, row.pk), text: String(row) });
    }
    if (options.deleteQueryset === undefined) await meta.cls.objects.filter({ pk__in: keys }).delete();
    else await options.deleteQueryset(rows, request);
    await logAction(request, "delete", logged);
    return logged.length;
  });
  return tn("{count} {noun} was deleted.", "{count} {noun} were deleted.", deleted, {
    noun: deleted === 1 ? meta.verboseName : pluralOf(meta),
  });
}

// What goes along needs its own permission.
async function checkAlong(
  site: AdminSite,
  request: Request,
  meta: ModelAdmin["meta"],
  rows: readonly { readonly pk: unknown }[],
): Promise<void> {
  const { refused } = await readDeletion(
    { site, request },
    meta,
    rows.map(({ pk }) => pk),
  );
  if (refused.length > 0)
    throw new Forbidden(
      site.texts(request).t("You may not delete what would go along: {list}.", { list: labelsOf(refused) }),
    );
}

/** Begins a job for the rows, and returns the address of its page. */
export async function startActionJob(
  site: AdminSite,
  request: Request,
  {
    query,
    chosen,
    total,
    ...doing
  }: Doing & { readonly query: ListQuery; readonly chosen: Chosen; readonly total: number },
): Promise<string> {
  const { entry, action, rows } = doing;
  const [upTo]: readonly unknown[] = await rows.orderBy("-pk").limit(1).flat("pk");
  const asked: ActionAsked = {
    action: action.name,
    words: query.words,
    filters: query.filters,
    date: query.date,
    ...chosen,
    upTo: keyText(entry.meta, upTo),
    sent: doing.sent,
  };
  const job = await createJob(request, {
    kind: "action",
    model: entry.meta.name,
    title: labelOfAction(action, site.texts(request)),
    state: "running",
    asked: { ...asked },
    total,
  });
  await goOn(site, request, job, doing);
  return request.urlFor(".job", { token: job.token });
}

/** Goes on with a job after the answer. */
export async function goOn(
  site: AdminSite,
  request: Request,
  job: AdminJob,
  { entry, action }: Pick<Doing, "entry" | "action">,
): Promise<void> {
  const { words, filters, date, all, keys, sent } = job.asked as unknown as ActionAsked;
  const values = (await actionForm(action, sent))?.cleanedData;
  const query = { ...wholeList, words, filters, date };
  const run = {
    entry,
    job,
    rows: chosenRows(entry, query, request, { all, keys }),
    batchSize: batchSizeOf(action),
    act: (rows: Rows) => runOnRows(site, request, { entry, action, rows, values }),
  };
  workAfter(request, () => runAction(request, run));
}
