// Create model ApiToken, and 10 more (auth).
import { computed, createModel, defineMigration } from "demijohn/migrations";

export const migration = defineMigration({
  initial: true,
  operations: [
    createModel(
      "ApiToken",
      {
        id: { type: "auto" },
        name: { type: "char", maxLength: 100 },
        digest: { type: "char", maxLength: 43, unique: true },
        scopes: { type: "json", default: computed("default") },
        createdAt: { type: "dateTime" },
        usedAt: { type: "dateTime", null: true, blank: true },
        expiresAt: { type: "dateTime", null: true, blank: true },
      },
      { ordering: ["createdAt"] },
    ),
    createModel(
      "AuthEvent",
      {
        id: { type: "auto" },
        at: { type: "dateTime", index: true },
        kind: { type: "char", maxLength: 40 },
        userKey: { type: "char", maxLength: 64, blank: true, default: "", index: true },
        address: { type: "char", maxLength: 64, blank: true, default: "" },
        agent: { type: "char", maxLength: 255, blank: true, default: "" },
        details: { type: "json", default: computed("default") },
      },
      { ordering: ["-at"] },
    ),
    createModel(
      "Group",
      { id: { type: "auto" }, name: { type: "char", maxLength: 150, unique: true } },
      { ordering: ["name"] },
    ),
    createModel(
      "LoginSession",
      {
        id: { type: "auto" },
        digest: { type: "char", maxLength: 43, unique: true },
        passwordMark: { type: "char", maxLength: 43 },
        method: { type: "char", maxLength: 40 },
        remembered: { type: "boolean" },
        createdAt: { type: "dateTime" },
        freshAt: { type: "dateTime" },
        seenAt: { type: "dateTime" },
        endsAt: { type: "dateTime", index: true },
        address: { type: "char", maxLength: 64, blank: true },
        agent: { type: "char", maxLength: 255, blank: true },
      },
      { ordering: ["-seenAt"] },
    ),
    createModel("OneTimeToken", {
      id: { type: "auto" },
      digest: { type: "char", maxLength: 43, unique: true },
      purpose: { type: "char", maxLength: 40 },
      subject: { type: "char", maxLength: 255, index: true, blank: true },
      data: { type: "json", default: computed("default") },
      expiresAt: { type: "dateTime", index: true },
    }),
    createModel("OpenIdAccount", {
      id: { type: "auto" },
      issuer: { type: "char", maxLength: 255 },
      subject: { type: "char", maxLength: 255 },
      createdAt: { type: "dateTime" },
    }),
    createModel(
      "Passkey",
      {
        id: { type: "auto" },
        credentialId: { type: "char", maxLength: 255, unique: true },
        publicKey: { type: "binary" },
        counter: { type: "bigInt" },
        transports: { type: "json", default: computed("default") },
        name: { type: "char", maxLength: 100 },
        createdAt: { type: "dateTime" },
        usedAt: { type: "dateTime", null: true, blank: true },
      },
      { ordering: ["createdAt"] },
    ),
    createModel(
      "Permission",
      {
        id: { type: "auto" },
        codename: { type: "char", maxLength: 200, unique: true },
        name: { type: "char", maxLength: 255, blank: true, default: "" },
      },
      { table: "auth_access", ordering: ["codename"] },
    ),
    createModel("RecoveryCode", { id: { type: "auto" }, digest: { type: "char", maxLength: 43 } }),
    createModel("Throttle", {
      id: { type: "auto" },
      key: { type: "char", maxLength: 43, unique: true },
      count: { type: "integer" },
      endsAt: { type: "dateTime", index: true },
    }),
    createModel("TotpDevice", {
      id: { type: "auto" },
      secret: { type: "text" },
      lastStep: { type: "integer", default: 0 },
      confirmedAt: { type: "dateTime", null: true, blank: true },
    }),
  ],
});
