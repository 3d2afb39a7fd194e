// Create model AdminJob, and 3 more (admin).
import { computed, createModel, defineMigration } from "demijohn/migrations";

export const migration = defineMigration({
  initial: true,
  operations: [
    createModel(
      "AdminJob",
      {
        id: { type: "auto" },
        token: { type: "char", maxLength: 36, unique: true },
        kind: { type: "char", maxLength: 10 },
        model: { type: "char", maxLength: 100 },
        title: { type: "char", maxLength: 200 },
        ownerKey: { type: "char", maxLength: 64 },
        state: { type: "char", maxLength: 10 },
        asked: { type: "json" },
        told: { type: "json", default: computed("default") },
        total: { type: "integer", default: 0 },
        done: { type: "integer", default: 0 },
        cursor: { type: "char", maxLength: 200, default: "", blank: true },
        cancelAsked: { type: "boolean", default: false },
        runner: { type: "char", maxLength: 36, default: "", blank: true },
        createdAt: { type: "dateTime", autoNowAdd: true, index: true },
        touchedAt: { type: "dateTime", autoNowAdd: true },
      },
      { ordering: ["-id"] },
    ),
    createModel(
      "SavedView",
      {
        id: { type: "auto" },
        name: { type: "char", maxLength: 60 },
        model: { type: "char", maxLength: 100, index: true },
        query: { type: "text", default: "", blank: true },
        userKey: { type: "char", maxLength: 64 },
        userText: { type: "char", maxLength: 200 },
        isShared: { type: "boolean", default: false },
        madeAt: { type: "dateTime", autoNowAdd: true },
      },
      { ordering: ["name"] },
    ),
    createModel(
      "ImportRow",
      {
        id: { type: "auto" },
        job: { type: "char", maxLength: 36 },
        number: { type: "integer" },
        values: { type: "json" },
        outcome: { type: "char", maxLength: 6, default: "", blank: true },
        objectKey: { type: "char", maxLength: 200, default: "", blank: true },
        objectText: { type: "char", maxLength: 200, default: "", blank: true },
        version: { type: "char", maxLength: 22, default: "", blank: true },
        changes: { type: "json", default: computed("default") },
        faults: { type: "json", default: computed("default") },
      },
      {
        ordering: ["number"],
        indexes: [
          { name: "admin_impor_job_64acdd_idx", fields: ["job", "number"] },
          { name: "admin_impor_job_7a6418_idx", fields: ["job", "outcome", "number"] },
        ],
      },
    ),
    createModel(
      "LogEntry",
      {
        id: { type: "auto" },
        at: { type: "dateTime", autoNowAdd: true, index: true },
        action: { type: "char", maxLength: 10 },
        model: { type: "char", maxLength: 100 },
        objectKey: { type: "char", maxLength: 200 },
        objectText: { type: "char", maxLength: 200 },
        userKey: { type: "char", maxLength: 64 },
        userText: { type: "char", maxLength: 200 },
        changes: { type: "json", default: computed("default") },
        batch: { type: "char", maxLength: 36, default: "", blank: true, index: true },
        snapshot: { type: "json", null: true, blank: true },
        version: { type: "char", maxLength: 22, default: "", blank: true },
      },
      {
        ordering: ["-at", "-id"],
        verboseNamePlural: "log entries",
        indexes: [{ name: "admin_logen_model_158ac7_idx", fields: ["model", "objectKey"] }],
      },
    ),
  ],
});
