// Describes a provider of OpenID Connect: where it is, and as whom the site asks it.

/** A site whose accounts are good here. */
export interface OpenIdProvider {
  /** What the button says: "Continue with Example". */
  readonly label: string;
  /** The address that its `/.well-known/openid-configuration` stands under. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  /** @default ["openid", "email", "profile"] */
  readonly scopes?: readonly string[] | undefined;
  /**
   * Whether an account here with the same e-mail address is the same person, where the provider says that it confirmed
   * the address. Only for providers that you trust with every account. @default false
   */
  readonly trustEmail?: boolean | undefined;
  /** For a provider of a test, on plain HTTP. @default false */
  readonly allowInsecure?: boolean | undefined;
}
