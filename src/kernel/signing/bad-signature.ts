// Defines what a verifier throws: a signature that is not ours, too old, or over a payload that cannot be read.
import { DemijohnError, type ErrorDetails } from "../errors.ts";

/**
 * Thrown when a signed or encrypted text is not to be trusted.
 *
 * Codes: `KERNEL_BAD_SIGNATURE`, `KERNEL_BAD_TIMESTAMP`, `KERNEL_BAD_PAYLOAD`, `KERNEL_BAD_CIPHERTEXT`.
 */
export class BadSignature extends DemijohnError {
  /** The text before the signature, **not to be trusted**; for logs and debugging. */
  readonly untrustedPayload: string | undefined;

  constructor(code: string, summary: string, details: BadSignatureDetails = {}) {
    super(code, summary, details);
    this.untrustedPayload = details.untrustedPayload;
  }
}

/** What an error about a signature knows beyond its text. */
export interface BadSignatureDetails extends ErrorDetails {
  readonly untrustedPayload?: string | undefined;
}

/** Thrown when the signature is genuine and older than the caller accepts. */
export class SignatureExpired extends BadSignature {
  /** When the text was signed. */
  readonly signedAt: Date;
  /** Seconds since then; negative for a date that has not come yet. */
  readonly age: number;

  constructor(untrustedPayload: string, signedAt: Date, limits: { readonly age: number; readonly maxAge: number }) {
    const { age, maxAge } = limits;
    const summary =
      age < 0
        ? `The text was signed ${-age} seconds in the future, on ${signedAt.toISOString()}.`
        : `The text was signed ${age} seconds ago, on ${signedAt.toISOString()}, and at most ${maxAge} are accepted.`;
    super("KERNEL_SIGNATURE_EXPIRED", summary, {
      untrustedPayload,
      cure:
        age < 0
          ? "Set the clocks of the machines that sign and verify by the same time server."
          : "Ask for a new one, or pass a larger maxAge (in seconds).",
    });
    this.signedAt = signedAt;
    this.age = age;
  }
}
