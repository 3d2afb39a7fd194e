// Create model User, and 2 more (members).
import { createModel, defineMigration } from "demijohn/migrations";

export const migration = defineMigration({
  initial: true,
  dependencies: [
    ["films", "0001_initial"],
    ["auth", "0001_initial"],
  ],
  operations: [
    createModel(
      "User",
      {
        id: { type: "auto" },
        email: { type: "email", unique: true, verboseName: "e-mail address" },
        name: { type: "char", maxLength: 150, blank: true, default: "" },
        password: { type: "char", maxLength: 255, blank: true, default: "", editable: false },
        isActive: { type: "boolean", default: true },
        isStaff: { type: "boolean", default: false },
        isSuperuser: { type: "boolean", default: false },
        emailVerifiedAt: { type: "dateTime", null: true, blank: true, editable: false },
        lastLogin: { type: "dateTime", null: true, blank: true, editable: false },
        dateJoined: { type: "dateTime", autoNowAdd: true, editable: false },
        groups: { type: "manyToMany", to: "auth.Group", blank: true },
        permissions: { type: "manyToMany", to: "auth.Permission", blank: true },
      },
      { ordering: ["email"] },
    ),
    createModel(
      "Review",
      {
        id: { type: "auto" },
        stars: {
          type: "smallInteger",
          choices: [
            [5, "★★★★★"],
            [4, "★★★★"],
            [3, "★★★"],
            [2, "★★"],
            [1, "★"],
          ],
        },
        text: { type: "text", blank: true, default: "" },
        writtenAt: { type: "dateTime", autoNowAdd: true },
        film: { type: "foreignKey", to: "films.Film", relatedName: "reviews" },
        user: { type: "foreignKey", to: "members.User", relatedName: "reviews" },
      },
      {
        ordering: ["-writtenAt"],
        constraints: [
          {
            kind: "unique",
            name: "one_review_a_film",
            fields: ["film", "user"],
            message: "You have reviewed this film.",
          },
        ],
      },
    ),
    createModel(
      "WatchItem",
      {
        id: { type: "auto" },
        addedAt: { type: "dateTime", autoNowAdd: true },
        film: { type: "foreignKey", to: "films.Film", relatedName: "watchers" },
        user: { type: "foreignKey", to: "members.User", relatedName: "watchList" },
      },
      {
        ordering: ["-addedAt"],
        constraints: [
          {
            kind: "unique",
            name: "one_watch_item_a_film",
            fields: ["film", "user"],
            message: "The film is on your list.",
          },
        ],
      },
    ),
  ],
});
