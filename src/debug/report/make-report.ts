// Gathers the report on a failed request: errors with their sources, the request, the settings and the versions.
import type { App } from "#app";
import type { Request } from "#http";
import type { TemplateFrame } from "#templates";
import type { DebugReport, Pair, ReportedSetting } from "./debug-report.ts";
import { describeErrors } from "./describe-errors.ts";
import { describeRequest } from "./describe-request.ts";
import { type SecretMask, secretsOf } from "./secret-mask.ts";
import { shownLine } from "./shown-text.ts";
import { SourceReader } from "./source-excerpt.ts";
import { isInside, runtimeName } from "./stack-frames.ts";

/** Makes the report; what cannot be found out is left out. */
export async function makeReport(error: unknown, request: Request, app: App): Promise<DebugReport> {
  const secrets = secretsOf(request, [app.options.secretKey].flat());
  const demijohn = packageFolder();
  const { sep } = process.getBuiltinModule("node:path");
  const { errors, omitted } = await describeErrors(error, {
    secrets,
    sources: new SourceReader(),
    folders: {
      root: app.root,
      demijohn: demijohn === undefined ? [] : ["src", "dist"].map((name) => `${demijohn}${sep}${name}${sep}`),
    },
    templateFolders: attempt(() => app.templateFolders) ?? [],
    findTemplateFrames: await loadTemplateFrames(),
    shortenPath: (file) => shortenPath(file, app.root),
  });
  return {
    errors,
    omittedErrors: omitted,
    request: describeRequest(request, secrets),
    settings: attempt(() => describeSettings(app, secrets)),
    versions: describeVersions(app, demijohn),
    time: new Date().toISOString(),
  };
}

// An app without templates does not load their engine before something failed.
async function loadTemplateFrames(): Promise<(error: unknown) => readonly TemplateFrame[]> {
  try {
    return (await import("#templates")).findTemplateFrames;
  } catch {
    return () => [];
  }
}

function describeSettings(app: App, secrets: SecretMask): ReportedSetting[] {
  return app.settings.describe().map(({ section, key, value, from }) => ({
    name: `${section}.${key}`,
    value: shownLine(value === "***" ? value : secrets.named(key, value), 500),
    from: shownLine(secrets.text(from), 200),
  }));
}

function describeVersions(app: App, demijohn: string | undefined): Pair[] {
  const { Bun, Deno } = globalThis as { Bun?: { version: string }; Deno?: { version: { deno: string } } };
  const version = Bun?.version ?? Deno?.version.deno ?? process.versions.node;
  return [
    ["App", shownLine(app.name, 100)],
    ["Root", shownLine(app.root, 500)],
    ["Mode", app.mode],
    ["Demijohn", (demijohn === undefined ? undefined : attempt(() => readVersion(demijohn))) ?? "unknown"],
    [runtimeName(), version],
    ["System", `${process.platform} ${process.arch}`],
  ];
}

// The nearest package.json above this module is Demijohn's, in the source as in the published package.
function packageFolder(): string | undefined {
  const fs = process.getBuiltinModule("node:fs");
  const path = process.getBuiltinModule("node:path");
  let folder = import.meta.dirname;
  while (!fs.existsSync(path.join(folder, "package.json"))) {
    const above = path.dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
  return folder;
}

function readVersion(folder: string): string {
  const text = process.getBuiltinModule("node:fs").readFileSync(`${folder}/package.json`, "utf8");
  return String((JSON.parse(text) as { version: unknown }).version);
}

function shortenPath(file: string, root: string): string {
  const folder = [process.cwd(), root].find((one) => isInside(file, one));
  return folder === undefined ? file : process.getBuiltinModule("node:path").relative(folder, file);
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
