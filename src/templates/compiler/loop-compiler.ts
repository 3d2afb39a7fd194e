// Compiles `for` into an index loop; the loop object is made only where its simple fields do not do.
import type { Body, Expression, ForNode, SliceNode } from "../syntax/nodes.ts";
import { bodiesOf, eachPart, expressionsOf, someStatement } from "../syntax/walk.ts";
import { loopFields } from "./expression-compiler.ts";
import type { Frame } from "./frame.ts";
import { type LoopShape, Scope } from "./scope.ts";
import { StatementCompiler } from "./statement-compiler.ts";

/** What a loop's body asks of `loop` and `forloop`. */
interface LoopUse {
  /** The length, or items before and after. */
  readonly list: boolean;
  /** The object itself. */
  readonly object: boolean;
  /** Anything at all. */
  readonly any: boolean;
}

/** Adds loops to statements. */
export abstract class LoopCompiler extends StatementCompiler {
  protected override loop(node: ForNode, frame: Frame): string {
    if (node.recursive) return this.#recursiveLoop(node, frame);
    const { code, otherwise } = this.#loop(node, this.#iterable(node, frame), "0", undefined, frame);
    return `{${code}${otherwise}}\n`;
  }

  #iterable(node: ForNode, frame: Frame): string {
    return this.operand(node.iterable, frame).code;
  }

  #recursiveLoop(node: ForNode, frame: Frame): string {
    const name = this.unit.id("r");
    const inner = this.nested(frame, new Scope(frame.scope));
    const write = (place: Frame): string => {
      const { code, otherwise } = this.#loop(node, "over", "deep", name, place);
      return this.counted(place) + code + otherwise;
    };
    const fn = this.function(
      `${this.asyncWord}function ${name}(over,deep,place)`,
      inner,
      (place) => `p=place;${write(place)}`,
    );
    const place = this.unit.positionOf(node.iterable);
    const run = `${name}(${this.#iterable(node, frame)},0,${place})`;
    return `{${fn}\n${frame.buffer}+=${this.unit.awaits ? `await ${run}` : run};}\n`;
  }

  #loop(
    node: ForNode,
    iterable: string,
    depth: string,
    recurse: string | undefined,
    frame: Frame,
  ): { readonly code: string; readonly otherwise: string } {
    const use = findLoopUse(node, recurse !== undefined);
    const isLazy = this.unit.awaits && !use.list && !use.object;
    const index = this.unit.id("i");
    const list = this.unit.id("l");
    const length = this.unit.id("n");
    const empty = this.unit.id("e");
    const object = use.object ? this.unit.id("loop") : undefined;
    const shape: LoopShape = {
      index,
      length,
      list,
      depth,
      object,
      recurse,
    };
    const scope = new Scope(frame.scope);
    const inner: Frame = { ...frame, scope, toplevel: false };
    const place = this.unit.positionOf(node.iterable);
    const isFiltered = node.test !== null;
    const isPrefiltered = isFiltered && use.any && !isLazy;
    const tracksEmpty = node.otherwise.length > 0;

    let head = "";
    let item: string;
    if (isLazy) {
      const source = this.unit.id("g");
      const temp = this.unit.id("x");
      head = `const ${source}=${this.unit.helper("source")}(s,${iterable},${place});let ${temp},${index}=-1;`;
      head += `for(;(${temp}=${source}.next())===true||${temp}!==false&&await ${temp};){`;
      item = `${source}.value`;
    } else {
      const read = this.unit.awaits
        ? `await ${this.unit.helper("itemsLater")}(s,${iterable},${place})`
        : `${this.unit.helper("items")}(s,${iterable},${place})`;
      if (isPrefiltered) head = this.#prefilter(node, read, list, place, frame);
      else head = `const ${list}=${read};`;
      head += `const ${length}=${list}.length;`;
      if (object !== undefined) head += this.#loopObject(object, shape, frame);
      head += tracksEmpty && isFiltered && !isPrefiltered ? `let ${empty}=true;` : "";
      head += `for(let ${index}=0;${index}<${length};${index}++){`;
      item = `${list}[${index}]`;
    }

    let body = this.bind(node.target, item, scope);
    // The test does not see the loop, whose rounds it decides.
    if (isFiltered && !isPrefiltered) body += `if(!(${this.truth(node.test!, inner)}))continue;`;
    if (isLazy) body += `${index}++;`;
    if (object !== undefined) body += `${object}.index0=${index};`;
    if (tracksEmpty && isFiltered && !isPrefiltered && !isLazy) body += `${empty}=false;`;
    this.#defineLoop(node, scope, shape);
    const bodyFrame: Frame = { ...inner, scope: new Scope(scope) };
    body += this.counted(bodyFrame) + this.declared(node.body, bodyFrame) + this.body(node.body, bodyFrame);
    let code = `${head}${body}${this.#flush(frame)}}`;
    if (isLazy) code += `await ${item.slice(0, -".value".length)}.close();`;
    const isEmpty = isLazy ? `${index}<0` : isFiltered && !isPrefiltered ? empty : `${length}===0`;
    const otherwise = tracksEmpty ? `if(${isEmpty}){${this.scoped(node.otherwise, frame)}}` : "";
    return { code, otherwise };
  }

  #prefilter(node: ForNode, read: string, list: string, place: string, frame: Frame): string {
    const scope = new Scope(frame.scope);
    const item = this.unit.id("x");
    const bound = this.bind(node.target, item, scope);
    const test = this.truth(node.test!, { ...frame, scope });
    return `const ${list}=[];for(const ${item} of ${read}){${place};${bound}if(${test})${list}.push(${item});}`;
  }

  #loopObject(object: string, shape: LoopShape, frame: Frame): string {
    const outer = frame.scope.find("loop")?.loop?.object ?? "undefined";
    const recurse = shape.recurse === undefined ? "undefined" : shape.recurse;
    return `const ${object}=${this.unit.helper("loop")}(${shape.list},${shape.depth},${outer},${recurse});`;
  }

  #defineLoop(node: ForNode, scope: Scope, shape: LoopShape): void {
    const targets = new Set<string>();
    collectNames(node.target, targets);
    for (const name of ["loop", "forloop"])
      if (!targets.has(name))
        scope.define(name, { code: shape.object ?? "undefined", loop: shape, hidden: shape.object === undefined });
  }

  // A page that is streamed is sent on while a long loop still runs.
  #flush(frame: Frame): string {
    return frame.flushes ? `if(o.length>16384){yield o;o="";}` : "";
  }
}

