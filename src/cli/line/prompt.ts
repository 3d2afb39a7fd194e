// Asks on the terminal for an option that was not given.
import { type ParameterSpec, SetupError } from "#kernel";
import { optionWord } from "./parse-line.ts";

/** Asks for an option's value, twice where it is to be confirmed. @throws SetupError where there is no terminal to ask on. */
export async function askFor(name: string, spec: ParameterSpec): Promise<string> {
  const prompt = typeof spec.prompt === "object" ? spec.prompt : { text: spec.prompt ?? name };
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    throw new SetupError("CLI_CANNOT_ASK", `${optionWord(name)} is missing, and there is no terminal to ask on.`, {
      cure: `Give it: ${optionWord(name)} …`,
    });
  }
  for (;;) {
    const answer = await readAnswer(`${prompt.text}: `, prompt.secret === true);
    if (prompt.confirm !== true || (await readAnswer(`${prompt.text} (again): `, prompt.secret === true)) === answer)
      return answer;
    stderr.write("The two are not the same. Once more:\n");
  }
}

async function readAnswer(question: string, isSecret: boolean): Promise<string> {
  const { createInterface } = process.getBuiltinModule("node:readline");
  const { Writable } = process.getBuiltinModule("node:stream");
  process.stderr.write(question);
  // What is typed is shown by readline's output: a secret's goes nowhere.
  const output = isSecret ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
  const reader = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await new Promise((resolve) => reader.question("", resolve));
  } finally {
    reader.close();
    if (isSecret) process.stderr.write("\n");
  }
}
