// The auth room's door: users, passwords, login, permissions, tokens and pages.
export { type Argon2Options, argon2Hasher } from "./hashers/argon2-hasher.ts";
export { type BcryptOptions, bcryptHasher } from "./hashers/bcrypt-hasher.ts";
export { md5Hasher } from "./hashers/md5-hasher.ts";
export type { PasswordHasher } from "./hashers/password-hasher.ts";
export {
  defaultHashers,
  isPasswordUsable,
  type PasswordCheck,
  Passwords,
  unusablePassword,
} from "./hashers/passwords.ts";
export { type Pbkdf2Options, pbkdf2Hasher } from "./hashers/pbkdf2-hasher.ts";
export { type ScryptOptions, scryptHasher } from "./hashers/scrypt-hasher.ts";
export { checkPasswordRules, type PasswordRule, type UserFacts } from "./rules/password-rule.ts";
export {
  defaultPasswordRules,
  minimumLength,
  notBreached,
  notCommon,
  notNumeric,
  notSimilarToUser,
  type SimilarityOptions,
} from "./rules/password-rules.ts";
