// Compiles statements into JavaScript that adds to an output variable; loops are in loop-compiler.ts.
import { escapeHtml } from "#kernel";
import type {
  AutoescapeNode,
  BlockNode,
  Body,
  CallBlockNode,
  CustomNode,
  Expression,
  FilterNode,
  FromImportNode,
  IfNode,
  ImportNode,
  IncludeNode,
  KeywordArgument,
  MacroNode,
  Parameter,
  Statement,
  Target,
  TargetListNode,
  TransNode,
  WithNode,
} from "../syntax/nodes.ts";
import { eachExpression, eachPart } from "../syntax/walk.ts";
import { CallCompiler } from "./call-compiler.ts";
import { any, escaping } from "./expression-compiler.ts";
import type { Frame } from "./frame.ts";
import { type Code, FunctionFrame, quote, quoteKey } from "./function-frame.ts";
import { findAssignments, type MacroShape, Scope } from "./scope.ts";
import { describeNode } from "./unit.ts";

/** Adds statements to expressions and calls. */
export abstract class StatementCompiler extends CallCompiler {
  protected abstract loop(node: Statement & { type: "for" }, frame: Frame): string;
  protected abstract extend(node: Statement & { type: "extends" }, frame: Frame): string;
  protected abstract block(node: BlockNode, frame: Frame): string;
  protected abstract partial(node: Statement & { type: "partial" | "partialdef" }, frame: Frame): string;

  /** Writes the statements of a body that has a scope of its own. */
  scoped(body: Body, frame: Frame): string {
    const inner = { ...frame, scope: new Scope(frame.scope), toplevel: false };
    return this.declared(body, inner) + this.body(body, inner);
  }

  /** Declares the names that a body assigns, in the scope of the frame. */
  declared(body: Body, frame: Frame): string {
    let code = "";
    const macros = new Map<string, MacroNode>();
    const imports = new Map<string, string>();
    for (const node of body)
      if (node.type === "macro") macros.set(node.name, node);
      else if (node.type === "from-import")
        for (const entry of node.names) imports.set(entry.alias, describeImport(node, entry.name));
    for (const [name, { needsOuter, count }] of findAssignments(body)) {
      const outer = needsOuter ? frame.scope.outer?.find(name)?.code : undefined;
      const initial = needsOuter ? (outer ?? this.contextName(name, frame)) : "undefined";
      const variable = this.unit.id("v", name);
      const macro = macros.get(name);
      const shape = macro !== undefined && count === 1 ? this.#macroShape(macro) : undefined;
      frame.scope.define(name, { code: variable, macro: shape, missing: imports.get(name) });
      code += `let ${variable}=${initial};`;
    }
    return code;
  }

  /** Writes the statements of a body; text and prints that follow one another become one addition. */
  body(body: Body, frame: Frame): string {
    let code = "";
    let pieces: string[] = [];
    const flush = (): void => {
      if (pieces.length > 0) code += `${frame.buffer}+=${pieces.join("+")};\n`;
      pieces = [];
    };
    for (const node of body) {
      if (node.type === "data") {
        if (!frame.mute && node.text !== "") addText(pieces, node.text);
      } else if (node.type === "print") {
        if (!frame.mute) this.#print(node.value, frame, pieces);
      } else {
        flush();
        code += this.#statement(node, frame);
        if (node.type === "extends") frame = { ...frame, mute: this.mutesAfterExtends(frame) };
      }
    }
    flush();
    return code;
  }

  protected abstract mutesAfterExtends(frame: Frame): boolean;

  #statement(node: Exclude<Statement, { type: "data" | "print" }>, frame: Frame): string {
    switch (node.type) {
      case "for":
        return this.loop(node, frame);
      case "if":
        return this.#if(node, frame);
      case "macro":
        return this.#macro(node, frame);
      case "call-block":
        return this.#callBlock(node, frame);
      case "filter-block": {
        const [code, buffer] = this.#capture(node.body, frame);
        return code + this.#add(this.#filtered(node.filter, this.marked(buffer, frame), frame), node.filter, frame);
      }
      case "with":
        return this.#with(node, frame);
      case "set":
        return this.assign(node.target, this.plain(node.value, frame).code, frame);
      case "set-block": {
        const [code, buffer] = this.#capture(node.body, frame);
        const text = this.marked(buffer, frame);
        const value = node.filter === null ? text : this.#filtered(node.filter, text, frame);
        return code + this.assign(node.target, this.value(value), frame);
      }
      case "extends":
        return this.extend(node, frame);
      case "block":
        return this.block(node, frame);
      case "include":
        return frame.mute ? "" : this.#include(node, frame);
      case "import":
        return this.assign({ type: "name", at: node.at, name: node.target }, this.#import(node, frame), frame);
      case "from-import":
        return this.#fromImport(node, frame);
      case "autoescape":
        return this.#autoescape(node, frame);
      case "do":
        return `${this.operand(node.value, frame).code};\n`;
      case "break":
      case "continue":
        return `${node.type};\n`;
      case "trans":
        return frame.mute ? "" : this.#trans(node, frame);
      case "partialdef":
      case "partial":
        return this.partial(node, frame);
      case "custom":
        return this.#custom(node, frame);
      case "group":
        return node.scope ? `{${this.scoped(node.body, frame)}}\n` : this.body(node.body, frame);
    }
  }

