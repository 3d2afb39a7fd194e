// Puts a hash of a file's content into its name and takes it out again, so that caches may keep it for ever.

const hashLength = 12;

/** `css/site.css` with the hash `3f…` becomes `css/site.3f….css`. */
export function addHash(name: string, hash: string): string {
  const slash = name.lastIndexOf("/");
  const dot = name.lastIndexOf(".");
  return dot > slash + 1 ? `${name.slice(0, dot)}.${hash}${name.slice(dot)}` : `${name}.${hash}`;
}

/** Splits a name into the plain one and its hash; undefined where it has none. */
export function takeHash(name: string): { readonly name: string; readonly hash: string } | undefined {
  const match = /^(.*?[^/])\.([0-9a-f]{12})(\.[^./]+)?$/.exec(name);
  return match === null ? undefined : { name: match[1]! + (match[3] ?? ""), hash: match[2]! };
}

/** Hashes a file's content: 12 hexadecimal digits of SHA-256. Undefined where there is no such file. */
export function hashFile(path: string): string | undefined {
  try {
    const bytes = process.getBuiltinModule("node:fs").readFileSync(path);
    return process
      .getBuiltinModule("node:crypto")
      .createHash("sha256")
      .update(bytes)
      .digest("hex")
      .slice(0, hashLength);
  } catch {
    return undefined;
  }
}
