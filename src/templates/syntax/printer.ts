// Prints nodes as template source that parses to the same nodes.
import type {
  Arguments,
  Body,
  Expression,
  Parameter,
  SliceNode,
  Statement,
  Target,
  TemplateNode,
  TransNode,
} from "./nodes.ts";
import { writeString } from "./string-literal.ts";

/** Prints a whole template with Jinja's marks and whitespace rules. */
export function printTemplate(template: TemplateNode): string {
  const text = printBody(template.body);
  // One newline at the very end is not part of a template.
  return text.endsWith("\n") ? `${text}\n` : text;
}

// Binding strength, from loosest; an operand that binds looser than its place asks for stands in brackets.
const strength = {
  conditional: 0,
  or: 1,
  and: 2,
  not: 3,
  compare: 4,
  sum: 5,
  concat: 6,
  product: 7,
  power: 8,
  unary: 9,
};
const tightest = 10;

/** Prints an expression. */
export function printExpression(node: Expression): string {
  return printAt(node, strength.conditional);
}

function printAt(node: Expression, least: number): string {
  const [text, own] = printWithStrength(node);
  return own < least ? `(${text})` : text;
}

function printWithStrength(node: Expression): readonly [string, number] {
  switch (node.type) {
    case "name":
      return [node.name, tightest];
    case "constant":
      return [printConstant(node.value, node.float === true), tightest];
    case "list":
      return [`[${node.items.map(printExpression).join(", ")}]`, tightest];
    case "tuple":
      return [`(${node.items.map(printExpression).join(", ")}${node.items.length === 1 ? "," : ""})`, tightest];
    case "dict":
      return [
        `{${node.entries.map(({ key, value }) => `${printExpression(key)}: ${printExpression(value)}`).join(", ")}}`,
        tightest,
      ];
    case "concat":
      return [node.items.map((item) => printAt(item, strength.product)).join(" ~ "), strength.concat];
    case "binary":
      return printBinary(node.operator, node.left, node.right);
    case "unary":
      return node.operator === "not"
        ? [`not ${printAt(node.operand, strength.not)}`, strength.not]
        : [`${node.operator}${printSigned(node.operand)}`, strength.unary];
    case "compare": {
      const steps = node.steps.map((step) => ` ${step.operator} ${printAt(step.right, strength.sum)}`);
      return [printAt(node.left, strength.sum) + steps.join(""), strength.compare];
    }
    case "conditional": {
      const no = node.no === null ? "" : ` else ${printAt(node.no, strength.conditional)}`;
      return [`${printAt(node.yes, strength.or)} if ${printAt(node.test, strength.or)}${no}`, strength.conditional];
    }
    case "attribute":
      return [`${printOperand(node.object)}${node.optional ? "?." : "."}${node.name}`, tightest];
    case "item":
      return [`${printOperand(node.object)}${node.optional ? "?." : ""}[${printKey(node.key)}]`, tightest];
    case "call":
      return [`${printCallee(node.callee)}(${printArguments(node)})`, tightest];
    case "filter": {
      const bar = node.value === null ? "" : `${printFiltered(node.value)}|`;
      return [`${bar}${node.name}${printList(node)}`, strength.unary];
    }
    case "test":
      return [`${printFiltered(node.value)} is ${node.name}${printList(node)}`, strength.unary];
  }
}

function printBinary(operator: string, left: Expression, right: Expression): readonly [string, number] {
  const own =
    operator === "or" || operator === "and"
      ? strength[operator]
      : operator === "+" || operator === "-"
        ? strength.sum
        : operator === "**"
          ? strength.power
          : strength.product;
  return [`${printAt(left, own)} ${operator} ${printAt(right, own + 1)}`, own];
}

// A sign is read before attributes and calls, which then belong to the signed value.
function printSigned(node: Expression): string {
  const text =
    isPlainOperand(node) || (node.type === "unary" && node.operator !== "not")
      ? printExpression(node)
      : `(${printExpression(node)})`;
  return text.startsWith("-") || text.startsWith("+") ? ` ${text}` : text;
}

function isPlainOperand(node: Expression): boolean {
  return (
    node.type === "name" ||
    node.type === "constant" ||
    node.type === "list" ||
    node.type === "tuple" ||
    node.type === "dict"
  );
}