  // --- output -----------------------------------------------------------------------------------------------------------

  #print(node: Expression, frame: Frame, pieces: string[]): void {
    const folded = foldConstant(node, frame, this.unit.settings.pythonSpelling);
    if (folded !== undefined) addText(pieces, folded);
    else this.#addPiece(this.#printable(node, frame), node, frame, pieces);
  }

  #printable(node: Expression, frame: Frame): Code {
    if (node.type === "filter" && frame.autoescape === true && this.unit.vocabulary.isBuiltin(node.name)) {
      // These two only say how to print.
      if (node.args.length + node.kwargs.length === 0 && node.rest === null && node.keywords === null) {
        if (node.name === "e" || node.name === "escape") return this.operand(node.value!, frame);
        if (node.name === "safe") {
          const value = this.operand(node.value!, frame);
          return {
            code: `${this.unit.helper("text")}(${value.code},${this.unit.positionOf(node.value!)})`,
            kind: "html",
          };
        }
      }
    }
    const value = this.printed(node, frame);
    return value.kind === "html" ? value : this.awaited(value, frame);
  }

  #addPiece(value: Code, node: Expression, frame: Frame, pieces: string[]): void {
    if (value.kind === "html") pieces.push(value.code);
    else if (value.kind === "number") pieces.push(`(""+${value.code})`);
    else {
      const place = this.unit.positionOf(node, this.missing(node, frame));
      const { autoescape } = frame;
      const code = this.#watched(value, node, place, frame);
      if (typeof autoescape === "string") pieces.push(`${this.unit.helper("print")}(${code},${autoescape},${place})`);
      else pieces.push(`${this.unit.helper(autoescape ? "escape" : "text")}(${code},${place})`);
    }
  }

  // What printing an undefined value does besides printing nothing.
  #watched(value: Code, node: Expression, place: string, frame: Frame): string {
    const { settings } = this.unit;
    if (value.kind !== "any") return value.code;
    if (settings.undefined === "strict") return this.defined(value, node, frame).code;
    if (settings.undefined === "debug") {
      const owner = node.type === "attribute" ? this.expression(node.object, frame).code : "undefined";
      const name = node.type === "attribute" ? quote(node.name) : "null";
      return `${this.unit.helper("debug")}(${value.code},${place},u,()=>${owner},${name})`;
    }
    return settings.warns ? `${this.unit.helper("warn")}(s,u,${value.code},${place})` : value.code;
  }

  /** Adds a value to the output as a statement. */
  #add(value: Code, node: Expression, frame: Frame): string {
    if (frame.mute) return `${value.code};\n`;
    const pieces: string[] = [];
    this.#addPiece(value.kind === "html" ? value : this.awaited(value, frame), node, frame, pieces);
    return `${frame.buffer}+=${pieces[0]};\n`;
  }

  /** Adds text of another function, such as a block's, which is a promise or chunks in the other modes. */
  addCall(run: string, frame: Frame): string {
    if (this.unit.mode === "sync") return `${frame.buffer}+=${run};\n`;
    if (this.unit.mode === "async") return `${frame.buffer}+=await ${run};\n`;
    if (!frame.flushes) return `${frame.buffer}+=await ${this.unit.helper("collect")}(${run});\n`;
    return `if(${frame.buffer}!==""){yield ${frame.buffer};${frame.buffer}="";}yield* ${run};\n`;
  }

  #capture(body: Body, frame: Frame): readonly [string, string] {
    const buffer = this.unit.id("o");
    const inner: Frame = { ...frame, buffer, flushes: false, mute: false };
    return [`let ${buffer}="";{${this.scoped(body, inner)}}`, buffer];
  }

  #filtered(node: FilterNode, value: Code, frame: Frame): Code {
    const subject = node.value === null ? value : this.#filtered(node.value as FilterNode, value, frame);
    return this.filtered(node, this.settled(any(this.value(subject)), frame), frame);
  }

  // --- assignment -------------------------------------------------------------------------------------------------------

  /** Writes the assignment of a value to a target whose names are declared. */
  assign(target: Target, value: string, frame: Frame): string {
    if (target.type === "name") {
      const { code } = frame.scope.find(target.name)!;
      const shared = frame.toplevel ? `c.set(${quote(target.name)},${code});` : "";
      return `${code}=${value};${shared}\n`;
    }
    const place = this.unit.position(
      target.at,
      target.type === "namespace" ? `"${target.object}" is undefined.` : null,
    );
    if (target.type === "namespace") {
      const object = this.expression({ type: "name", at: target.at, name: target.object }, frame).code;
      return `${this.unit.helper("setNamespace")}(${object},${quote(target.name)},${value},${place});\n`;
    }
    const list = this.unit.id("l");
    const parts = target.items.map((item, i) => this.assign(item, `${list}[${i}]`, frame));
    return `const ${list}=${this.unit.helper("unpack")}(${value},${target.items.length},${place});${parts.join("")}`;
  }

  /** Declares the names of a target in a new scope and gives them a value. */
  bind(target: Target, value: string, scope: Scope): string {
    if (target.type === "name") {
      const code = this.unit.id("v", target.name);
      scope.define(target.name, { code });
      return `let ${code}=${value};`;
    }
    // Namespaces are targets of `set` only.
    const { items, at } = target as TargetListNode;
    const list = this.unit.id("l");
    const place = this.unit.position(at);
    const parts = items.map((item, i) => this.bind(item, `${list}[${i}]`, scope));
    return `const ${list}=${this.unit.helper("unpack")}(${value},${items.length},${place});${parts.join("")}`;
  }

  #with(node: WithNode, frame: Frame): string {
    const scope = new Scope(frame.scope);
    let code = "";
    const values: string[] = [];
    for (const { value } of node.values) {
      const variable = this.unit.id("w");
      code += `const ${variable}=${this.plain(value, frame).code};`;
      values.push(variable);
    }
    node.values.forEach(({ target }, i) => {
      code += this.bind(target, values[i]!, scope);
    });
    return `{${code}${this.scoped(node.body, { ...frame, scope })}}\n`;
  }

  // --- branches, escaping -----------------------------------------------------------------------------------------------

  #if(node: IfNode, frame: Frame): string {
    const soft = { ...frame, soft: true };
    let code = "";
    node.branches.forEach(({ test, body }, i) => {
      const condition = this.truth(test, i === 0 ? frame : soft);
      code += `${i === 0 ? "" : "else "}if(${condition}){\n${this.body(body, soft)}}`;
    });
    if (node.otherwise !== null) code += `else{\n${this.body(node.otherwise, soft)}}`;
    return `${code}\n`;
  }

  #autoescape(node: AutoescapeNode, frame: Frame): string {
    if (node.value.type === "constant")
      return `{${this.scoped(node.body, { ...frame, autoescape: Boolean(node.value.value) })}}\n`;
    const variable = this.unit.id("a");
    const code = `const ${variable}=${this.truth(node.value, frame)};`;
    return `{${code}${this.scoped(node.body, { ...frame, autoescape: variable })}}\n`;
  }

  // --- functions --------------------------------------------------------------------------------------------------------

  /** Writes a function of its own: its temporaries, output and the place of its errors. */
  function(head: string, frame: Frame, write: (frame: Frame) => string): string {
    const isGenerator = frame.fn.yields;
    const body = write(frame);
    const end = isGenerator ? 'if(o!=="")yield o;' : "return o;";
    return `${head}{${frame.fn.header()}try{${frame.fn.reads()}\n${body}${end}}catch(x){throw fail(x,p,u);}}`;
  }

  /** A frame for a function inside of another. */
  nested(frame: Frame, scope: Scope): Frame {
    return {
      ...frame,
      fn: new FunctionFrame(frame.fn, false),
      scope,
      buffer: "o",
      flushes: false,
      toplevel: false,
      mute: false,
      // The variable of a run-time choice can be read from inside.
      autoescape: frame.autoescape,
    };
  }

  get asyncWord(): string {
    return this.unit.awaits ? "async " : "";
  }

  readonly #shapes = new Map<Statement, MacroShape>();

  #macroShape(node: MacroNode): MacroShape {
    let shape = this.#shapes.get(node);
    if (shape === undefined) {
      shape = { ...describeMacro(node.params, node.body), code: this.unit.id("m", node.name) };
      this.#shapes.set(node, shape);
    }
    return shape;
  }

  #macro(node: MacroNode, frame: Frame): string {
    const shape = this.#macroShape(node);
    const value = this.#macroValue(node.name, node.params, shape);
    const code = this.#macroFunction(shape, node.params, node.body, frame);
    return code + this.assign({ type: "name", at: node.at, name: node.name }, value, frame);
  }

  #macroValue(name: string, params: readonly Parameter[], shape: MacroShape): string {
    const names = params.map((param) => quote(param.name)).join(",");
    const flags = `${shape.catchesRest},${shape.catchesKeywords},${shape.usesCaller}`;
    return `${this.unit.helper("macro")}(${quote(name)},[${names}],${flags},${shape.code})`;
  }

  #macroFunction(shape: MacroShape, params: readonly Parameter[], body: Body, outer: Frame): string {
    const scope = new Scope(outer.scope);
    const frame = this.nested(outer, scope);
    const variables = params.map(({ name }) => {
      const code = this.unit.id("v", name);
      scope.define(name, { code });
      return code;
    });
    for (const [name, isUsed] of [
      ["varargs", shape.catchesRest],
      ["kwargs", shape.catchesKeywords],
      ["caller", shape.usesCaller],
    ] as const) {
      const code = this.unit.id("v", name);
      variables.push(code);
      if (isUsed) scope.define(name, { code, hidden: true });
    }
    const write = (inner: Frame): string => {
      let defaults = this.#counted("", frame);
      params.forEach(({ value }, i) => {
        if (value !== null)
          defaults += `if(${variables[i]}===undefined)${variables[i]}=${this.plain(value, inner).code};`;
      });
      const innermost = { ...inner, scope: new Scope(scope) };
      return defaults + this.declared(body, innermost) + this.body(body, innermost);
    };
    return `${this.function(`${this.asyncWord}function ${shape.code}(${variables.join(",")})`, frame, write)}\n`;
  }

  /** Counts a step and the output so far, where limits are set. */
  #counted(buffer: string, _frame: Frame): string {
    return this.unit.settings.limited
      ? `${this.unit.helper("step")}(s,${buffer === "" ? 0 : `${buffer}.length`});`
      : "";
  }

  /** Counts one round of a loop. */
  counted(frame: Frame): string {
    return this.#counted(frame.buffer, frame);
  }

  #callBlock(node: CallBlockNode, frame: Frame): string {
    const shape = { ...describeMacro(node.params, node.body), usesCaller: false, code: this.unit.id("m", "caller") };
    const code = this.#macroFunction(shape, node.params, node.body, frame);
    const caller = this.#macroValue("caller", node.params, shape);
    const value = this.call(node.call, frame, caller);
    return `{${code}${this.#add(value, node.call, frame)}}\n`;
  }

  // --- other templates --------------------------------------------------------------------------------------------------

  /** A new context with the variables that can be seen here, and given ones. */
  contextHere(frame: Frame, values: readonly KeywordArgument[] = []): string {
    const entries: string[] = [];
    for (const [name, variable] of frame.scope.visible())
      if (variable.hidden !== true && !values.some((value) => value.name === name))
        entries.push(`${quoteKey(name)}:${variable.code}`);
    for (const { name, value } of values) entries.push(`${quoteKey(name)}:${this.plain(value, frame).code}`);
    const data = entries.length === 0 ? "c.data" : `{__proto__:c.data,${entries.join(",")}}`;
    return `${this.unit.helper("context")}(${data})`;
  }

  #include(node: IncludeNode, frame: Frame): string {
    const context = node.context
      ? this.contextHere(frame, node.values)
      : `${this.unit.helper("context")}({__proto__:null${node.values
          .map(({ name, value }) => `,${quoteKey(name)}:${this.plain(value, frame).code}`)
          .join("")}})`;
    const name = this.settled(this.expression(node.template, frame), frame).code;
    const place = this.unit.position(node.at, `${describeNode(node.template)} is undefined.`, "included");
    const helper = this.unit.helper("include");
    return (
      this.addCall(`${helper}(s,u,${context},${name},${node.ignoreMissing},${place})`, frame) + this.counted(frame)
    );
  }

  #import(node: ImportNode | FromImportNode, frame: Frame): string {
    const context = node.context ? this.contextHere(frame) : "null";
    const name = this.settled(this.expression(node.template, frame), frame).code;
    const place = this.unit.position(node.at, `${describeNode(node.template)} is undefined.`, "imported");
    const run = `${this.unit.helper("importModule")}(s,u,${name},${context},${place})`;
    return this.unit.awaits ? `(await ${run})` : run;
  }

  #fromImport(node: FromImportNode, frame: Frame): string {
    const module = this.unit.id("i");
    const names = node.names.map(({ name, alias }) =>
      this.assign({ type: "name", at: node.at, name: alias }, `${module}.exports[${quote(name)}]`, frame),
    );
    return `const ${module}=${this.#import(node, frame)};${names.join("")}`;
  }

  // --- translation, extensions ------------------------------------------------------------------------------------------

  #trans(node: TransNode, frame: Frame): string {
    const given = new Map(node.values.map(({ name, value }) => [name, value]));
    const names = new Set([...given.keys(), ...node.names, ...(node.count === null ? [] : [node.count])]);
    const entries = Array.from(names, (name) => {
      const value = given.get(name) ?? ({ type: "name", at: node.at, name } as const);
      return `${quoteKey(name)}:${this.settled(this.operandOf(value, frame), frame).code}`;
    });
    const texts = [node.context, node.singular, node.plural, node.count].map((text) =>
      text === null ? "null" : quote(text),
    );
    const place = this.unit.position(node.at);
    const values = `{__proto__:null${entries.map((entry) => `,${entry}`).join("")}}`;
    const code = `${this.unit.helper("translate")}(s,c,${escaping(frame)},${texts.join(",")},${values},${place})`;
    return `${frame.buffer}+=${this.unit.awaits ? `await ${code}` : code};\n`;
  }

  private operandOf(node: Expression, frame: Frame): Code {
    return this.defined(this.expression(node, frame), node, frame);
  }

  #custom(node: CustomNode, frame: Frame): string {
    const args = node.args.map((item) => this.plain(item, frame).code).join(",");
    const kwargs = node.kwargs.map(({ name, value }) => `,${quoteKey(name)}:${this.plain(value, frame).code}`).join("");
    const bodies = node.bodies.map(({ name, body }) => {
      const inner = this.nested(frame, new Scope(frame.scope));
      const write = (place: Frame): string => this.declared(body, place) + this.body(body, place);
      return `,${quoteKey(name)}:${this.function(`${this.asyncWord}()=>`, inner, write)}`;
    });
    const place = this.unit.position(node.at, null, node.tag);
    const id = quote(`${node.extension}.${node.at}`);
    const names = `${quote(node.extension)},${quote(node.method)},${id}`;
    const code = `${this.unit.helper("runTag")}(s,c,${escaping(frame)},u,${names},[${args}],{__proto__:null${kwargs}},{__proto__:null${bodies.join("")}},${place})`;
    if (node.target !== null) return this.assign(node.target, this.awaited(any(code), frame).code, frame);
    return this.#add(any(code), { type: "name", at: node.at, name: node.tag }, frame);
  }
}

