// Parses the text of a stack into frames: function, file, line and column, and whose code each is.

/** Whose code a frame runs. */
export type FrameOrigin = "own" | "package" | "demijohn" | "platform";

/** One frame of a stack. */
export interface StackFrame {
  /** The function as the engine names it; empty at the top of a module. */
  readonly name: string;
  /** An absolute path; undefined where there is no file, such as in the platform's own code. */
  readonly file: string | undefined;
  /** The place as it is shown where there is no file: `node:fs`, `<anonymous>`. */
  readonly place: string;
  /** From 1; 0 when unknown. */
  readonly line: number;
  /** From 1; 0 when unknown. */
  readonly column: number;
  readonly origin: FrameOrigin;
  /** For people: `pg`, `Demijohn`, `Node`; empty for the user's own code. */
  readonly owner: string;
}

/** The folders that tell whose code a file is. */
export interface CodeFolders {
  /** The app's root. */
  readonly root: string;
  /** Where Demijohn's own modules are, each with a separator at its end. */
  readonly demijohn: readonly string[];
}

/** The frames of a stack, and how many more it had. */
export interface ParsedStack {
  readonly frames: readonly StackFrame[];
  readonly omitted: number;
}

const mostFrames = 100;
const mostText = 1_000_000;
const longestLine = 2000;
const frameLine = /^\s+at\s+(\S.*)$/;

/**
 * Parses what `error.stack` holds. The message stands in it too, and may contain lines that look like frames: what comes
 * from outside must not name files to be read. Therefore the header is skipped, not searched.
 */
export function parseStack(stack: string, message: string, folders: CodeFolders): ParsedStack {
  const head = stack.length > mostText + message.length ? stack.slice(0, mostText + message.length) : stack;
  const { text, syntaxPlace } = withoutHeader(head, message);
  const frames: StackFrame[] = [];
  let omitted = 0;
  if (syntaxPlace !== undefined) frames.push(readFrame(syntaxPlace, folders));
  for (const line of text.split("\n")) {
    const match = line.length > longestLine ? null : frameLine.exec(line);
    if (match === null) continue;
    if (frames.length < mostFrames) frames.push(readFrame(match[1]!, folders));
    else omitted++;
  }
  return { frames, omitted };
}

// An error of the parser begins with its place, because nothing has run yet: `file:///app/x.ts:3`.
function withoutHeader(stack: string, message: string): { text: string; syntaxPlace: string | undefined } {
  const at = message === "" ? -1 : stack.indexOf(message);
  const parsed = at < 0 ? undefined : /^(?:file:\/\/|\/|[A-Za-z]:\\)[^\n]{1,1000}:\d+\n/.exec(stack.slice(0, at))?.[0];
  if (at >= 0) return { text: stack.slice(at + message.length), syntaxPlace: parsed?.trim() };
  // The message was changed after the stack was written: only the lines behind the last that is no frame are sure.
  const lines = stack.split("\n");
  let start = lines.length;
  while (start > 0 && (frameLine.test(lines[start - 1]!.slice(0, longestLine)) || lines[start - 1]!.trim() === ""))
    start--;
  return { text: lines.slice(start).join("\n"), syntaxPlace: undefined };
}

function readFrame(text: string, folders: CodeFolders): StackFrame {
  const { name, place } = splitFrame(text);
  const evaluated = /^eval at /.test(place) ? /\((\S+:\d+:\d+)\)/.exec(place)?.[1] : undefined;
  const { address, line, column } = splitPlace(evaluated ?? place);
  const file = fileOf(address);
  const { origin, owner } = ownerOf(file, address, folders);
  // What eval made has no lines of its own in the file that made it.
  const isEvaluated = evaluated !== undefined;
  return {
    name: name.replace(/^async /, ""),
    file: isEvaluated ? undefined : file,
    place: isEvaluated ? "code made at run time" : address,
    line: isEvaluated ? 0 : line,
    column: isEvaluated ? 0 : column,
    origin,
    owner,
  };
}

// `name (place)`, or the place alone. The name may hold parentheses, and an eval's place does.
function splitFrame(text: string): { readonly name: string; readonly place: string } {
  if (text.endsWith(")")) {
    const open = text.indexOf("(eval at ") >= 0 ? text.indexOf("(eval at ") : openOfLast(text);
    if (open > 0) return { name: text.slice(0, open).trim(), place: text.slice(open + 1, -1) };
  }
  return { name: "", place: text.replace(/^async /, "") };
}

// Folders may have parentheses in their names, so that the last "(" is not enough.
function openOfLast(text: string): number {
  const start = text.search(/\s\((?:file:|node:|data:|https?:|bun:|ext:|native|index |<|\/|[A-Za-z]:\\)/);
  return start < 0 ? text.lastIndexOf("(") : start + 1;
}

function splitPlace(place: string): { readonly address: string; readonly line: number; readonly column: number } {
  const match = /^(.*?)(?::(\d{1,9}))?(?::(\d{1,9}))?$/.exec(place);
  return { address: match?.[1] || place, line: Number(match?.[2] ?? 0), column: Number(match?.[3] ?? 0) };
}

function fileOf(address: string): string | undefined {
  if (!address.startsWith("file:")) return /^(?:\/|[A-Za-z]:[\\/])/.test(address) ? address : undefined;
  try {
    return process.getBuiltinModule("node:url").fileURLToPath(address.replace(/[?#].*$/, ""));
  } catch {
    return undefined;
  }
}

function ownerOf(
  file: string | undefined,
  address: string,
  { root, demijohn }: CodeFolders,
): { readonly origin: FrameOrigin; readonly owner: string } {
  if (file === undefined) return { origin: "platform", owner: runtimeName() };
  if (demijohn.some((folder) => file.startsWith(folder))) return { origin: "demijohn", owner: "Demijohn" };
  const inner = isInside(file, root) ? file.slice(root.length) : file;
  const parts = inner.split(/[\\/]/);
  const modules = parts.lastIndexOf("node_modules");
  if (modules < 0) return { origin: "own", owner: "" };
  const scope = parts[modules + 1] ?? address;
  return { origin: "package", owner: scope.startsWith("@") ? `${scope}/${parts[modules + 2] ?? ""}` : scope };
}

/** True when a file stands in a folder or below it. */
export function isInside(file: string, folder: string): boolean {
  const bare = folder.replace(/[\\/]+$/, "");
  return file.startsWith(bare) && /^[\\/]/.test(file.slice(bare.length));
}

/** The runtime's name: Node, Bun or Deno. */
export function runtimeName(): string {
  return "Bun" in globalThis ? "Bun" : "Deno" in globalThis ? "Deno" : "Node";
}
