// Lists the files of the accounts' pages: their style sheet, and the script for passkeys.
import { TextAssets } from "#app/internals";
import { passkeyScript } from "../proofs/passkeys/passkey-script.ts";
import { styleSheet } from "../templates/style-sheet.ts";

export const authAssets: TextAssets = new TextAssets([
  { name: "style", pattern: "/assets/style.css", type: "text/css; charset=utf-8", text: styleSheet },
  {
    name: "passkey_script",
    pattern: "/assets/passkeys.js",
    type: "text/javascript; charset=utf-8",
    text: passkeyScript,
  },
]);
