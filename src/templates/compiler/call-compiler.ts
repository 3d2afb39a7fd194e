// Compiles calls, filters and tests; macros of the same template and simple built-in filters are called directly.
import type { CallShape, FilterDefinition } from "../definitions.ts";
import type { Arguments, CallNode, Expression, FilterNode, TestNode } from "../syntax/nodes.ts";
import { any, ExpressionCompiler, escaping } from "./expression-compiler.ts";
import type { Frame } from "./frame.ts";
import { type Code, quote, quoteKey } from "./function-frame.ts";
import type { MacroShape } from "./scope.ts";
import { describeNode } from "./unit.ts";

// Filters and tests that may be asked of undefined values in strict mode too.
const toleratesUndefined: ReadonlySet<string> = new Set([
  "default",
  "d",
  "defined",
  "undefined",
  "none",
  "sameas",
  "default_if_none",
]);

/** A filter or test that exists, and the variable that holds its function. */
interface FoundDefinition {
  readonly code: string;
  readonly definition: FilterDefinition;
}

/** Adds calls, filters and tests to expressions. */
export abstract class CallCompiler extends ExpressionCompiler {
  // --- calls ----------------------------------------------------------------------------------------------------------

  protected override call(node: CallNode, frame: Frame, caller?: string): Code {
    const direct = this.#directCall(node, frame, caller);
    if (direct !== undefined) return direct;
    const { callee } = node;
    const named = caller === undefined ? "" : `caller:${caller}`;
    if (callee.type === "attribute") {
      const object = this.object(callee.object, callee.name, frame).code;
      const [args, keywords] = this.#arguments(node, frame, named);
      const place = this.unit.position(
        callee.at,
        this.missing(callee.object, frame) ??
          `${describeNode(callee.object)} is undefined.\u0000${describeNode(callee)}`,
        "called",
      );
      const helper = this.unit.helper(callee.optional ? "callMethodOptional" : "callMethod");
      return any(`${helper}(s,c,${escaping(frame)},${object},${quote(callee.name)},${args},${keywords},${place})`);
    }
    const target = this.awaited(this.expression(callee, frame), frame).code;
    const [args, keywords] = this.#arguments(node, frame, named);
    const missing = this.missing(callee, frame) ?? `${describeNode(callee)} is undefined.`;
    const place = this.unit.position(callee.at, `${missing}\u0000${describeNode(callee)}`, "called");
    return any(`${this.unit.helper("call")}(s,c,${escaping(frame)},${target},${args},${keywords},${place})`);
  }