function collectNames(target: ForNode["target"], names: Set<string>): void {
  if (target.type === "name") names.add(target.name);
  else if (target.type === "targets") for (const item of target.items) collectNames(item, names);
}

function findLoopUse(node: ForNode, isRecursive: boolean): LoopUse {
  const use = { list: false, object: false, any: false };
  readLoopUse(node.body, use, isRecursive);
  use.list ||= use.object;
  return use;
}

function readLoopUse(body: Body, use: { list: boolean; object: boolean; any: boolean }, isRecursive: boolean): void {
  const isLoop = (node: Expression | SliceNode): boolean =>
    node.type === "name" && (node.name === "loop" || node.name === "forloop");
  const read = (node: Expression | SliceNode): void => {
    if (node.type === "attribute" && isLoop(node.object)) {
      use.any = true;
      const need = loopFields.get(node.name);
      if (need === undefined) use.object = true;
      else if (need !== "index") use.list = true;
      return;
    }
    if (node.type === "call" && node.callee.type === "attribute" && isLoop(node.callee.object)) {
      use.any = true;
      if (node.callee.name !== "cycle" || node.args.length === 0 || node.rest !== null) use.object = true;
      node.args.forEach(read);
      return;
    }
    if (node.type === "call" && isLoop(node.callee) && isRecursive && node.args.length === 1) {
      use.any = true;
      node.args.forEach(read);
      return;
    }
    if (isLoop(node)) {
      use.any = true;
      use.object = true;
    }
    eachPart(node, read);
  };
  for (const node of body) {
    expressionsOf(node).forEach(read);
    // Other templates, blocks and tags get all variables, the loop among them.
    if (
      (node.type === "include" && node.context) ||
      (node.type === "block" && node.scoped) ||
      node.type === "partial" ||
      ((node.type === "import" || node.type === "from-import") && node.context)
    ) {
      use.object = true;
      use.any = true;
    }
    if (node.type === "for") {
      // An inner loop has its own, but may ask for this one as its parent.
      if (someStatement(node.body, hasParentLoop)) use.object = use.any = true;
      readLoopUse(node.otherwise, use, isRecursive);
    } else for (const inner of bodiesOf(node)) readLoopUse(inner, use, isRecursive);
  }
}

function hasParentLoop(node: Parameters<Parameters<typeof someStatement>[1]>[0]): boolean {
  let isFound = false;
  const read = (part: Expression | SliceNode): void => {
    if (part.type === "attribute" && part.name === "parentloop") isFound = true;
    eachPart(part, read);
  };
  expressionsOf(node).forEach(read);
  // Whatever gets the inner loop may ask it for this one.
  return isFound || node.type === "include" || node.type === "partial" || (node.type === "block" && node.scoped);
}
