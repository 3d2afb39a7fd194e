// Describes a parsed template as plain data: expressions and statements, each with its offset in the source.

/** What every node has. */
interface Placed {
  /** Offset in the source (after newlines became `\n`), from which line and column follow. */
  readonly at: number;
}

export interface NameNode extends Placed {
  readonly type: "name";
  readonly name: string;
}

export interface ConstantNode extends Placed {
  readonly type: "constant";
  readonly value: string | number | boolean | null;
  /** True for a number that was written with a point or exponent, such as `1.0`. */
  readonly float?: boolean;
}

export interface ListNode extends Placed {
  readonly type: "list" | "tuple";
  readonly items: readonly Expression[];
}

export interface DictNode extends Placed {
  readonly type: "dict";
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
}

export interface ConcatNode extends Placed {
  readonly type: "concat";
  readonly items: readonly Expression[];
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**" | "and" | "or";

export interface BinaryNode extends Placed {
  readonly type: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface UnaryNode extends Placed {
  readonly type: "unary";
  readonly operator: "-" | "+" | "not";
  readonly operand: Expression;
}

export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in";

export interface CompareNode extends Placed {
  readonly type: "compare";
  readonly left: Expression;
  readonly steps: readonly { readonly operator: CompareOperator; readonly right: Expression }[];
}

export interface ConditionalNode extends Placed {
  readonly type: "conditional";
  readonly test: Expression;
  readonly yes: Expression;
  /** Null for `a if b`, which is undefined when `b` is false. */
  readonly no: Expression | null;
}

export interface AttributeNode extends Placed {
  readonly type: "attribute";
  readonly object: Expression;
  readonly name: string;
  /** True for `a?.b`. */
  readonly optional: boolean;
}

export interface ItemNode extends Placed {
  readonly type: "item";
  readonly object: Expression;
  readonly key: Expression | SliceNode;
  readonly optional: boolean;
}

export interface SliceNode extends Placed {
  readonly type: "slice";
  readonly start: Expression | null;
  readonly stop: Expression | null;
  readonly step: Expression | null;
}

export interface KeywordArgument {
  readonly name: string;
  readonly value: Expression;
}

/** The arguments of a call, filter or test: `(a, b=1, *rest, **keywords)`. */
export interface Arguments {
  readonly args: readonly Expression[];
  readonly kwargs: readonly KeywordArgument[];
  readonly rest: Expression | null;
  readonly keywords: Expression | null;
}

export interface CallNode extends Placed, Arguments {
  readonly type: "call";
  readonly callee: Expression;
}

export interface FilterNode extends Placed, Arguments {
  readonly type: "filter";
  /** Null only inside `{% filter %}` and filtered `{% set %}`, where the block's text takes its place. */
  readonly value: Expression | null;
  readonly name: string;
}

export interface TestNode extends Placed, Arguments {
  readonly type: "test";
  readonly value: Expression;
  readonly name: string;
}

/** `ns.name` as the target of `{% set %}`. */
export interface NamespaceTargetNode extends Placed {
  readonly type: "namespace";
  readonly object: string;
  readonly name: string;
}

export interface TargetListNode extends Placed {
  readonly type: "targets";
  readonly items: readonly Target[];
}

/** What can be assigned to. */
export type Target = NameNode | NamespaceTargetNode | TargetListNode;

export type Expression =
  | NameNode
  | ConstantNode
  | ListNode
  | DictNode
  | ConcatNode
  | BinaryNode
  | UnaryNode
  | CompareNode
  | ConditionalNode
  | AttributeNode
  | ItemNode
  | CallNode
  | FilterNode
  | TestNode;

export interface DataNode extends Placed {
  readonly type: "data";
  readonly text: string;
}

export interface PrintNode extends Placed {
  readonly type: "print";
  readonly value: Expression;
}

export interface ForNode extends Placed {
  readonly type: "for";
  readonly target: Target;
  readonly iterable: Expression;
  readonly test: Expression | null;
  readonly recursive: boolean;
  readonly body: Body;
  readonly otherwise: Body;
}

export interface IfNode extends Placed {
  readonly type: "if";
  readonly branches: readonly { readonly test: Expression; readonly body: Body }[];
  readonly otherwise: Body | null;
}

export interface Parameter {
  readonly name: string;
  readonly value: Expression | null;
}

export interface MacroNode extends Placed {
  readonly type: "macro";
  readonly name: string;
  readonly params: readonly Parameter[];
  readonly body: Body;
}

export interface CallBlockNode extends Placed {
  readonly type: "call-block";
  readonly call: CallNode;
  readonly params: readonly Parameter[];
  readonly body: Body;
}

export interface FilterBlockNode extends Placed {
  readonly type: "filter-block";
  readonly filter: FilterNode;
  readonly body: Body;
}

export interface WithNode extends Placed {
  readonly type: "with";
  readonly values: readonly { readonly target: Target; readonly value: Expression }[];
  readonly body: Body;
}

export interface SetNode extends Placed {
  readonly type: "set";
  readonly target: Target;
  readonly value: Expression;
}

export interface SetBlockNode extends Placed {
  readonly type: "set-block";
  readonly target: Target;
  readonly filter: FilterNode | null;
  readonly body: Body;
}

export interface ExtendsNode extends Placed {
  readonly type: "extends";
  readonly template: Expression;
}

export interface BlockNode extends Placed {
  readonly type: "block";
  readonly name: string;
  readonly scoped: boolean;
  readonly required: boolean;
  readonly body: Body;
}

export interface IncludeNode extends Placed {
  readonly type: "include";
  readonly template: Expression;
  readonly ignoreMissing: boolean;
  readonly context: boolean;
  /** `with a=1 b=2`: values that only the included template sees. */
  readonly values: readonly KeywordArgument[];
}

export interface ImportNode extends Placed {
  readonly type: "import";
  readonly template: Expression;
  readonly target: string;
  readonly context: boolean;
}

export interface FromImportNode extends Placed {
  readonly type: "from-import";
  readonly template: Expression;
  readonly names: readonly { readonly name: string; readonly alias: string }[];
  readonly context: boolean;
}

export interface AutoescapeNode extends Placed {
  readonly type: "autoescape";
  readonly value: Expression;
  readonly body: Body;
}

export interface DoNode extends Placed {
  readonly type: "do";
  readonly value: Expression;
}

export interface JumpNode extends Placed {
  readonly type: "break" | "continue";
}

/** `{% trans %}` with the text in both numbers, where `%(name)s` stands for a variable. */
export interface TransNode extends Placed {
  readonly type: "trans";
  readonly context: string | null;
  readonly singular: string;
  readonly plural: string | null;
  /** The variable that decides the number. */
  readonly count: string | null;
  /** Values given in the tag; names used in the text without a value are read from the context. */
  readonly values: readonly KeywordArgument[];
  /** Every name the text uses. */
  readonly names: readonly string[];
}

/** `{% partialdef name %}`: a part of a template that renders on its own. */
export interface PartialDefinitionNode extends Placed {
  readonly type: "partialdef";
  readonly name: string;
  readonly inline: boolean;
  readonly body: Body;
}

export interface PartialNode extends Placed {
  readonly type: "partial";
  readonly name: string;
}

/** A tag of an extension that runs a function of it at render time. */
export interface CustomNode extends Placed {
  readonly type: "custom";
  readonly extension: string;
  /** Name in the extension's `run`. */
  readonly method: string;
  readonly tag: string;
  readonly args: readonly Expression[];
  readonly kwargs: readonly KeywordArgument[];
  readonly bodies: readonly { readonly name: string; readonly body: Body }[];
  /** Where the result goes instead of the page. */
  readonly target: Target | null;
  /** The tag as it was written: text and bodies by turns, for printing. */
  readonly written: readonly (string | Body)[];
}

/** Statements without a scope of their own, from an extension that expands to several. */
export interface GroupNode extends Placed {
  readonly type: "group";
  readonly body: Body;
  /** A group with `scope` keeps what is set in it to itself. */
  readonly scope: boolean;
  readonly written: readonly (string | Body)[];
}

export type Statement =
  | DataNode
  | PrintNode
  | ForNode
  | IfNode
  | MacroNode
  | CallBlockNode
  | FilterBlockNode
  | WithNode
  | SetNode
  | SetBlockNode
  | ExtendsNode
  | BlockNode
  | IncludeNode
  | ImportNode
  | FromImportNode
  | AutoescapeNode
  | DoNode
  | JumpNode
  | TransNode
  | PartialDefinitionNode
  | PartialNode
  | CustomNode
  | GroupNode;

export type Body = readonly Statement[];

/** A whole template. */
export interface TemplateNode {
  readonly type: "template";
  readonly body: Body;
}

/** No arguments. */
export const noArguments: Arguments = Object.freeze({ args: [], kwargs: [], rest: null, keywords: null });
