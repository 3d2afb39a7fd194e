// Defines Django's tags that choose among values while a template runs: firstof, cycle, ifchanged, regroup, widthratio.
import { safe } from "#kernel";
import type { TagCall, TagParser, TemplateExtension } from "../extension.ts";
import { roundHalfEven } from "../format/round.ts";
import type { Expression, NameNode, Statement, Target } from "../syntax/nodes.ts";
import { isTrue, valuesEqual } from "../values/compare-values.ts";
import { type Tuple, tuple } from "../values/python-spelling.ts";

/** Django's tags for choosing, taking turns and grouping. */
export const flowTags: TemplateExtension = {
  name: "flow",
  tags: ["firstof", "cycle", "resetcycle", "ifchanged", "regroup", "widthratio"],
  parse: (parser) => parsers[parser.tag]!(parser),
  run: { firstOf, takeTurn, takeNamedTurn, showTurn, resetTurn, ifChanged, regroup, widthRatio },
};

const parsers: Readonly<Record<string, (parser: TagParser) => Statement | readonly Statement[]>> = {
  firstof(parser) {
    const { args } = parser.arguments();
    if (args.length === 0) parser.fail("The tag firstof needs at least one value.", '{% firstof a b "none" %}');
    const target = parser.alias();
    parser.end();
    return parser.run("firstOf", { args, target });
  },
  cycle: parseCycle,
  resetcycle(parser) {
    const args = parser.atEnd ? [] : [constant(parser, parser.name())];
    parser.end();
    return parser.run("resetTurn", { args });
  },
  ifchanged: parseIfChanged,
  regroup: parseRegroup,
  widthratio(parser) {
    const { args } = parser.arguments();
    if (args.length !== 3) parser.fail("The tag widthratio needs three values.", "{% widthratio value maximum 100 %}");
    const target = parser.alias();
    parser.end();
    return parser.run("widthRatio", { args, target });
  },
};

function constant(parser: TagParser, value: string | boolean | number): Expression {
  return { type: "constant", at: parser.at, value };
}

function firstOf(call: TagCall): unknown {
  return call.args.find(isTrue) ?? "";
}

// `{% cycle a b as name silent %}` begins a named cycle, which `{% cycle name %}` goes on with.
function parseCycle(parser: TagParser): Statement | readonly Statement[] {
  const { args } = parser.arguments();
  if (args.length === 0) parser.fail("The tag cycle needs values.", '{% cycle "odd" "even" %}');
  const target = parser.alias();
  const isSilent = target !== null && parser.accept("name", "silent");
  parser.end();
  const [only] = args;
  if (target !== null && target.type === "name") {
    const name = constant(parser, target.name);
    return turnAndShow(parser, target, [name, constant(parser, isSilent), ...args]);
  }
  if (args.length === 1 && only?.type === "name") {
    const turn = parser.run("takeNamedTurn", { args: [constant(parser, only.name), only], target: only });
    return [turn, parser.run("showTurn", { args: [constant(parser, only.name), only] })];
  }
  return parser.run("takeTurn", { args: [constant(parser, ""), constant(parser, false), ...args] });
}

function turnAndShow(parser: TagParser, target: NameNode, args: readonly Expression[]): readonly Statement[] {
  const turn = parser.run("takeTurn", { args, target: target satisfies Target });
  return [turn, parser.run("showTurn", { args: [args[0]!, { type: "name", at: parser.at, name: target.name }] })];
}

interface Turn {
  next: number;
  readonly isSilent: boolean;
  values: readonly unknown[];
}

function takeTurn(call: TagCall): unknown {
  const [name, isSilent, ...values] = call.args;
  call.memory["turn"] ??= { next: 0, isSilent: Boolean(isSilent), values } satisfies Turn;
  const turn = call.memory["turn"] as Turn;
  turn.values = values;
  if (name !== "") turnsOf(call).set(String(name), turn);
  call.shared["last"] = turn;
  return values[turn.next++ % values.length];
}

function turnsOf(call: TagCall): Map<string, Turn> {
  call.shared["turns"] ??= new Map<string, Turn>();
  return call.shared["turns"] as Map<string, Turn>;
}

function takeNamedTurn(call: TagCall): unknown {
  const [name, value] = call.args;
  const turn = turnsOf(call).get(String(name));
  return turn === undefined ? value : turn.values[turn.next++ % turn.values.length];
}

function showTurn(call: TagCall): unknown {
  const [name, value] = call.args;
  return turnsOf(call).get(String(name))?.isSilent ? "" : value;
}