  /** Calls whose target is known while compiling. */
  #directCall(node: CallNode, frame: Frame, caller: string | undefined): Code | undefined {
    const { callee } = node;
    const isPlain = node.rest === null && node.keywords === null;
    if (callee.type === "attribute") {
      const loop = this.findLoop(callee.object, frame);
      if (loop !== undefined && callee.name === "cycle" && isPlain && node.kwargs.length === 0) {
        const items = node.args.map((item) => this.expression(item, frame).code);
        if (items.length > 0) return any(`[${items.join(",")}][${loop.index}%${items.length}]`);
      }
      return undefined;
    }
    if (callee.type !== "name") return undefined;
    const variable = frame.scope.find(callee.name);
    if (variable === undefined) return undefined;
    if (callee.name === "super" && variable.hidden === true && node.args.length === 0 && isPlain)
      return this.callSuper(frame);
    if (variable.loop?.recurse !== undefined && node.args.length === 1 && node.kwargs.length === 0 && isPlain) {
      const items = this.awaited(this.expression(node.args[0]!, frame), frame).code;
      const place = this.unit.position(node.at, `${describeNode(node.args[0]!)} is undefined.`);
      const run = `${variable.loop.recurse}(${items},${variable.loop.depth}+1,${place})`;
      return this.marked(this.unit.awaits ? `(await ${run})` : run, frame);
    }
    if (variable.macro !== undefined && isPlain) return this.#macroCall(node, variable.macro, frame, caller);
    return undefined;
  }

  #macroCall(node: CallNode, macro: MacroShape, frame: Frame, caller: string | undefined): Code | undefined {
    if (node.args.length > macro.params.length || (caller !== undefined && !macro.usesCaller)) return undefined;
    if (node.kwargs.some(({ name }) => name === "caller")) return undefined;
    const slots: (string | undefined)[] = [];
    // Keyword arguments out of order would be evaluated in another order than they are written.
    const positions = node.kwargs.map(({ name }) => macro.params.indexOf(name));
    if (positions.some((at, i) => at < node.args.length || (i > 0 && at <= positions[i - 1]!))) return undefined;
    for (const item of node.args) slots.push(this.plain(item, frame).code);
    node.kwargs.forEach(({ value }, i) => {
      slots[positions[i]!] = this.plain(value, frame).code;
    });
    if (macro.catchesRest) slots[macro.params.length] = "[]";
    if (macro.catchesKeywords) slots[macro.params.length + 1] = `${this.unit.helper("noKeywords")}()`;
    if (caller !== undefined) slots[macro.params.length + 2] = caller;
    const place = this.unit.position(node.at, null, "called");
    const args = Array.from(slots, (slot) => slot ?? "undefined");
    const run = `(${place},${macro.code}(${args.join(",")}))`;
    return this.marked(this.unit.awaits ? `(await ${run})` : run, frame);
  }

  /** Text that a macro, block or captured body made: not escaped again where escaping is on. */
  marked(code: string, frame: Frame): Code {
    if (frame.autoescape === true) return { code, kind: "html" };
    if (frame.autoescape === false) return { code, kind: "text" };
    return any(`${this.unit.helper("mark")}(${code},${frame.autoescape})`);
  }

  /** Makes a value of text that is printed as it is. */
  value(code: Code): string {
    return code.kind === "html" ? `${this.unit.helper("safe")}(${code.code})` : code.code;
  }

  override expression(node: Expression, frame: Frame): Code {
    const code = this.printed(node, frame);
    return code.kind === "html" ? any(this.value(code)) : code;
  }

  /** As `expression`, for places that print: text that is not escaped may stay plain. */
  printed(node: Expression, frame: Frame): Code {
    return super.expression(node, frame);
  }

  /** An array of the arguments, and an object of the keyword arguments or null. */
  #arguments(node: Arguments, frame: Frame, named = ""): readonly [string, string] {
    const args = node.args.map((item) => this.plain(item, frame).code);
    if (node.rest !== null) {
      const rest = this.operand(node.rest, frame).code;
      args.push(`...${this.unit.helper("spread")}(${rest},${this.unit.positionOf(node.rest)})`);
    }
    return [`[${args.join(",")}]`, this.#keywords(node, frame, named)];
  }

  #keywords(node: Arguments, frame: Frame, named: string): string {
    const entries = node.kwargs.map(({ name, value }) => `${quoteKey(name)}:${this.plain(value, frame).code}`);
    if (named !== "") entries.push(named);
    if (entries.length === 0 && node.keywords === null) return "null";
    const own = `{__proto__:null${entries.map((entry) => `,${entry}`).join("")}}`;
    if (node.keywords === null) return own;
    return `${this.unit.helper("keywords")}(${own},${this.operand(node.keywords, frame).code})`;
  }

  // --- filters and tests ----------------------------------------------------------------------------------------------

  /** The call object for definitions that ask for it. */
  protected callObject(frame: Frame): string {
    const name = `q_${escaping(frame)}`;
    frame.fn.calls.add(name);
    return `(${name}??=${this.unit.helper("callObject")}(s,c,${escaping(frame)}))`;
  }

  protected override filter(node: FilterNode, frame: Frame): Code {
    const value = this.#subject(node.value!, node.name, frame);
    return this.filtered(node, value, frame);
  }

  #subject(node: Expression, name: string, frame: Frame): Code {
    const value = this.settled(this.expression(node, frame), frame);
    return toleratesUndefined.has(name) ? value : this.defined(value, node, frame);
  }

  /** Applies a filter to code whose value is known already. */
  filtered(node: FilterNode, value: Code, frame: Frame): Code {
    const found = this.unit.filter(node.name, node.at);
    if (found === undefined) {
      if (!frame.soft) this.unit.failUnknown("filter", node.name, node.at);
      return any(`${this.unit.helper("unknown")}("filter",${quote(node.name)},${this.unit.position(node.at)})`);
    }
    const inline = this.#inlineFilter(node, value, found, frame);
    if (inline !== undefined) return inline;
    return this.#apply("filter", node, found, value, frame);
  }

  #inlineFilter(node: FilterNode, value: Code, found: FoundDefinition, frame: Frame): Code | undefined {
    if (node.kwargs.length > 0 || node.rest !== null || node.keywords !== null) return undefined;
    if (!this.unit.vocabulary.isBuiltin(node.name)) return undefined;
    const [argument] = node.args;
    const temp = value.simple === true ? value.code : frame.fn.take();
    const set = value.simple === true ? value.code : `${temp}=${value.code}`;
    let code: Code | undefined;
    const slow = (): string => this.#apply("filter", { ...node, args: [] }, found, any(temp, true), frame).code;
    if (argument === undefined && (node.name === "upper" || node.name === "lower")) {
      const method = node.name === "upper" ? "toUpperCase" : "toLowerCase";
      code = any(`(typeof(${set})==="string"?(${temp}).${method}():${slow()})`);
    } else if (argument === undefined && (node.name === "length" || node.name === "count"))
      code = any(`(Array.isArray(${set})?(${temp}).length:${slow()})`);
    else if ((node.name === "default" || node.name === "d") && node.args.length === 1)
      code = any(`((${set})===undefined?${this.plain(argument!, frame).code}:${temp})`);
    if (value.simple !== true) frame.fn.release();
    return code;
  }

  protected override test(node: TestNode, frame: Frame): Code {
    if (node.args.length === 0 && node.kwargs.length === 0) {
      const none = this.unit.settings.pythonSpelling ? "===null" : "==null";
      const check = { defined: "!==undefined", undefined: "===undefined", none }[node.name];
      if (check !== undefined && this.unit.vocabulary.test(node.name) !== undefined) {
        const value = this.settled(this.expression(node.value, frame), frame);
        return { code: `(${value.code}${check})`, kind: "boolean" };
      }
    }
    const found = this.unit.test(node.name, node.at);
    if (found === undefined) {
      if (!frame.soft) this.unit.failUnknown("test", node.name, node.at);
      return any(`${this.unit.helper("unknown")}("test",${quote(node.name)},${this.unit.position(node.at)})`);
    }
    const value = this.#subject(node.value, node.name, frame);
    const result = this.awaited(this.#apply("test", node, found, value, frame), frame);
    return { code: this.truthOf(result), kind: "boolean" };
  }

  #apply(
    kind: "filter" | "test",
    node: FilterNode | TestNode,
    found: FoundDefinition,
    value: Code,
    frame: Frame,
  ): Code {
    const { definition } = found;
    const place = this.unit.position(node.at);
    const args = this.#staticArguments(definition, node, frame);
    if (args === undefined) {
      const [list, keywords] = this.#arguments(node, frame);
      const whole = this.unit.definition(kind, node.name);
      return any(
        `${this.unit.helper("apply")}(s,c,${escaping(frame)},${whole},${quote(node.name)},${value.code},${list},${keywords},${place})`,
      );
    }
    const call = definition.call === true ? [this.callObject(frame)] : [];
    if (value.simple === true && args.every((arg) => arg.simple === true))
      return any(`(${place},${found.code}(${[...call, value.code, ...args.map((arg) => arg.code)].join(",")}))`);
    const temp = frame.fn.take();
    frame.fn.release();
    if (args.every((arg) => arg.simple === true))
      return any(
        `(${temp}=${value.code},${place},${found.code}(${[...call, temp, ...args.map((arg) => arg.code)].join(",")}))`,
      );
    return any(
      `${this.unit.helper("run")}(${found.code},[${[...call, value.code, ...args.map((arg) => arg.code)].join(",")}],${place})`,
    );
  }

  /** The arguments in the function's order, or undefined when that is known at run time only. */
  #staticArguments(shape: CallShape, node: Arguments, frame: Frame): readonly Code[] | undefined {
    if (node.rest !== null || node.keywords !== null) return undefined;
    const { params } = shape;
    if (params === undefined) {
      if (node.kwargs.length > 0) return undefined;
      const args = node.args.map((arg) => this.plain(arg, frame));
      return shape.keywords === true ? [...args, any(`${this.unit.helper("noKeywords")}()`, true)] : args;
    }
    if (shape.keywords === true || (node.args.length > params.length && shape.rest !== true)) return undefined;
    if (shape.rest === true && node.kwargs.length > 0) return undefined;
    const slots: Code[] = node.args.map((arg) => this.plain(arg, frame));
    for (const { name, value } of node.kwargs) {
      const at = params.indexOf(name);
      if (at < slots.length) return undefined;
      while (slots.length < at) slots.push({ code: "undefined", kind: "undefined", simple: true });
      slots.push(this.plain(value, frame));
    }
    return slots;
  }
}