function printOperand(node: Expression): string {
  const isOperand = isPlainOperand(node) || node.type === "attribute" || node.type === "item" || node.type === "call";
  const text = printExpression(node);
  // A number would take the point for its own; a signed operand inside would end before the attribute.
  return isOperand && !(node.type === "constant" && typeof node.value === "number") ? text : `(${text})`;
}

// `value|filter()` calls nothing: the brackets are the filter's own.
function printCallee(node: Expression): string {
  return printOperand(node);
}

function printFiltered(node: Expression): string {
  return node.type === "filter" ? printExpression(node) : printOperand(node);
}

function printKey(node: Expression | SliceNode): string {
  if (node.type === "slice") {
    const part = (bound: Expression | null): string => (bound === null ? "" : printExpression(bound));
    return `${part(node.start)}:${part(node.stop)}${node.step === null ? "" : `:${part(node.step)}`}`;
  }
  return node.type === "tuple"
    ? `(${node.items.map(printExpression).join(", ")}${node.items.length === 1 ? "," : ""})`
    : printExpression(node);
}

function printList(list: Arguments): string {
  const text = printArguments(list);
  return text === "" ? "" : `(${text})`;
}

function printArguments(list: Arguments): string {
  const parts = list.args.map(printExpression);
  for (const { name, value } of list.kwargs) parts.push(`${name}=${printExpression(value)}`);
  if (list.rest !== null) parts.push(`*${printExpression(list.rest)}`);
  if (list.keywords !== null) parts.push(`**${printExpression(list.keywords)}`);
  return parts.join(", ");
}

function printConstant(value: string | number | boolean | null, isFloat: boolean): string {
  if (typeof value === "string") return writeString(value);
  if (value === null) return "none";
  if (typeof value !== "number") return String(value);
  if (!Number.isFinite(value)) return isFloat ? "1e999" : `1${"0".repeat(310)}`;
  const text = String(value);
  if (isFloat) return /[.e]/.test(text) ? text.replace("e+", "e") : `${text}.0`;
  return text.includes("e") ? BigInt(value).toString() : text;
}

function printTarget(target: Target): string {
  if (target.type === "name") return target.name;
  if (target.type === "namespace") return `${target.object}.${target.name}`;
  return `(${target.items.map(printTarget).join(", ")}${target.items.length === 1 ? "," : ""})`;
}

function printParameters(params: readonly Parameter[]): string {
  return `(${params.map(({ name, value }) => (value === null ? name : `${name}=${printExpression(value)}`)).join(", ")})`;
}

function tag(text: string): string {
  return `{% ${text} %}`;
}

function printBody(body: Body): string {
  let text = "";
  for (const node of body) text += node.type === "data" ? printData(node.text) : printStatement(node);
  return text;
}

