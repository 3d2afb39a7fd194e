// The auth room's inner door, for the admin, the tests of the room, and the documentation.
export { authErrors } from "./error-table.ts";
export { setPassword } from "./pages/password-pages.ts";
export { fromBase32, toBase32, totpCode, totpStep } from "./proofs/totp/totp.ts";
