// Logs in by a provider of OpenID Connect, by the package openid-client: code flow with PKCE, state and nonce.
import type { Request } from "#http";
import { SetupError } from "#kernel";
import { IntegrityError } from "#orm";
import { findMeta } from "#orm/internals";
import { OpenIdAccount } from "../../models/open-id-account.ts";
import { type Accounts, accountsOf } from "../../setup/accounts.ts";
import type { AccountInstance } from "../../user/account.ts";
import { foldEmail } from "../../user/login-name.ts";
import type { OpenIdProvider } from "./open-id-provider.ts";

declare global {
  namespace Demijohn {
    interface SessionData {
      /** What was sent to a provider and has to come back. */
      _openid: { provider: string; state: string; nonce: string; verifier: string; next: string; at: number };
    }
  }
}

type Library = typeof import("openid-client");
type Configuration = Awaited<ReturnType<Library["discovery"]>>;

const secondsToAnswer = 600;
const configurations = new WeakMap<OpenIdProvider, Promise<Configuration>>();

async function loadLibrary(): Promise<Library> {
  try {
    return await import("openid-client");
  } catch (cause) {
    throw new SetupError("AUTH_NO_OPENID", "Providers need the package openid-client, which is not installed.", {
      cure: "Run npm install openid-client, or leave the option providers out.",
      cause,
    });
  }
}

// What the provider says about itself is asked for once; a failure is asked again.
function configurationOf(provider: OpenIdProvider): Promise<Configuration> {
  let found = configurations.get(provider);
  if (found === undefined) {
    found = discover(provider);
    found.catch(() => configurations.delete(provider));
    configurations.set(provider, found);
  }
  return found;
}

async function discover({ issuer, clientId, clientSecret, allowInsecure }: OpenIdProvider): Promise<Configuration> {
  const library = await loadLibrary();
  const execute = allowInsecure === true ? [library.allowInsecureRequests] : [];
  return library.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute });
}

/** The provider of a name, if the site has it. */
export function findProvider(accounts: Accounts, name: string): OpenIdProvider | undefined {
  const { providers = {} } = accounts.options;
  return Object.hasOwn(providers, name) ? providers[name] : undefined;
}

/** Begins: returns the provider's address that the browser is sent to. */
export async function beginOpenId(request: Request, name: string, next: string): Promise<string> {
  const accounts = accountsOf(request.app);
  const provider = findProvider(accounts, name)!;
  const library = await loadLibrary();
  const configuration = await configurationOf(provider);
  const verifier = library.randomPKCECodeVerifier();
  const [state, nonce] = [library.randomState(), library.randomNonce()];
  request.session.set("_openid", { provider: name, state, nonce, verifier, next, at: accounts.now() });
  return library.buildAuthorizationUrl(configuration, {
    redirect_uri: accounts.absoluteUrl(request, "auth.provider_done", { name }),
    scope: (provider.scopes ?? ["openid", "email", "profile"]).join(" "),
    code_challenge: await library.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  }).href;
}

/** Who came back from a provider. */
export interface OpenIdPerson {
  readonly issuer: string;
  readonly subject: string;
  /** Folded; undefined where the provider did not confirm it. */
  readonly email: string | undefined;
  readonly name: string;
  readonly next: string;
}

/** Ends: checks what the browser brought back; undefined for anything that does not belong to this browser's beginning. */
export async function endOpenId(request: Request, name: string): Promise<OpenIdPerson | undefined> {
  const accounts = accountsOf(request.app);
  const provider = findProvider(accounts, name);
  const begun = request.session.pop("_openid");
  if (provider === undefined || begun === undefined || begun.provider !== name) return undefined;
  if (accounts.now() - begun.at > secondsToAnswer * 1000) return undefined;
  const library = await loadLibrary();
  try {
    const address = new URL(accounts.absoluteUrl(request, "auth.provider_done", { name }));
    address.search = request.queryString;
    const tokens = await library.authorizationCodeGrant(await configurationOf(provider), address, {
      pkceCodeVerifier: begun.verifier,
      expectedState: begun.state,
      expectedNonce: begun.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const email =
      typeof claims["email"] === "string" && claims["email_verified"] === true ? claims["email"] : undefined;
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: email === undefined ? undefined : foldEmail(email),
      name: typeof claims["name"] === "string" ? claims["name"].slice(0, 150) : "",
      next: begun.next,
    };
  } catch (error) {
    accounts.app.logger.warn(`The provider "${name}" was not believed: ${(error as Error).message}`);
    return undefined;
  }
}

/** What a person from a provider is here. */
export type OpenIdOutcome =
  | { readonly user: AccountInstance }
  | { readonly refused: "no-email" | "taken" | "closed" | "inactive" };

/**
 * Finds the user of a person, or makes one.
 *
 * An account that has the same e-mail address already is not handed over to whoever controls an account elsewhere: it is
 * linked only by its owner, who is logged in here, or for a provider whose addresses the site trusts.
 */
export async function userOfPerson(
  request: Request,
  person: OpenIdPerson,
  loggedIn: AccountInstance | undefined,
  provider: OpenIdProvider,
): Promise<OpenIdOutcome> {
  const accounts = accountsOf(request.app);
  const { issuer, subject, email } = person;
  const known = await OpenIdAccount.objects.selectRelated("user").filter({ issuer, subject }).first();
  if (known !== null && known !== undefined) {
    const { user } = known as { user: AccountInstance };
    return user.isActive ? { user } : { refused: "inactive" };
  }
  if (loggedIn !== undefined) return { user: await link(accounts, request, loggedIn, person) };
  if (email === undefined) return { refused: "no-email" };
  const [present] = await accounts.User.objects.filter({ email__iexact: email }).limit(1);
  if (present !== undefined) {
    if (provider.trustEmail !== true) return { refused: "taken" };
    return present.isActive ? { user: await link(accounts, request, present, person) } : { refused: "inactive" };
  }
  if (accounts.options.signUp === false || accounts.loginField !== "email") return { refused: "closed" };
  const user = new accounts.User({ email, name: person.name } as never) as unknown as AccountInstance;
  user.setUnusablePassword();
  if (findMeta(accounts.User)!.findColumn("emailVerifiedAt") !== undefined) user.emailVerifiedAt = accounts.date();
  try {
    await user.save();
  } catch (error) {
    if (error instanceof IntegrityError) return { refused: "taken" };
    throw error;
  }
  await accounts.record("signed-up", { user, request, details: { issuer } });
  return { user: await link(accounts, request, user, person) };
}

async function link(
  accounts: Accounts,
  request: Request,
  user: AccountInstance,
  { issuer, subject }: OpenIdPerson,
): Promise<AccountInstance> {
  await OpenIdAccount.objects.getOrCreate({ issuer, subject }, { user, createdAt: accounts.date() } as never);
  await accounts.record("provider-linked", { user, request, details: { issuer } });
  return user;
}