function resetTurn(call: TagCall): string {
  const [name] = call.args;
  const turn = (name === undefined ? call.shared["last"] : turnsOf(call).get(String(name))) as Turn | undefined;
  if (turn === undefined)
    throw call.error(
      name === undefined ? "There is no cycle to reset." : `There is no cycle named ${JSON.stringify(name)} to reset.`,
      '{% cycle "odd" "even" as row %} … {% resetcycle row %}',
    );
  turn.next = 0;
  return "";
}

// The loop goes along as a value: in another loop, everything has changed.
function parseIfChanged(parser: TagParser): Statement {
  const { args } = parser.arguments();
  const first = parser.body("else", "endifchanged");
  const second = first.end === "else" ? parser.body("endifchanged") : undefined;
  parser.end();
  return parser.run("ifChanged", {
    args: [parser.parseExpression("loop if loop is defined else none"), ...args],
    bodies: { body: first.body, ...(second === undefined ? {} : { otherwise: second.body }) },
  });
}

function ifChanged(call: TagCall): unknown {
  const [loop, ...values] = call.args;
  if (values.length > 0) return hasChanged(call, loop, values) ? markHtml(call.body("body")) : otherwise(call);
  // Without values, what the body shows decides.
  const body = call.body("body");
  const choose = (text: string) => (hasChanged(call, loop, [text]) ? safe(text) : otherwise(call));
  return typeof body === "string" ? choose(body) : body.then(choose);
}

function otherwise(call: TagCall): unknown {
  return call.hasBody("otherwise") ? markHtml(call.body("otherwise")) : "";
}

function markHtml(body: string | Promise<string>): unknown {
  return typeof body === "string" ? safe(body) : body.then(safe);
}

function hasChanged({ memory }: TagCall, loop: unknown, values: readonly unknown[]): boolean {
  const isSame = "values" in memory && memory["loop"] === loop && valuesEqual(memory["values"], values);
  memory["loop"] = loop;
  memory["values"] = values;
  return !isSame;
}

// `by` is a path from the item, with filters behind it; the filters' arguments are read outside of the item.
function parseRegroup(parser: TagParser): Statement {
  const list = parser.operand();
  parser.expect("name", "by");
  const by = parser.operand();
  const target = parser.alias();
  if (target === null)
    parser.fail("The tag regroup needs a name for its groups.", "{% regroup cities by country as countries %}");
  parser.end();
  const filters: { readonly name: string; readonly count: number }[] = [];
  const args: Expression[] = [];
  let path: Expression = by;
  while (path.type === "filter" && path.value !== null) {
    filters.unshift({ name: path.name, count: path.args.length });
    args.unshift(...path.args);
    path = path.value;
  }
  const steps = readPath(parser, path);
  const plan = JSON.stringify({ steps, filters });
  return parser.run("regroup", { args: [constant(parser, plan), list, ...args], target });
}

function readPath(parser: TagParser, path: Expression): (string | number)[] {
  if (path.type === "name") return [path.name];
  if (path.type === "attribute") return [...readPath(parser, path.object), path.name];
  if (path.type === "item" && path.key.type === "constant")
    return [...readPath(parser, path.object), path.key.value as string | number];
  return parser.fail(
    "regroup groups by an attribute of the items.",
    "{% regroup cities by country.name as countries %}",
    path.at,
  );
}

interface GroupPlan {
  readonly steps: readonly (string | number)[];
  readonly filters: readonly { readonly name: string; readonly count: number }[];
}

function regroup(call: TagCall): Tuple[] {
  const [plan, list, ...args] = call.args;
  const { steps, filters } = JSON.parse(String(plan)) as GroupPlan;
  const groups: { readonly key: unknown; readonly members: unknown[] }[] = [];
  for (const item of call.items(list ?? [])) {
    let key: unknown = item;
    for (const step of steps) key = call.attribute(key, step);
    let from = 0;
    for (const { name, count } of filters) {
      key = call.filter(name, key, args.slice(from, from + count));
      from += count;
    }
    const current = groups.at(-1);
    if (current !== undefined && valuesEqual(current.key, key)) current.members.push(item);
    else groups.push({ key, members: [item] });
  }
  return groups.map(({ key, members }) =>
    Object.defineProperties(tuple<unknown>(key, members), { grouper: { value: key }, list: { value: members } }),
  );
}

function widthRatio(call: TagCall): string {
  const [value, maximum, width] = call.args.map((arg) => Number(arg ?? Number.NaN));
  if (maximum === 0) return "0";
  const ratio = roundHalfEven((value! / maximum!) * width!, 0);
  return Number.isFinite(ratio) ? String(ratio + 0) : "";
}
