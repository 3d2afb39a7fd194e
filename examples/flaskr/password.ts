// Turns passwords into salted scrypt hashes (RFC 7914), and checks a password against one.
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

// About 70 ms and 32 MiB for one hash. The hash keeps them, so that they can be raised later.
const present = { cost: 2 ** 15, blockSize: 8, parallelization: 3 };

/** Hashes a password: `scrypt:<cost>:<block size>:<parallelization>:<salt>:<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const { cost, blockSize, parallelization } = present;
  const hash = await derive(password, salt, present);
  return ["scrypt", cost, blockSize, parallelization, salt.toString("base64url"), hash.toString("base64url")].join(":");
}

/** Whether a password is the one that was hashed; takes the same time wherever the two differ. */
export async function checkPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, cost, blockSize, parallelization, salt = "", hash = ""] = stored.split(":");
  if (scheme !== "scrypt") return false;
  const expected = Buffer.from(hash, "base64url");
  const given = await derive(password, Buffer.from(salt, "base64url"), {
    cost: Number(cost),
    blockSize: Number(blockSize),
    parallelization: Number(parallelization),
  });
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function derive(password: string, salt: Buffer, work: typeof present): Promise<Buffer> {
  // scrypt needs 128 × cost × block size bytes; Node's own limit is just below that.
  const maxmem = 256 * work.cost * work.blockSize;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, 32, { ...work, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
