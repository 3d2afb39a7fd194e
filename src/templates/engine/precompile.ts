// Writes templates as JavaScript modules, so that a deployment compiles nothing while it runs.
import type { CompileSettings } from "../compiler/unit.ts";
import { TemplateError } from "../errors.ts";
import type { Template } from "./template.ts";

const modes = ["sync", "async", "stream"] as const;

/** A module's file name and text. */
export interface TemplateModule {
  readonly file: string;
  readonly code: string;
}

/** Writes one template as the source of an ES module whose default export `moduleLoader` takes. */
export function writeTemplateModule(template: Template, fingerprint: string): string {
  const compiled = modes.map((mode) => [mode, template.code(mode)] as const);
  const factories = compiled.map(([mode, { code }]) => `    ${mode}: function (r, u) {\n${code}\n    },`);
  const positions = compiled.map(([mode, { positions: list }]) => `    ${mode}: ${JSON.stringify(list)},`);
  return [
    `// Compiled from the template ${JSON.stringify(template.name)}; change that, not this.`,
    "export default {",
    `  name: ${JSON.stringify(template.name)},`,
    `  source: ${JSON.stringify(template.source)},`,
    `  parent: ${JSON.stringify(template.parent) ?? "undefined"},`,
    `  fingerprint: ${JSON.stringify(fingerprint)},`,
    "  positions: {",
    ...positions,
    "  },",
    "  factories: {",
    ...factories,
    "  },",
    "};",
    "",
  ].join("\n");
}

/**
 * Writes the modules of all templates, and an `index.js` that exports them as a list.
 *
 * File names are numbered: names of templates may be no names of files elsewhere.
 */
export function writeTemplateModules(
  templates: readonly Template[],
  fingerprintOf: (name: string) => string,
): readonly TemplateModule[] {
  const modules = templates.map((template, i) => ({
    file: `t${i}.js`,
    code: writeTemplateModule(template, fingerprintOf(template.name)),
  }));
  const imports = modules.map(({ file }, i) => `import t${i} from "./${file}";`);
  const index = [
    "// Lists the compiled templates, for moduleLoader.",
    ...imports,
    `export default [${modules.map((_, i) => `t${i}`).join(", ")}];`,
    "",
  ];
  return [...modules, { file: "index.js", code: index.join("\n") }];
}

/** Sums up all that compiled code relies on, so that code and engine that do not fit are told apart. */
export function fingerprint(
  settings: CompileSettings,
  ownFilters: readonly string[],
  ownTests: readonly string[],
): string {
  const parts = { version: 1, ...settings, ownFilters: [...ownFilters].sort(), ownTests: [...ownTests].sort() };
  return JSON.stringify(parts);
}

/** Refuses a precompiled template that was made for another engine. @throws TemplateError. */
export function checkFingerprint(name: string, made: string, wanted: string): void {
  if (made === wanted) return;
  const differing = differences(made, wanted);
  throw new TemplateError(
    "TEMPLATES_PRECOMPILED",
    `The template "${name}" was compiled for an engine with other options.`,
    {
      template: name,
      facts: differing,
      cure: "Compile the templates again with the options of this engine.",
    },
  );
}

function differences(made: string, wanted: string): readonly string[] {
  const before = JSON.parse(made) as Record<string, unknown>;
  const after = JSON.parse(wanted) as Record<string, unknown>;
  return Object.keys(after)
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map(
      (key) => `${key}: compiled with ${JSON.stringify(before[key])}, the engine has ${JSON.stringify(after[key])}.`,
    );
}
