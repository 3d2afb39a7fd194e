// Declares the command that sends a message to try the settings: `demijohn mail test ada@example.org`.
import { type Command, defineCommand } from "#kernel";
import type { Mailer } from "./mailer.ts";

/** Makes the command for an app's mailer. */
export function mailTestCommand(mailer: () => Mailer): Command {
  return defineCommand({
    name: "mail test",
    summary: "Send a test message.",
    args: { to: { required: true, many: true, help: "Addresses to write to." } },
    options: { using: { help: "The mailer to try, by its name in mail.mailers." } },
    run: async ({ args, options, print }) => {
      const chosen = options.using === undefined ? mailer() : mailer().using(options.using);
      const delivery = await chosen.send({
        to: args.to,
        subject: "A test message",
        text: `This message shows that mail works.\n\nIt was sent at ${new Date().toISOString()}.\n`,
      });
      for (const address of delivery.accepted) print(`Sent to ${address}.`);
      for (const { address, reason } of delivery.rejected) print(`Refused for ${address}: ${reason}`);
      if (delivery.response !== undefined) print(delivery.response);
      return delivery.rejected.length === 0 ? 0 : 1;
    },
  });
}
