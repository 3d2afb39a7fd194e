// Lists the kernel's error codes: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "./errors.ts";

type KernelCode =
  | "KERNEL_BAD_CIPHERTEXT"
  | "KERNEL_BAD_MODE"
  | "KERNEL_BAD_PAYLOAD"
  | "KERNEL_BAD_SECTION"
  | "KERNEL_BAD_SETTINGS"
  | "KERNEL_BAD_SIGNATURE"
  | "KERNEL_BAD_SIGNER"
  | "KERNEL_BAD_TIMESTAMP"
  | "KERNEL_NO_SECRET_KEY"
  | "KERNEL_SECTION_NOT_LOADED"
  | "KERNEL_SIGNATURE_EXPIRED"
  | "KERNEL_UNKNOWN_VARIABLE";

export const kernelErrors: Readonly<Record<KernelCode, ErrorRow>> = defineErrorTable({
  KERNEL_BAD_CIPHERTEXT: {
    when: "An encrypted text was changed, or encrypted for another purpose or with a key that is not known.",
    cure: "Treat it as forged; after a change of keys, keep the old key behind the new one.",
  },
  KERNEL_BAD_MODE: {
    when: "DEMIJOHN_MODE is none of development, production and test.",
    cure: "Set it to one of the three, or leave it out.",
  },
  KERNEL_BAD_PAYLOAD: {
    when: "A signature is genuine, but the signed text is not in the form that the serializer reads.",
    cure: "Read a token with the serializer options that it was written with.",
  },
  KERNEL_BAD_SECTION: {
    when: "A settings section has a name that is not camelCase, shares its name with another, or reads two settings from one variable.",
    cure: "Rename the section, the setting or the variable.",
  },
  KERNEL_BAD_SETTINGS: {
    when: "One or more settings are missing, wrong or unknown.",
    cure: "Correct each of the listed ones where it says that it was written.",
  },
  KERNEL_BAD_SIGNATURE: {
    when: "A text has no signature, or one that does not match it.",
    cure: "Treat the text as forged; after a change of keys, keep the old key behind the new one.",
  },
  KERNEL_BAD_SIGNER: {
    when: "A signer or encryptor is made without a key, with an empty one, without a purpose, or with a separator of base64url characters.",
    cure: "Give a key of generateSecretKey(), a purpose, and a separator such as a full stop.",
  },
  KERNEL_BAD_TIMESTAMP: {
    when: "A signature is genuine, but the signed text carries no time.",
    cure: "Use the same class to sign and to verify.",
  },
  KERNEL_NO_SECRET_KEY: {
    when: "Development cannot read or write .demijohn/secret-key beside the app.",
    cure: "Make the folder writable, or set SECRET_KEY.",
  },
  KERNEL_SECTION_NOT_LOADED: {
    when: "The values of a settings section are asked for that was not among those loaded.",
    cure: "Declare the section where the app is set up.",
  },
  KERNEL_SIGNATURE_EXPIRED: {
    when: "A signature is genuine and older than maxAge, or from the future.",
    cure: "Ask for a new token, or pass a larger maxAge.",
  },
  KERNEL_UNKNOWN_VARIABLE: {
    when: "A check finds a variable that begins with DEMIJOHN_ and belongs to no settings section in use.",
    cure: "Remove it, correct its name, or use the battery that it belongs to.",
  },
});
