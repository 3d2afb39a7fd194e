// Add field user to ApiToken, and 8 more (auth).
import { addField, alterUnique, defineMigration } from "demijohn/migrations";

export const migration = defineMigration({
  initial: true,
  dependencies: [
    ["members", "0001_initial"],
    ["auth", "0001_initial"],
  ],
  operations: [
    addField("ApiToken", "user", { type: "foreignKey", to: "members.User" }),
    addField("LoginSession", "user", { type: "foreignKey", to: "members.User" }),
    addField("OpenIdAccount", "user", { type: "foreignKey", to: "members.User" }),
    addField("Passkey", "user", { type: "foreignKey", to: "members.User" }),
    addField("Group", "permissions", {
      type: "manyToMany",
      to: "auth.Permission",
      blank: true,
      table: "auth_group_access",
    }),
    addField("RecoveryCode", "user", { type: "foreignKey", to: "members.User" }),
    addField("TotpDevice", "user", { type: "oneToOne", to: "members.User" }),
    alterUnique("OpenIdAccount", [["issuer", "subject"]]),
    alterUnique("RecoveryCode", [["user", "digest"]]),
  ],
});
