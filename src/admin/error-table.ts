// Lists the error codes of the admin: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type AdminCode =
  | "ADMIN_NOT_A_MODEL"
  | "ADMIN_MODEL_TWICE"
  | "ADMIN_UNKNOWN_FIELD"
  | "ADMIN_INLINE_KEY"
  | "ADMIN_NO_EFFECT"
  | "ADMIN_NO_ACCOUNTS"
  | "ADMIN_NO_USER"
  | "ADMIN_NO_XLSX"
  | "ADMIN_NO_MARKDOWN";

export const adminErrors: Readonly<Record<AdminCode, ErrorRow>> = defineErrorTable({
  ADMIN_NOT_A_MODEL: {
    when: "The admin was given something that is no model.",
    cure: "Give it classes that extend Model(…), or modelAdmin(Article, { … }).",
  },
  ADMIN_MODEL_TWICE: {
    when: "One admin was given the same model twice.",
    cure: "Leave one of them out, or make a second admin under another prefix.",
  },
  ADMIN_UNKNOWN_FIELD: {
    when: "An option of a model's admin names a field that the model does not have.",
    cure: "Name one of the fields that the message lists.",
  },
  ADMIN_NO_EFFECT: {
    when: "Two options of a model's admin do not fit together, so that one of them does nothing; `demijohn check` says so.",
    cure: "Change the option that the message names.",
  },
  ADMIN_NO_XLSX: {
    when: "A spreadsheet is exported or imported, and the package hucre is not installed.",
    cure: "Run npm install hucre, or export and import CSV or JSON.",
  },
  ADMIN_NO_USER: {
    when: "adminUser(request) was asked of a request that did not come through the admin.",
    cure: "Elsewhere write await request.user.",
  },
  ADMIN_INLINE_KEY: {
    when: "An inline's model does not point at the object's model, or by several fields.",
    cure: 'Name the field that is meant: inline(Choice, { fkName: "question" }).',
  },
  ADMIN_NO_ACCOUNTS: {
    when: "The admin is used in an app without accounts.",
    cure: "Write app.use(auth({ user: User })) before app.use(admin(…)).",
  },
  ADMIN_NO_MARKDOWN: {
    when: "A preview of Markdown was asked for where the package commonmark is not installed.",
    cure: "Run npm install commonmark, or give the field another widget.",
  },
});