const risky = /\{[{%#]|\{$/;

// Text that could be taken for a tag, also together with what follows it, stands in raw blocks; none of them holds "{% endraw".
function printData(text: string): string {
  if (!risky.test(text)) return text;
  const parts = text.split(/(?<=\{%[-+]?\s*e)(?=ndraw)/);
  // A newline that follows an opening tag is kept, as trimBlocks is off.
  return parts.map((part) => `${tag("raw")}${part}${tag("endraw")}`).join("");
}

function printStatement(node: Exclude<Statement, { type: "data" }>): string {
  switch (node.type) {
    case "print":
      return `{{ ${printExpression(node.value)} }}`;
    case "for": {
      const test = node.test === null ? "" : ` if ${printAt(node.test, tightest)}`;
      const head = `for ${printTarget(node.target)} in ${printAt(node.iterable, tightest)}${test}${node.recursive ? " recursive" : ""}`;
      const otherwise = node.otherwise.length === 0 ? "" : tag("else") + printBody(node.otherwise);
      return `${tag(head)}${printBody(node.body)}${otherwise}${tag("endfor")}`;
    }
    case "if": {
      const branches = node.branches.map(
        ({ test, body }, i) => tag(`${i === 0 ? "if" : "elif"} ${printAt(test, strength.or)}`) + printBody(body),
      );
      const otherwise = node.otherwise === null ? "" : tag("else") + printBody(node.otherwise);
      return `${branches.join("")}${otherwise}${tag("endif")}`;
    }
    case "macro":
      return `${tag(`macro ${node.name}${printParameters(node.params)}`)}${printBody(node.body)}${tag("endmacro")}`;
    case "call-block": {
      const call = printExpression(node.call);
      // A call that begins with a bracket would be read as the parameters.
      const params = node.params.length === 0 && !call.startsWith("(") ? "" : printParameters(node.params);
      return `${tag(`call${params} ${call}`)}${printBody(node.body)}${tag("endcall")}`;
    }
    case "filter-block":
      return `${tag(`filter ${printExpression(node.filter)}`)}${printBody(node.body)}${tag("endfilter")}`;
    case "with": {
      const values = node.values.map(({ target, value }) => `${printTarget(target)} = ${printExpression(value)}`);
      return `${tag(`with${values.length > 0 ? " " : ""}${values.join(", ")}`)}${printBody(node.body)}${tag("endwith")}`;
    }
    case "set":
      return tag(`set ${printTarget(node.target)} = ${printExpression(node.value)}`);
    case "set-block": {
      const filter = node.filter === null ? "" : `|${printExpression(node.filter)}`;
      return `${tag(`set ${printTarget(node.target)}${filter}`)}${printBody(node.body)}${tag("endset")}`;
    }
    case "extends":
      return tag(`extends ${printExpression(node.template)}`);
    case "block": {
      const flags = `${node.scoped ? " scoped" : ""}${node.required ? " required" : ""}`;
      return `${tag(`block ${node.name}${flags}`)}${printBody(node.body)}${tag("endblock")}`;
    }
    case "include": {
      const values = node.values.map(({ name, value }) => ` ${name}=${printExpression(value)}`);
      const given = values.length === 0 ? "" : ` with${values.join(",")}`;
      const missing = node.ignoreMissing ? " ignore missing" : "";
      return tag(
        `include ${printAt(node.template, tightest)}${missing}${node.context ? "" : " without context"}${given}`,
      );
    }
    case "import":
      return tag(`import ${printAt(node.template, tightest)} as ${node.target}${printContext(node.context)}`);
    case "from-import": {
      const names = node.names.map(({ name, alias }) => (name === alias ? name : `${name} as ${alias}`));
      return tag(`from ${printAt(node.template, tightest)} import ${names.join(", ")}${printContext(node.context)}`);
    }
    case "autoescape":
      return `${tag(`autoescape ${printExpression(node.value)}`)}${printBody(node.body)}${tag("endautoescape")}`;
    case "do":
      return tag(`do ${printExpression(node.value)}`);
    case "break":
    case "continue":
      return tag(node.type);
    case "trans":
      return printTrans(node);
    case "partialdef":
      return `${tag(`partialdef ${node.name}${node.inline ? " inline" : ""}`)}${printBody(node.body)}${tag("endpartialdef")}`;
    case "partial":
      return tag(`partial ${node.name}`);
    case "custom":
    case "group":
      return printWritten(node.written);
  }
}

function printContext(context: boolean): string {
  return context ? " with context" : "";
}

function printWritten(written: readonly (string | Body)[]): string {
  return written.map((part) => (typeof part === "string" ? tag(part) : printBody(part))).join("");
}

function printTrans(node: TransNode): string {
  const context = node.context === null ? "" : ` ${writeString(node.context)}`;
  const values = node.values.map(({ name, value }) => `${name}=${printExpression(value)}`);
  const head = `trans${context} notrimmed${values.length === 0 ? "" : `, ${values.join(", ")}`}`;
  const isNamed = node.count !== null && node.values.some((value) => value.name === node.count);
  const plural =
    node.plural === null ? "" : tag(`pluralize${isNamed ? ` ${node.count}` : ""}`) + printTransText(node.plural);
  return `${tag(head)}${printTransText(node.singular)}${plural}${tag("endtrans")}`;
}

function printTransText(text: string): string {
  let out = "";
  let data = "";
  for (const part of text.split(/(%%|%\([^)]*\)s)/))
    if (part.startsWith("%(")) {
      out += `${printData(data)}{{ ${part.slice(2, -2)} }}`;
      data = "";
    } else data += part === "%%" ? "%" : part;
  return out + printData(data);
}
