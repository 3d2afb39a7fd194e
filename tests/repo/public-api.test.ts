// Tests the public API against its snapshots, its documentation, and the reading of declarations that both rest on.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { describePublicApi, documentationFault } from "../../scripts/lib/api/public-api.ts";
import { Declarations } from "../../scripts/lib/api/read-declarations.ts";

const root = new URL("../../", import.meta.url);
const { texts, undocumented } = await describePublicApi(root);

test("the public API is the one of the snapshots; npm run api -- --update writes them anew", () => {
  const folder = new URL("public-api/", import.meta.url);
  const snapshots = readdirSync(folder).map((name) => name.slice(0, -4));
  assert.deepEqual([...texts.keys()].sort(), snapshots.sort());
  for (const [name, text] of texts) {
    assert.equal(text, readFileSync(new URL(`${name}.txt`, folder), "utf8"), `tests/repo/public-api/${name}.txt`);
  }
});

test("every public name is described, in JSDoc that begins with a short sentence or in the reference", () => {
  assert.deepEqual(undocumented, []);
});

const files: Record<string, string> = {
  "room/index.d.ts": `// The room's door.
export { fill, type Jar as Vessel } from "./jar.ts";
export type { Lid } from "#other";
import { Cork } from "./cork.ts";
export { Cork };
/** How large. */
export declare const size: {
    readonly a: 1; // one
};
`,
  "room/jar.d.ts": `/** A jar. */
export interface Jar {
    /** Its size. */
    readonly size: number;
}
interface Hidden {
}
/** Fills a jar. More words. */
export declare function fill(jar: Jar): void;
export declare function fill(jar: Jar, with_: string): void;
`,
  "room/cork.d.ts": `export declare class Cork {
    #private;
    private soft;
    constructor(text?: "}");
}
`,
  "other/index.d.ts": 'export { Lid } from "./lid.js";\n',
  "other/lid.d.ts": "export type Lid = {\n    a: 1;\n} | undefined;\n",
};

test("a door's names resolve to their declarations through files and rooms, without comments and private members", () => {
  const names = new Declarations((file) => files[file]!).publicNames("room/index.d.ts");
  assert.deepEqual(
    names.map(({ name, file, signature, jsDoc }) => [name, file, signature, jsDoc]),
    [
      ["Cork", "room/cork.d.ts", 'export declare class Cork {\n    constructor(text?: "}");\n}', undefined],
      ["Lid", "other/lid.d.ts", "export type Lid = {\n    a: 1;\n} | undefined;", undefined],
      ["Vessel", "room/jar.d.ts", "export interface Jar {\n    readonly size: number;\n}", "/** A jar. */"],
      [
        "fill",
        "room/jar.d.ts",
        "export declare function fill(jar: Jar): void;\nexport declare function fill(jar: Jar, with_: string): void;",
        "/** Fills a jar. More words. */",
      ],
      ["size", "room/index.d.ts", "export declare const size: {\n    readonly a: 1;\n};", "/** How large. */"],
    ],
  );
});

test("a name without a declaration is an error", () => {
  const declarations = new Declarations((file) => (file === "a.d.ts" ? 'export { b } from "./b.ts";' : "export {};"));
  assert.throws(() => declarations.publicNames("a.d.ts"), {
    message: "b.d.ts exports b, which nothing there declares.",
  });
});

test("missing and long descriptions are found", () => {
  const item = { name: "fill", file: "room/jar.d.ts", signature: "", jsDoc: undefined };
  const faultOf = (jsDoc: string | undefined, reference = ""): string | undefined =>
    documentationFault({ ...item, jsDoc }, reference);
  assert.equal(
    faultOf(undefined),
    "src/room/jar.ts: fill is public and neither has JSDoc nor stands in docs/reference.",
  );
  assert.equal(faultOf(undefined, "Use `fill` for it."), undefined);
  assert.equal(faultOf("/** Fills a jar. */"), undefined);
  assert.equal(faultOf(`/**\n * Fills\n * a jar. ${"Words ".repeat(40)}\n *\n * @example\n */`), undefined);
  assert.equal(
    faultOf(`/** Fills ${"very ".repeat(20)}well. */`),
    "src/room/jar.ts: the first sentence about fill has 111 characters; lists show fewer than 80.",
  );
  assert.match(faultOf("/** @internal */")!, /neither has JSDoc/);
});
