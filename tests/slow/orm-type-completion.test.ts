// Measures what an editor waits for while a lookup is typed: the compiler's language server, after each edit.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { writeProject } from "./orm-type-project.ts";

const EDITS = 9;
/** Milliseconds: an idle machine takes about 130, and one that is busy with other tests ten times as much. */
const BOUND = 3_000;

const root = new URL("../../", import.meta.url);
const editText = (n: number): string =>
  `import { M5 } from "./m5.ts";\nexport const edit${n} = M5.objects.filter({ to0__from1__si });\n`;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly items?: readonly unknown[] };
  readonly result?: { readonly items: readonly { readonly label: string }[] };
}

/** A client of the language server, as an editor is one. */
function startServer(folder: URL) {
  const server = spawn(fileURLToPath(new URL("node_modules/.bin/tsc", root)), ["--lsp", "--stdio"], {
    cwd: fileURLToPath(folder),
    stdio: ["pipe", "pipe", "ignore"],
  });
  const waiting = new Map<number, (message: Message) => void>();
  let received = Buffer.alloc(0);
  let last = 0;
  const send = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const take = (message: Message): void => {
    if (message.method === undefined) waiting.get(message.id!)?.(message);
    else if (message.id !== undefined) send({ id: message.id, result: message.params?.items?.map(() => null) ?? null });
  };
  server.stdout.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const head = received.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(received.subarray(0, Math.max(0, head)).toString())?.[1]);
      if (head < 0 || received.length < head + 4 + length) return;
      const body = received.subarray(head + 4, head + 4 + length).toString();
      received = received.subarray(head + 4 + length);
      take(JSON.parse(body) as Message);
    }
  });
  const ask = (method: string, params: object): Promise<Message> =>
    new Promise((resolve) => {
      const id = ++last;
      waiting.set(id, resolve);
      send({ id, method, params });
    });
  return { ask, tell: (method: string, params: object) => send({ method, params }), stop: () => server.kill() };
}

async function measure(models: number): Promise<{ readonly labels: readonly string[]; readonly median: number }> {
  const folder = new URL(`tests/fixtures/.orm-types-${models}/`, root);
  writeProject(folder, { models, queries: 300 });
  const file = new URL("edit.ts", folder);
  writeFileSync(file, editText(0));
  const server = startServer(folder);
  try {
    await server.ask("initialize", { processId: process.pid, rootUri: folder.href, capabilities: {} });
    server.tell("initialized", {});
    server.tell("textDocument/didOpen", {
      textDocument: { uri: file.href, languageId: "typescript", version: 1, text: editText(0) },
    });
    const times: number[] = [];
    let labels: readonly string[] = [];
    for (let n = 1; n <= EDITS; n++) {
      server.tell("textDocument/didChange", {
        textDocument: { uri: file.href, version: n + 1 },
        contentChanges: [{ text: editText(n) }],
      });
      const start = performance.now();
      const { result } = await server.ask("textDocument/completion", {
        textDocument: { uri: file.href },
        position: { line: 1, character: editText(n).split("\n")[1]!.indexOf("__si") + 4 },
      });
      times.push(performance.now() - start);
      labels = result!.items.map((item) => item.label);
    }
    return { labels, median: times.toSorted((a, b) => a - b)[EDITS >> 1]! };
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

test("the keys that may follow are offered at once, however many models there are", async () => {
  const small = await measure(100);
  const large = await measure(300);
  for (const label of ["size?", "to0__size?", "name__icontains?", "from0?"])
    assert.ok(small.labels.includes(label), `${label} is not offered`);
  console.log(`${Math.round(small.median)} ms with 100 models, ${Math.round(large.median)} ms with 300`);
  assert.ok(small.median < BOUND, `${small.median} ms with 100 models`);
  assert.ok(large.median < Math.max(small.median * 2.5, 400), `${large.median} ms with 300 models`);
});