/** Adds text to the pieces of an addition, to the last one if that is text too. */
function addText(pieces: string[], text: string): void {
  const last = pieces.at(-1);
  if (last?.startsWith('"')) pieces[pieces.length - 1] = quote((JSON.parse(last) as string) + text);
  else if (text !== "") pieces.push(quote(text));
}

function foldConstant(node: Expression, frame: Frame, pythonSpelling: boolean): string | undefined {
  if (node.type !== "constant" || typeof frame.autoescape === "string") return undefined;
  if (typeof node.value === "string") return frame.autoescape ? escapeHtml(node.value) : node.value;
  if (pythonSpelling) return undefined;
  return node.value === null ? "" : String(node.value);
}

function describeImport(node: FromImportNode, name: string): string {
  const from = node.template.type === "constant" ? ` "${node.template.value}"` : "";
  return `The imported template${from} does not export the requested name "${name}".`;
}

/** Finds which of its special names a macro's body reads. */
function describeMacro(params: readonly Parameter[], body: Body): Omit<MacroShape, "code"> {
  const read = new Set<string>();
  eachExpression(body, (node) => {
    if (node.type === "name") read.add(node.name);
  });
  const walk = (node: Parameters<Parameters<typeof eachExpression>[1]>[0]): void => {
    if (node.type === "name") read.add(node.name);
    eachPart(node, walk);
  };
  for (const { value } of params) if (value !== null) walk(value);
  const names = params.map((param) => param.name);
  const uses = (name: string): boolean => read.has(name) && !names.includes(name);
  return { params: names, catchesRest: uses("varargs"), catchesKeywords: uses("kwargs"), usesCaller: uses("caller") };
}
