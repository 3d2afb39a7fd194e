// Runs one case of Django's password hashers on the public API of demijohn/auth.
import {
  argon2Hasher,
  bcryptHasher,
  defaultHashers,
  isPasswordUsable,
  md5Hasher,
  type PasswordHasher,
  Passwords,
  pbkdf2Hasher,
  scryptHasher,
  unusablePassword,
} from "demijohn/auth";
import type { CaseResult } from "./case-result.ts";

type Input =
  | {
      readonly op: "encode";
      readonly fn: string;
      readonly args: readonly unknown[];
      readonly kwargs: Readonly<Record<string, unknown>>;
    }
  | { readonly op: "check"; readonly password: string | null; readonly encoded: string | null }
  | { readonly op: "usable"; readonly encoded: string | null };

const passwords = new Passwords(defaultHashers());

/** Answers for one case. */
export async function check(testCase: unknown): Promise<CaseResult> {
  const { input, expected } = testCase as { readonly input: Input; readonly expected: unknown };
  const actual = await run(input, expected);
  if (actual === expected) return { kind: "pass" };
  return { kind: "fail", why: `${input.op} gave ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}` };
}

async function run(input: Input, expected: unknown): Promise<unknown> {
  switch (input.op) {
    case "check": {
      const { password, encoded } = input;
      if (password === null || encoded === null) return false;
      return (await passwords.check(password, encoded)).isCorrect;
    }
    case "usable":
      return isPasswordUsable(input.encoded);
    default:
      return encode(input, expected);
  }
}

// make_password(password, salt, hasher) and hasher.encode(password, salt, iterations): the expected text says which
// hasher is meant where the arguments do not.
async function encode({ args, kwargs }: Input & { op: "encode" }, expected: unknown): Promise<string> {
  const [password, salt = kwargs["salt"], third = kwargs["hasher"] ?? kwargs["iterations"]] = args;
  if (password === null) return unusablePassword();
  const given = typeof third === "string" && third !== "default" ? third : String(expected).split("$")[0]!;
  const iterations = typeof third === "number" ? third : undefined;
  return hasherOf(given, iterations).hash(String(password), salt == null ? undefined : String(salt));
}

function hasherOf(algorithm: string, iterations: number | undefined): PasswordHasher {
  switch (algorithm) {
    case "pbkdf2_sha256":
      return pbkdf2Hasher({ iterations });
    case "pbkdf2_sha1":
      return pbkdf2Hasher({ digest: "sha1", iterations });
    case "scrypt":
      return scryptHasher();
    case "argon2":
      return argon2Hasher({ memory: 102_400, passes: 2, parallelism: 8 });
    case "bcrypt":
      return bcryptHasher({ sha256: false });
    case "bcrypt_sha256":
      return bcryptHasher();
    case "md5":
      return md5Hasher();
    default:
      throw new Error(`No hasher makes "${algorithm}".`);
  }
}
