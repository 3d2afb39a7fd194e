// Splits a declaration file into its top-level statements, and resolves what a file exports to the statements that declare it.
import { type Token, tokenize } from "../source/tokenize.ts";

/** One exported name: every statement that declares it, without comments, and the JSDoc above the first. */
export interface PublicName {
  readonly name: string;
  /** The declaration file, from the folder of declarations on. */
  readonly file: string;
  readonly signature: string;
  readonly jsDoc: string | undefined;
}

interface Statement {
  readonly tokens: readonly Token[];
  readonly text: string;
  readonly jsDoc: string | undefined;
}

interface FileRecord {
  /** Exported name → the statements that declare it here. */
  readonly declared: ReadonlyMap<string, readonly Statement[]>;
  /** Exported name → the file and name that it comes from. */
  readonly forwarded: ReadonlyMap<string, { readonly specifier: string; readonly name: string }>;
}

/** Reads declaration files through `read`, which gets a path such as `http/index.d.ts`. */
export class Declarations {
  readonly #read: (file: string) => string;
  readonly #files = new Map<string, FileRecord>();

  constructor(read: (file: string) => string) {
    this.#read = read;
  }

  /** Returns what a door exports, sorted by name. Throws for a name that no statement declares. */
  publicNames(door: string): PublicName[] {
    const { declared, forwarded } = this.#record(door);
    return [...new Set([...declared.keys(), ...forwarded.keys()])]
      .sort((a, b) => (a < b ? -1 : 1))
      .map((name) => this.#resolve(door, name, name));
  }

  #resolve(file: string, name: string, publicName: string): PublicName {
    const record = this.#record(file);
    const statements = record.declared.get(name);
    if (statements !== undefined) {
      return {
        name: publicName,
        file,
        signature: statements.map((statement) => statement.text).join("\n"),
        jsDoc: statements.find((statement) => statement.jsDoc !== undefined)?.jsDoc,
      };
    }
    const origin = record.forwarded.get(name);
    if (origin === undefined) throw new Error(`${file} exports ${name}, which nothing there declares.`);
    return this.#resolve(resolveSpecifier(file, origin.specifier), origin.name, publicName);
  }

  #record(file: string): FileRecord {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const record = readFile(this.#read(file));
    this.#files.set(file, record);
    return record;
  }
}

function resolveSpecifier(file: string, specifier: string): string {
  const room = /^#([\w-]+)(\/internals)?$/.exec(specifier);
  if (room !== null) return `${room[1]}/${room[2] === undefined ? "index" : "internals"}.d.ts`;
  const url = new URL(specifier, `file:///${file}`);
  return url.pathname.slice(1).replace(/\.[jt]s$/, ".d.ts");
}

function readFile(source: string): FileRecord {
  const all = new Map<string, Statement[]>();
  const exported = new Set<string>();
  const imported = new Map<string, { specifier: string; name: string }>();
  const forwarded = new Map<string, { specifier: string; name: string }>();
  const local = new Map<string, string>();
  for (const statement of splitStatements(source)) {
    const list = readNameList(statement.tokens);
    if (list !== undefined) {
      for (const { name, as } of list.names) {
        if (list.keyword === "import") imported.set(as, { specifier: list.specifier!, name });
        else if (list.specifier !== undefined) forwarded.set(as, { specifier: list.specifier, name });
        else local.set(as, name);
      }
      continue;
    }
    const name = declaredName(statement.tokens);
    if (name === undefined) continue;
    all.set(name, [...(all.get(name) ?? []), statement]);
    if (statement.tokens[0]!.text === "export") exported.add(name);
  }
  const declared = new Map([...exported].map((name) => [name, all.get(name)!]));
  for (const [as, name] of local) {
    const origin = imported.get(name);
    if (origin !== undefined) forwarded.set(as, origin);
    else if (all.has(name)) declared.set(as, all.get(name)!);
  }
  return { declared, forwarded };
}

// The compiler begins every statement of a declaration file at the first column.
function splitStatements(source: string): Statement[] {
  const lineStarts = new Set([0]);
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) lineStarts.add(at + 1);
  const statements: Statement[] = [];
  let jsDoc: string | undefined;
  let tokens: Token[] = [];
  const close = (): void => {
    if (tokens.length > 0) statements.push({ tokens, text: textOf(source, tokens), jsDoc });
    if (tokens.length > 0) jsDoc = undefined;
    tokens = [];
  };
  for (const token of tokenize(source, { comments: true })) {
    const isTop = lineStarts.has(token.start) && (token.kind === "word" || token.kind === "comment");
    if (isTop) close();
    if (token.kind !== "comment") tokens.push(token);
    else if (isTop) jsDoc = token.text.startsWith("/**") ? token.text : undefined;
  }
  close();
  return statements;
}

// The statement as written, without the comments between its tokens and without private members.
function textOf(source: string, tokens: readonly Token[]): string {
  let text = "";
  let last: Token | undefined;
  for (const token of tokens) {
    if (last !== undefined) {
      const gap = source.slice(last.end, token.start);
      text += gap.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "").replaceAll(/\n\s*\n/g, "\n");
    }
    text += source.slice(token.start, token.end);
    last = token;
  }
  return text
    .replaceAll(/[ \t]+$/gm, "")
    .replaceAll(/\n+/g, "\n")
    .replaceAll(/^\s*(?:#private|private [^\n]*);\n/gm, "");
}

function readNameList(tokens: readonly Token[]):
  | {
      readonly keyword: string;
      readonly names: readonly { readonly name: string; readonly as: string }[];
      readonly specifier: string | undefined;
    }
  | undefined {
  const keyword = tokens[0]?.text ?? "";
  const start = tokens[1]?.text === "type" ? 2 : 1;
  if ((keyword !== "import" && keyword !== "export") || tokens[start]?.text !== "{") {
    return keyword === "import" ? { keyword, names: [], specifier: "" } : undefined;
  }
  const end = tokens.findIndex((token) => token.text === "}");
  const words = tokens.slice(start + 1, end).map((token) => token.text);
  const names = words
    .join(" ")
    .split(",")
    .map((part) => part.trim().replace(/^type (?!as\b)/, ""))
    .filter((part) => part !== "")
    .map((part) => {
      const [name, as] = part.split(" as ");
      return { name: name!, as: as ?? name! };
    });
  const specifier = tokens[end + 1]?.text === "from" ? tokens[end + 2]?.text : undefined;
  return { keyword, names, specifier };
}

const declarationWords = new Set([
  "class",
  "interface",
  "type",
  "function",
  "const",
  "let",
  "var",
  "enum",
  "namespace",
]);

function declaredName(tokens: readonly Token[]): string | undefined {
  const at = tokens.findIndex((token) => declarationWords.has(token.text));
  return at < 0 || at > 4 ? undefined : tokens[at + 1]?.text;
}
