// Makes the address that opens a place of a file in the developer's editor.

/** Builds an address for a file, a line and a column; both from 1, 0 when unknown. */
export type EditorLink = (file: string, line: number, column: number) => string;

const colon =
  (start: string): EditorLink =>
  (file, line, column) =>
    `${start}${encodePath(file)}:${line || 1}:${column || 1}`;
const query =
  (start: string): EditorLink =>
  (file, line, column) =>
    `${start}${encodeURIComponent(file)}&line=${line || 1}&column=${column || 1}`;

const editors: Readonly<Record<string, EditorLink>> = {
  code: colon("vscode://file"),
  "code-insiders": colon("vscode-insiders://file"),
  codium: colon("vscodium://file"),
  cursor: colon("cursor://file"),
  idea: query("idea://open?file="),
  mate: query("txmt://open?url=file://"),
  nova: query("nova://open?path="),
  phpstorm: query("phpstorm://open?file="),
  positron: colon("positron://file"),
  subl: query("subl://open?url=file://"),
  trae: colon("trae://file"),
  vscode: colon("vscode://file"),
  "vscode-insiders": colon("vscode-insiders://file"),
  vscodium: colon("vscodium://file"),
  webstorm: query("webstorm://open?file="),
  windsurf: colon("windsurf://file"),
  zed: colon("zed://file"),
};

/**
 * Chooses the editor by `DEMIJOHN_EDITOR`, else by `EDITOR`, else VS Code.
 *
 * The value is an editor's command with or without its path and options, `none` for no links, or an address with
 * `{path}`, `{line}` and `{column}`.
 */
export function editorLink(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): EditorLink | undefined {
  const wanted = environment["DEMIJOHN_EDITOR"]?.trim();
  if (wanted === "none") return undefined;
  if (wanted?.includes("{path}")) return customLink(wanted);
  return findEditor(wanted) ?? findEditor(environment["EDITOR"]) ?? editors["vscode"];
}

function findEditor(command: string | undefined): EditorLink | undefined {
  const name = /^(?:.*[\\/])?([\w-]+)(?:\.(?:exe|cmd|bat|sh))?(?:\s|$)/i.exec(command ?? "")?.[1]?.toLowerCase();
  if (name === undefined) return undefined;
  return Object.hasOwn(editors, name) ? editors[name] : undefined;
}

// Only an address of an own scheme opens a program; script and data would run in the page.
function customLink(pattern: string): EditorLink | undefined {
  if (!/^(?!javascript:|data:|vbscript:|blob:)[a-z][a-z0-9+.-]*:/i.test(pattern)) return undefined;
  return (file, line, column) =>
    pattern
      .replaceAll("{path}", () => encodePath(file))
      .replaceAll("{line}", String(line || 1))
      .replaceAll("{column}", String(column || 1));
}

function encodePath(file: string): string {
  const path = file
    .replaceAll("\\", "/")
    .split("/")
    .map(encodeURIComponent)
    .join("/")
    .replace(/^\/?([A-Za-z])%3A\//, "/$1:/");
  return path.startsWith("/") ? path : `/${path}`;
}
