// The command that prints a new secret key.
import { generateSecretKey } from "#kernel";
import { defineOwnCommand, type OwnCommand } from "./own-command.ts";

export const secretCommand: OwnCommand = defineOwnCommand({
  name: "secret",
  summary: "Print a new secret key, for SECRET_KEY.",
  need: "none",
  run: ({ print }) => print(generateSecretKey()),
});
