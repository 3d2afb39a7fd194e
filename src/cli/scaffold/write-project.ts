// Writes a new project: its files into a folder of its name, which must not exist or be empty.
import { SetupError } from "#kernel";
import { readDevelopmentVersions, readVersion } from "../version.ts";
import { fiveLineFiles } from "./five-line-files.ts";
import { grownFiles } from "./grown-files.ts";

/** What a project's files are made of. */
export interface ProjectFacts {
  readonly name: string;
  readonly version: string;
  /** Versions of the packages that only development needs. */
  readonly typescript: string;
  readonly nodeTypes: string;
}

/** Texts by path. */
export type ProjectFiles = Readonly<Record<string, string>>;

/** Where and what to write. */
export interface ProjectOptions {
  readonly inside: string;
  readonly isGrown: boolean;
}

/** A project that was written: its folder as given, and its files. */
export interface WrittenProject {
  readonly folder: string;
  readonly files: readonly string[];
}

/** Writes a project. @throws SetupError for a name that no package can have, and for a folder with something in it. */
export async function writeProject(folder: string, { inside, isGrown }: ProjectOptions): Promise<WrittenProject> {
  const fs = process.getBuiltinModule("node:fs");
  const path = process.getBuiltinModule("node:path");
  const place = path.resolve(inside, folder);
  const name = path.basename(place);
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name) || name.length > 214 || name === "node_modules" || name === "demijohn") {
    throw new SetupError("CLI_BAD_PROJECT_NAME", `"${name}" cannot be a project's name.`, {
      cure: "Use lower-case letters, digits and hyphens, such as demijohn new my-site.",
    });
  }
  if (fs.existsSync(place) && (!fs.statSync(place).isDirectory() || fs.readdirSync(place).length > 0)) {
    throw new SetupError("CLI_FOLDER_TAKEN", `${folder} is there already, and not empty.`, {
      cure: "Give another name. Nothing was written.",
    });
  }
  const facts = { name, version: readVersion(), ...readDevelopmentVersions() };
  const files = isGrown ? grownFiles(facts) : fiveLineFiles(facts);
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(place, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
  const migrations = isGrown ? await (await import("./grown-migrations.ts")).writeGrownMigrations(place) : [];
  return { folder, files: [...Object.keys(files), ...migrations] };
}
