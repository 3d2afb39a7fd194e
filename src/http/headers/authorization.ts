// Parses and writes Authorization and WWW-Authenticate: a scheme with a token or with parameters.
import { DemijohnError, quoteValue } from "#kernel";
import { dumpHeader, parseDictHeader, quoteHeaderValue } from "./header-value.ts";

/** The credentials of a request, or a challenge to send some. RFC 9110 section 11. */
export interface Authorization {
  /** Lower case: `basic`, `bearer`, `digest` … */
  readonly scheme: string;
  /** What follows the scheme where that is one token. */
  readonly token?: string | undefined;
  /** What follows the scheme where those are parameters; without a prototype when parsed. */
  readonly parameters?: Readonly<Record<string, string | null>> | undefined;
  /** Basic credentials. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** A challenge has the same form; its parameters are realm, nonce and the like. */
export type AuthenticateChallenge = Omit<Authorization, "username" | "password">;

/**
 * Parses an `Authorization` header. The result is undefined where it is missing or its Basic credentials are not valid
 * UTF-8 in Base64.
 *
 * @example
 * ```ts
 * import { parseAuthorization } from "demijohn/http";
 * console.log(parseAuthorization("Basic QWRhOmphcg==")); // { scheme: "basic", username: "Ada", password: "jar" }
 * console.log(parseAuthorization("Bearer abc")?.token); // abc
 * ```
 */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
  const parts = header === undefined ? undefined : splitScheme(header);
  if (parts === undefined) return undefined;
  return parts.scheme === "basic" ? parseBasic(parts.rest) : parseRest(parts);
}

/** Parses a `WWW-Authenticate` header that has one challenge. The result is undefined where it is missing. */
export function parseWwwAuthenticate(header: string | undefined): AuthenticateChallenge | undefined {
  const parts = header === undefined ? undefined : splitScheme(header);
  return parts === undefined ? undefined : parseRest(parts);
}

function splitScheme(header: string): { scheme: string; rest: string } | undefined {
  if (header === "") return undefined;
  const space = header.indexOf(" ");
  if (space < 0) return { scheme: header.toLowerCase(), rest: "" };
  return { scheme: header.slice(0, space).toLowerCase(), rest: header.slice(space + 1).trim() };
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function parseBasic(token: string): Authorization | undefined {
  if (!base64.test(token)) return undefined;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(token, "base64"));
  } catch {
    // Credentials in another charset cannot be compared to anything.
    return undefined;
  }
  const colon = text.indexOf(":");
  return {
    scheme: "basic",
    username: colon < 0 ? text : text.slice(0, colon),
    password: colon < 0 ? "" : text.slice(colon + 1),
  };
}

function parseRest({ scheme, rest }: { scheme: string; rest: string }): AuthenticateChallenge {
  // Equals signs at the end are the padding of a token; any other belongs to a parameter.
  const equals = rest.indexOf("=");
  const isToken = equals < 0 || !/[^=]/.test(rest.slice(equals));
  return isToken ? { scheme, token: rest } : { scheme, parameters: parseDictHeader(rest) };
}

/**
 * Writes an `Authorization` header.
 *
 * @throws DemijohnError `HTTP_BAD_CREDENTIALS` for a Basic user name with a colon, which nobody could read back.
 */
export function formatAuthorization(authorization: Authorization): string {
  const { scheme, username, password, token, parameters } = authorization;
  if (scheme === "basic" && username !== undefined) {
    if (username.includes(":")) {
      throw new DemijohnError("HTTP_BAD_CREDENTIALS", `The user name ${quoteValue(username)} has a colon.`, {
        cure: "Basic authentication cannot carry it (RFC 7617 section 2); use another scheme or name.",
      });
    }
    return `Basic ${Buffer.from(`${username}:${password ?? ""}`).toString("base64")}`;
  }
  return joinScheme(scheme, token, parameters === undefined ? "" : dumpHeader(parameters));
}

// These are quoted even where they are tokens: older clients take them no other way (RFC 7616 section 3.3).
const alwaysQuoted: Readonly<Record<string, boolean>> = {
  realm: true,
  domain: true,
  nonce: true,
  opaque: true,
  qop: true,
};

/**
 * Writes a `WWW-Authenticate` header. The realm is always quoted, as RFC 9110 section 11.5 asks.
 *
 * @example
 * ```ts
 * import { formatWwwAuthenticate } from "demijohn/http";
 * console.log(formatWwwAuthenticate({ scheme: "basic", parameters: { realm: "jars" } })); // Basic realm="jars"
 * ```
 */
export function formatWwwAuthenticate(challenge: AuthenticateChallenge): string {
  const items = Object.entries(challenge.parameters ?? {}).map(([key, value]) => {
    if (value === null) return key;
    const always = key === "realm" || (challenge.scheme === "digest" && alwaysQuoted[key] === true);
    return `${key}=${quoteHeaderValue(value, { always })}`;
  });
  return joinScheme(challenge.scheme, challenge.token, items.join(", "));
}

function joinScheme(scheme: string, token: string | undefined, parameters: string): string {
  const name = scheme.toLowerCase().replace(/[a-z]+/g, (word) => word[0]!.toUpperCase() + word.slice(1));
  const rest = token ?? parameters;
  return rest === "" ? name : `${name} ${rest}`;
}
