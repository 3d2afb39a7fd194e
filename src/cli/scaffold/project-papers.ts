// Writes the files that every new project has: package.json, tsconfig.json, .gitignore.
import { generateSecretKey } from "#kernel";
import type { ProjectFacts, ProjectFiles } from "./write-project.ts";

/** The papers of a project. */
export function projectPapers({ name, version, typescript, nodeTypes }: ProjectFacts): ProjectFiles {
  const data = {
    name,
    version: "0.1.0",
    private: true,
    type: "module",
    engines: { node: ">=24" },
    scripts: {
      dev: "demijohn run",
      start: "demijohn serve",
      test: "node --test",
      check: "tsc && demijohn check",
    },
    dependencies: { demijohn: `^${version}` },
    devDependencies: { "@types/node": nodeTypes, typescript },
  };
  const compiler = {
    compilerOptions: {
      target: "esnext",
      lib: ["esnext"],
      module: "nodenext",
      types: ["node"],
      noEmit: true,
      strict: true,
      noUncheckedIndexedAccess: true,
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
    },
    exclude: ["node_modules"],
  };
  return {
    "package.json": `${JSON.stringify(data, null, 2)}\n`,
    "tsconfig.json": `${JSON.stringify(compiler, null, 2)}\n`,
    // What stays on this machine: a key of its own, and where the rows of models are kept.
    ".env": `SECRET_KEY=${generateSecretKey()}\nDATABASE_URL=sqlite:db.sqlite3\n`,
    ".gitignore": "node_modules/\n.demijohn/\n.env\n.env.local\n*.sqlite*\n",
  };
}

/** The page that says how to go on; `firstSteps` are commands, a line each, between the installation and the first start. */
export function readme(name: string, files: string, firstSteps = ""): string {
  return `# ${name}

\`\`\`sh
npm install
${firstSteps}npm run dev      # http://127.0.0.1:8000/, starts again at each edit
npm test
npm run check    # types and settings
npm start        # production; takes SECRET_KEY and DATABASE_URL from the environment or .env
\`\`\`

${files}`;
}
