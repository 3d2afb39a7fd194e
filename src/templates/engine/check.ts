// Checks templates before anybody asks for them: errors, missing templates, blocks nobody shows, unknown variables.
import { type CheckMessage, didYouMean } from "#kernel";
import { findUndeclared } from "../compiler/scope.ts";
import type { TemplatesErrorCode } from "../error-table.ts";
import { findPlace, TemplateError } from "../errors.ts";
import type { Body, Expression, SliceNode, Statement } from "../syntax/nodes.ts";
import { bodiesOf, eachExpression, eachPart, expressionsOf, namesOf, someStatement } from "../syntax/walk.ts";
import type { TemplateReference } from "./define-template.ts";
import type { Template } from "./template.ts";

/** What a check needs of the engine. */
export interface CheckHost {
  list(): readonly string[];
  get(name: string): Template;
  /** Whether there is a template of this name. */
  has(name: string): boolean;
  /** Names that every template has. */
  readonly globals: readonly string[];
}

/** Checks all templates that can be listed. */
export function checkTemplates(
  host: CheckHost,
  references: readonly TemplateReference<object>[],
): readonly CheckMessage[] {
  const messages: CheckMessage[] = [];
  for (const name of host.list()) {
    try {
      const template = host.get(name);
      if (template.nodes !== undefined) checkTemplate(template, template.nodes.body, host, messages);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      messages.push({
        level: "error",
        code: error.code,
        message: error.summary,
        where: whereOf(error, name),
        cure: error.details.cure,
      });
    }
  }
  for (const reference of references) checkVariables(reference, host, messages);
  return messages;
}

function whereOf(error: TemplateError, name: string): string {
  return error.line > 0 ? `${error.template}:${error.line}:${error.column}` : name;
}

function checkTemplate(template: Template, body: Body, host: CheckHost, messages: CheckMessage[]): void {
  const add = (
    code: TemplatesErrorCode,
    at: number,
    message: string,
    cure?: string,
    level: CheckMessage["level"] = "error",
  ): void => {
    const { line, column } = findPlace(template.source, at);
    messages.push({ level, code, message, where: `${template.name}:${line}:${column}`, cure });
  };
  eachStatement(body, (node) => {
    const names = constantNames(node);
    if (names !== undefined && !names.some((name) => host.has(name)))
      add(
        "TEMPLATES_NOT_FOUND",
        node.at,
        `No template named ${names.map((name) => `"${name}"`).join(", ")}.${didYouMean(names[0] ?? "", host.list())}`,
      );
  });
  const parentBlocks = blocksOfParents(template, host);
  if (parentBlocks !== undefined)
    for (const node of body)
      if (node.type === "block" && !parentBlocks.has(node.name))
        add(
          "TEMPLATES_UNKNOWN_BLOCK",
          node.at,
          `The block "${node.name}" is in none of the parents, so it is never shown.${didYouMean(node.name, parentBlocks)}`,
          undefined,
          "warning",
        );
  checkLoops(body, add);
}

/** The names in a tag that refers to templates by constants, all of which must not be missing. */
function constantNames(node: Statement): readonly string[] | undefined {
  if (
    node.type === "include"
      ? node.ignoreMissing
      : node.type !== "extends" && node.type !== "import" && node.type !== "from-import"
  )
    return undefined;
  const { template } = node as { template: Expression };
  const items = template.type === "list" || template.type === "tuple" ? template.items : [template];
  const names = items.flatMap((item) =>
    item.type === "constant" && typeof item.value === "string" ? [item.value] : [],
  );
  return names.length === items.length && !names.some((name) => name.startsWith(".")) ? names : undefined;
}

// Undefined when a parent is not known before the template renders.
function blocksOfParents(template: Template, host: CheckHost): ReadonlySet<string> | undefined {
  const blocks = new Set<string>();
  const seen = new Set([template.name]);
  let { parent } = template;
  if (parent === undefined) return undefined;
  while (parent !== undefined) {
    if (seen.has(parent) || !host.has(parent)) return undefined;
    seen.add(parent);
    const found: Template = host.get(parent);
    const body = found.nodes?.body;
    if (body === undefined || (found.parent === undefined && someStatement(body, (node) => node.type === "extends")))
      return undefined;
    eachStatement(body, (node) => {
      if (node.type === "block") blocks.add(node.name);
    });
    parent = found.parent;
  }
  return blocks;
}

