// Create model LogEntry (admin).
import { computed, createModel, defineMigration } from "demijohn/migrations";

export const migration = defineMigration({
  initial: true,
  operations: [
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
      },
      {
        ordering: ["-at", "-id"],
        verboseNamePlural: "log entries",
        indexes: [{ name: "admin_logen_model_158ac7_idx", fields: ["model", "objectKey"] }],
      },
    ),
  ],
});
