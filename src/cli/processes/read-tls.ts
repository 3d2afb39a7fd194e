// Reads certificate and key for HTTPS from the files that the command line names.
import { SetupError } from "#kernel";

/** Certificate and key in PEM; nothing where neither is given. @throws SetupError where one is missing or unreadable. */
export function readTls(cert: string | undefined, key: string | undefined): { cert: string; key: string } | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new SetupError(
      "CLI_TLS_INCOMPLETE",
      `HTTPS needs a certificate and its key; --${cert === undefined ? "cert" : "key"} is missing.`,
      {
        cure: "Give both: --cert cert.pem --key key.pem.",
      },
    );
  }
  return { cert: readPem(cert), key: readPem(key) };
}

function readPem(file: string): string {
  try {
    return process.getBuiltinModule("node:fs").readFileSync(file, "utf8");
  } catch (cause) {
    throw new SetupError("CLI_UNREADABLE_FILE", `The file ${file} cannot be read.`, {
      cure: "Check the path and its permissions.",
      cause,
    });
  }
}