// `{% set found = true %}` in a loop is lost after it: Jinja's most frequent surprise.
function checkLoops(
  body: Body,
  add: (code: TemplatesErrorCode, at: number, message: string, cure?: string, level?: CheckMessage["level"]) => void,
): void {
  const visit = (nodes: Body): void => {
    nodes.forEach((node, i) => {
      if (node.type === "for") {
        const later = new Set<string>();
        const read = (part: Expression | SliceNode): void => {
          if (part.type === "name") later.add(part.name);
          eachPart(part, read);
        };
        for (const next of nodes.slice(i + 1)) {
          expressionsOf(next).forEach(read);
          for (const inner of bodiesOf(next)) eachExpression(inner, read);
        }
        const before = new Set(
          nodes.slice(0, i).flatMap((earlier) => (earlier.type === "set" ? namesOf(earlier.target) : [])),
        );
        for (const [name, at] of assignedIn(node.body))
          if (later.has(name) && before.has(name))
            add(
              "TEMPLATES_LOST_ASSIGNMENT",
              at,
              `"${name}" is set in a loop, but is read after it, where the loop's value is not seen.`,
              `Use a namespace: {% set ns = namespace(${name}=…) %} before the loop, {% set ns.${name} = … %} in it.`,
              "warning",
            );
      }
      for (const inner of bodiesOf(node)) visit(inner);
    });
  };
  visit(body);
}

function assignedIn(body: Body): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  eachStatement(body, (node) => {
    if (node.type === "set") for (const name of namesOf(node.target)) names.set(name, node.at);
  });
  return names;
}

function eachStatement(body: Body, visit: (node: Statement) => void): void {
  someStatement(body, (node) => {
    visit(node);
    return false;
  });
}

function checkVariables(reference: TemplateReference<object>, host: CheckHost, messages: CheckMessage[]): void {
  const { name, variables } = reference;
  if (!host.has(name)) {
    messages.push({
      level: "error",
      code: "TEMPLATES_NOT_FOUND",
      message: `No template named "${name}", which defineTemplate declares.${didYouMean(name, host.list())}`,
      where: name,
    });
    return;
  }
  if (variables === undefined) return;
  const known = new Set([...variables, ...host.globals]);
  for (const template of chainOf(name, host)) {
    const body = template.nodes?.body ?? [];
    const assigned = new Set([...chainOf(name, host)].flatMap((part) => topNames(part.nodes?.body ?? [])));
    for (const variable of findUndeclared(body)) {
      if (known.has(variable) || assigned.has(variable)) continue;
      const { line, column } = findPlace(template.source, findName(body, variable));
      messages.push({
        level: "error",
        code: "TEMPLATES_UNKNOWN_VARIABLE",
        message: `The context of "${name}" has no variable "${variable}".${didYouMean(variable, known)}`,
        where: `${template.name}:${line}:${column}`,
        cure: `It has ${variables.join(", ")}.`,
      });
    }
  }
}

/** A template and its constant parents. */
function chainOf(name: string, host: CheckHost): ReadonlySet<Template> {
  const chain = new Set<Template>();
  for (let next: string | undefined = name; next !== undefined && host.has(next); ) {
    let template: Template;
    try {
      template = host.get(next);
    } catch {
      // The check of all templates has reported it.
      break;
    }
    if (chain.has(template)) break;
    chain.add(template);
    next = template.parent;
  }
  return chain;
}

// What a child sets at its top level, its parents' blocks see.
function topNames(body: Body): readonly string[] {
  return body.flatMap((node) => {
    if (node.type === "set" || node.type === "set-block") return namesOf(node.target);
    if (node.type === "macro") return [node.name];
    if (node.type === "import") return [node.target];
    return node.type === "from-import" ? node.names.map((entry) => entry.alias) : [];
  });
}

function findName(body: Body, name: string): number {
  let at: number | undefined;
  eachExpression(body, (node) => {
    if (node.type === "name" && node.name === name) at ??= node.at;
  });
  return at ?? 0;
}
