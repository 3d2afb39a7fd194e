// The command that runs every check: of the settings, the app and its batteries, and for deployment.
import type { App } from "#app";
import { checkTemplates } from "#app/internals";
import { type CheckMessage, DemijohnError } from "#kernel";
import { defineOwnCommand, type OwnCommand } from "./own-command.ts";

export const checkCommand: OwnCommand = defineOwnCommand({
  name: "check",
  summary: "Check the app: settings, routes, and what its batteries check.",
  need: "loaded",
  mode: "development",
  options: {
    deploy: { type: "boolean", help: "Also what matters in production." },
    failOn: { type: ["error", "warning"], default: "error", help: "The least level that makes the command fail." },
  },
  run: async ({ app, options, print }) => {
    const messages = await gatherMessages(app, options.deploy);
    for (const message of messages) print(describeMessage(message));
    const errors = messages.filter(({ level }) => level === "error").length;
    const warnings = messages.filter(({ level }) => level === "warning").length;
    print(
      messages.length === 0
        ? "Everything is in order."
        : `${errors} ${errors === 1 ? "error" : "errors"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}.`,
    );
    return errors > 0 || (options.failOn === "warning" && warnings > 0) ? 1 : 0;
  },
});

/** Gets the app ready and runs its checks; a fault on the way is a message too. */
export async function gatherMessages(app: App, isDeploy: boolean): Promise<readonly CheckMessage[]> {
  try {
    await app.ready();
  } catch (error) {
    if (!(error instanceof DemijohnError)) throw error;
    return [{ level: "error", code: error.code, message: error.message.slice(error.code.length + 2) }];
  }
  const messages: CheckMessage[] = [...app.settings.warnings];
  for (const check of app.plan.checks) {
    if (check.deploy === true && !isDeploy) continue;
    messages.push(...(await check.check(app as never)));
  }
  const models = app.plan.models.flatMap((set) => set.models);
  if (models.length > 0) messages.push(...(await import("#orm")).checkModels(models));
  messages.push(...(await checkTemplates(app)));
  if (isDeploy) messages.push(...checkDeployment(app));
  return messages;
}

function checkDeployment(app: App): CheckMessage[] {
  const messages: CheckMessage[] = [];
  const { options } = app;
  if (app.mode !== "production") {
    messages.push({
      level: "warning",
      code: "APP_NOT_PRODUCTION",
      message: `The app was checked in ${app.mode} mode, where settings are looser.`,
      cure: "Run DEMIJOHN_MODE=production demijohn check --deploy.",
    });
  }
  // The battery checks hosts itself, by its own settings.
  const isGuarded = app.battery("security") !== undefined;
  if (!isGuarded) {
    messages.push({
      level: "warning",
      code: "SECURITY_NOT_USED",
      message: "The app goes without the battery that guards against forged requests, framing and plain HTTP.",
      cure: 'Write app.use(security()), with security from "demijohn/security".',
    });
  }
  if (options.allowedHosts === undefined && !isGuarded) {
    messages.push({
      level: "warning",
      code: "APP_ANY_HOST",
      message: "The app answers for any Host header, so that absolute addresses it builds can be forged.",
      cure: 'Name its hosts: new App({ allowedHosts: ["example.org"] }).',
    });
  }
  if (options.trustedProxies === undefined) {
    messages.push({
      level: "info",
      code: "APP_NO_PROXY",
      message: "No proxy is trusted: behind one, every client has the proxy's address and http as its scheme.",
      cure: "Behind one proxy, write new App({ trustedProxies: 1 }).",
    });
  }
  return messages;
}

/** Writes a message as `demijohn check` prints it. */
export function describeMessage({ level, code, message, where, cure }: CheckMessage): string {
  const lines = [`${level.toUpperCase()} ${code}: ${message}`];
  if (where !== undefined) lines.push(`  At ${where}`);
  if (cure !== undefined) lines.push(...cure.split("\n").map((line) => `  ${line}`));
  return lines.join("\n");
}
