// Makes the loaders: folders, memory, functions, choices, prefixes and precompiled modules.

import type { PrecompiledTemplate } from "../../compiler/precompiled.ts";
import { TemplateError } from "../../errors.ts";
import type { LoadedTemplate, TemplateLoader } from "./loader.ts";

/**
 * Loads templates from folders. Of templates of one name, the one in the first folder wins.
 *
 * Names are relative, with `/`; those that lead out of the folder are not found.
 */
export function folderLoader(folders: string | URL | readonly (string | URL)[]): TemplateLoader {
  const { readFileSync, readdirSync, statSync } = process.getBuiltinModule("node:fs");
  const { join, sep } = process.getBuiltinModule("node:path");
  const { fileURLToPath } = process.getBuiltinModule("node:url");
  const list = (Array.isArray(folders) ? folders : [folders]) as readonly (string | URL)[];
  const paths = list.map((folder) => (folder instanceof URL ? fileURLToPath(folder) : folder));
  const find = (name: string): { readonly file: string; readonly version: string } | undefined => {
    if (!isInside(name)) return undefined;
    for (const path of paths) {
      const file = join(path, name);
      const stat = statSync(file, { throwIfNoEntry: false });
      if (stat?.isFile() === true) return { file, version: `${file}:${stat.mtimeMs}:${stat.size}` };
    }
    return undefined;
  };
  return {
    load(name) {
      const found = find(name);
      return found === undefined ? undefined : { ...found, source: readFileSync(found.file, "utf8") };
    },
    version: (name) => find(name)?.version,
    list() {
      const names = new Set<string>();
      for (const path of paths) {
        if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
        for (const entry of readdirSync(path, { recursive: true, withFileTypes: true }))
          if (entry.isFile())
            names.add(join(entry.parentPath, entry.name).slice(join(path, sep).length).replaceAll(sep, "/"));
      }
      return [...names].sort();
    },
    describe: () => `the folders ${paths.join(", ")}`,
  };
}

function isInside(name: string): boolean {
  return (
    name !== "" &&
    !name.includes("\0") &&
    !name.includes("\\") &&
    !name.split("/").some((part) => part === ".." || part === "" || part === ".")
  );
}

/** Loads templates from an object or Map of sources by name. */
export function memoryLoader(
  templates: Readonly<Record<string, string>> | ReadonlyMap<string, string>,
): TemplateLoader {
  const find = (name: string): string | undefined => {
    if (templates instanceof Map) return templates.get(name) as string | undefined;
    const record = templates as Readonly<Record<string, string>>;
    return Object.hasOwn(record, name) ? record[name] : undefined;
  };
  return {
    load(name) {
      const source = find(name);
      return source === undefined ? undefined : { source, version: source };
    },
    version: find,
    list: () => (templates instanceof Map ? [...templates.keys()] : Object.keys(templates)),
    describe: () => "memory",
  };
}

/** Loads templates by a function that returns a source, or undefined. */
export function functionLoader(load: (name: string) => string | LoadedTemplate | undefined | null): TemplateLoader {
  const find = (name: string): LoadedTemplate | undefined => {
    const found = load(name);
    return typeof found === "string" ? { source: found, version: found } : (found ?? undefined);
  };
  return { load: find, version: (name) => find(name)?.version, describe: () => "a function" };
}

/** Asks several loaders in turn: the first that has the template wins. */
export function choiceLoader(...loaders: readonly TemplateLoader[]): TemplateLoader {
  return {
    load(name) {
      for (const loader of loaders) {
        const found = loader.load(name);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    version(name) {
      for (const [i, loader] of loaders.entries()) {
        const version = loader.version?.(name) ?? loader.load(name)?.version;
        if (version !== undefined) return `${i}:${String(version)}`;
      }
      return undefined;
    },
    list: () => [...new Set(loaders.flatMap((loader) => loader.list?.() ?? []))].sort(),
    describe: () => loaders.map((loader) => loader.describe?.() ?? "a loader").join(", "),
  };
}

/** Gives each loader the names that begin with its prefix and `/`. */
export function prefixLoader(loaders: Readonly<Record<string, TemplateLoader>>): TemplateLoader {
  const split = (name: string): readonly [TemplateLoader, string] | undefined => {
    const at = name.indexOf("/");
    const prefix = name.slice(0, Math.max(at, 0));
    return at > 0 && Object.hasOwn(loaders, prefix) ? [loaders[prefix]!, name.slice(at + 1)] : undefined;
  };
  return {
    load(name) {
      const found = split(name);
      return found?.[0].load(found[1]);
    },
    version(name) {
      const found = split(name);
      return found?.[0].version?.(found[1]);
    },
    list: () =>
      Object.entries(loaders).flatMap(([prefix, loader]) => (loader.list?.() ?? []).map((name) => `${prefix}/${name}`)),
    describe: () => `the prefixes ${Object.keys(loaders).join(", ")}`,
  };
}

/** Loads templates that were compiled to modules. Then nothing is compiled while the program runs. */
export function moduleLoader(templates: readonly PrecompiledTemplate[]): TemplateLoader {
  const byName = new Map(templates.map((template) => [template.name, template]));
  if (byName.size !== templates.length)
    throw new TemplateError("TEMPLATES_SETUP", "Two precompiled templates have the same name.", {
      cure: "Compile the templates of all folders in one run.",
    });
  return {
    load(name) {
      const precompiled = byName.get(name);
      return precompiled === undefined
        ? undefined
        : { source: precompiled.source, version: precompiled.source, precompiled };
    },
    list: () => [...byName.keys()],
    describe: () => "precompiled modules",
  };
}
