// Lists the error codes of accounts: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type AuthCode =
  | "AUTH_FOREIGN_ORIGIN"
  | "AUTH_LOGIN_REQUIRED"
  | "AUTH_NOT_A_USER_MODEL"
  | "AUTH_NOT_FRESH"
  | "AUTH_NOT_USED"
  | "AUTH_NO_BCRYPT"
  | "AUTH_NO_HASHER"
  | "AUTH_NO_OPENID"
  | "AUTH_NO_ORIGIN"
  | "AUTH_NO_WEBAUTHN"
  | "AUTH_TWO_USER_MODELS"
  | "AUTH_WEAK_HASHER";

export const authErrors: Readonly<Record<AuthCode, ErrorRow>> = defineErrorTable({
  AUTH_FOREIGN_ORIGIN: {
    when: "A form of the accounts' pages is sent by a page of another site.",
    cure: "Send it from the site itself; behind a proxy, set trustedProxies, so that the site knows its own origin.",
  },
  AUTH_LOGIN_REQUIRED: {
    when: "A route that asks for a login is asked for without one, by a program.",
    cure: "Log in, or send an API token: Authorization: Bearer djt_….",
  },
  AUTH_NOT_A_USER_MODEL: {
    when: "The model given as user has not the fields of a user.",
    cure: 'Give it the mixin: Model("people.User", () => User, {}, { mixins: [Account] }).',
  },
  AUTH_NOT_FRESH: {
    when: "A route asks for a login that was proved lately, and the last proof is too old.",
    cure: "Confirm the login at the page auth.confirm, and send the request again.",
  },
  AUTH_NOT_USED: {
    when: "The user is asked for in an app without accounts.",
    cure: "Write app.use(auth({ user: User })).",
  },
  AUTH_NO_BCRYPT: {
    when: "A password is hashed with bcrypt, or was, and the package bcryptjs is not installed.",
    cure: "Run npm install bcryptjs.",
  },
  AUTH_NO_HASHER: {
    when: "The list of password hashers is empty.",
    cure: "Write hashers: [argon2Hasher(), pbkdf2Hasher()], or leave the option out.",
  },
  AUTH_NO_OPENID: {
    when: "Somebody logs in by a provider, and the package openid-client is not installed.",
    cure: "Run npm install openid-client, or leave the option providers out.",
  },
  AUTH_NO_ORIGIN: {
    when: "The check before deployment finds that links in mails would be built on the Host header.",
    cure: "Set DEMIJOHN_AUTH_ORIGIN, or give the app allowedHosts.",
  },
  AUTH_NO_WEBAUTHN: {
    when: "Somebody adds or uses a passkey, and the package @simplewebauthn/server is not installed.",
    cure: "Run npm install @simplewebauthn/server, or leave passkeys: true out.",
  },
  AUTH_TWO_USER_MODELS: {
    when: "Two models are given as the user model of one program.",
    cure: "Give every auth({ user: … }) the same model, before anything else asks for users.",
  },
  AUTH_WEAK_HASHER: {
    when: "The check before deployment finds that new passwords are hashed with MD5.",
    cure: "Leave the option hashers out, or put argon2Hasher() first.",
  },
});
