// The auth room's door: users, passwords, login, permissions, tokens and pages.

export { auth } from "./auth.ts";
export { AuthError } from "./auth-error.ts";
export { type CredentialsOutcome, checkCredentials } from "./login/check-credentials.ts";
export {
  type CurrentLogin,
  type CurrentUser,
  currentUser,
  logIn,
  loginOf,
  logOut,
  logOutEverywhere,
  type SiteUser,
} from "./login/current-user.ts";
export {
  freshLoginRequired,
  type GuardOptions,
  LoginRequired,
  loginNotRequired,
  loginRequired,
  permissionRequired,
  requireUser,
  scopeRequired,
  userPasses,
} from "./login/guards.ts";
export { endLogins, type LoginOptions } from "./login/login-sessions.ts";
export { type ModelBackendOptions, modelBackend } from "./login/model-backend.ts";
export { safeNext } from "./login/safe-next.ts";
export { ApiToken } from "./models/api-token.ts";
export { AuthEvent } from "./models/auth-event.ts";
export { Group } from "./models/group.ts";
export { LoginSession } from "./models/login-session.ts";
export { OpenIdAccount } from "./models/open-id-account.ts";
export { Passkey } from "./models/passkey.ts";
export { Permission } from "./models/permission.ts";
export { TotpDevice } from "./models/totp-device.ts";
export { type Argon2Options, argon2Hasher } from "./passwords/hashers/argon2-hasher.ts";
export { type BcryptOptions, bcryptHasher } from "./passwords/hashers/bcrypt-hasher.ts";
export { md5Hasher } from "./passwords/hashers/md5-hasher.ts";
export type { PasswordHasher } from "./passwords/hashers/password-hasher.ts";
export {
  defaultHashers,
  isPasswordUsable,
  type PasswordCheck,
  Passwords,
  unusablePassword,
} from "./passwords/hashers/passwords.ts";
export { type Pbkdf2Options, pbkdf2Hasher } from "./passwords/hashers/pbkdf2-hasher.ts";
export { type ScryptOptions, scryptHasher } from "./passwords/hashers/scrypt-hasher.ts";
export { checkPasswordRules, type PasswordRule, type UserFacts } from "./passwords/rules/password-rule.ts";
export {
  defaultPasswordRules,
  minimumLength,
  notBreached,
  notCommon,
  notNumeric,
  notSimilarToUser,
  type SimilarityOptions,
} from "./passwords/rules/password-rules.ts";
export type { Backend, Credentials, PermissionHolder, PermissionRule } from "./permissions/backend.ts";
export {
  grantPermissions,
  groupPermissions,
  hasPermission,
  revokePermissions,
  ruleBackend,
  userPermissions,
} from "./permissions/has-permission.ts";
export {
  modelPermissions,
  permissionName,
  renameModelPermissions,
  syncPermissions,
} from "./permissions/model-permissions.ts";
export { usersWithPermission } from "./permissions/users-with-permission.ts";
export type { OpenIdProvider } from "./proofs/openid/open-id-provider.ts";
export { type AccountEvent, Accounts, type AuthEventKind, accountsOf } from "./setup/accounts.ts";
export type { AuthOptions } from "./setup/auth-options.ts";
export { type AuthSettings, type AuthSettingsShape, authSettings } from "./setup/auth-settings.ts";
export { type ApiTokenOptions, createApiToken, hasScope } from "./tokens/api-tokens.ts";
export { Account, type AccountFields, type AccountInstance, type AccountModel } from "./user/account.ts";
export { AnonymousUser } from "./user/anonymous-user.ts";
export { authModels, type TableModel } from "./user/auth-models.ts";
export { createUser, type NewUser } from "./user/create-user.ts";
export { DjangoAccount, type DjangoAccountFields } from "./user/django-account.ts";
export { foldEmail, foldLogin } from "./user/login-name.ts";
export { type UserModel, userClass } from "./user/user-class.ts";
