// Brings host names into the form that requests carry: lower case, international names in ASCII (IDNA).

const plain = /^[a-z0-9._:[\]-]*$/;
const printable = /^[\x21-\x7e]*$/;

/**
 * Returns a host in lower case and ASCII, its port untouched. It is undefined where it is not a valid international
 * name.
 *
 * @example
 * ```ts
 * import { asciiHost } from "demijohn/routing";
 * console.log(asciiHost("Bücher.Example:8080")); // xn--bcher-kva.example:8080
 * ```
 */
export function asciiHost(host: string): string | undefined {
  if (plain.test(host)) return host;
  if (printable.test(host)) return host.toLowerCase();
  const { name, port } = splitPort(host);
  const ascii = process.getBuiltinModule("node:url").domainToASCII(name);
  return ascii === "" ? undefined : ascii + port;
}

/** Separates the port, with its colon, from a host. An IPv6 address keeps its brackets. */
export function splitPort(host: string): { readonly name: string; readonly port: string } {
  const colon = host.lastIndexOf(":");
  return colon < 0 || host.indexOf("]", colon) > 0
    ? { name: host, port: "" }
    : { name: host.slice(0, colon), port: host.slice(colon) };
}
