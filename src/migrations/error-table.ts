// Lists the error codes of migrations: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";
import { runErrors } from "./execute/run-error-table.ts";

export const migrationErrors: Readonly<Record<string, ErrorRow>> = defineErrorTable({
  ...runErrors,
  MIGRATIONS_BAD_ANSWER: {
    when: "An answer given to makemigrations names no question, or is no value for the field.",
    cure: "Write the question and the answer: --answer 'remove:blog.Author.name=yes'.",
  },
  MIGRATIONS_BAD_FILE: {
    when: "A file in a folder of migrations cannot be imported, or exports no migration.",
    cure: "Export const migration = defineMigration({ … }), or begin the file's name with _ or a dot.",
  },
  MIGRATIONS_BAD_SQUASH: {
    when: "squashmigrations is given a first migration that does not come before the last one.",
    cure: "Name the earlier one first.",
  },
  MIGRATIONS_CANNOT_UPDATE: {
    when: "makemigrations --update finds changes that do not fit into the last migration of one blueprint.",
    cure: "Name the blueprint, or leave --update out.",
  },
  MIGRATIONS_CIRCLE: {
    when: "The changes of the models wait for each other in a circle.",
    cure: "Make the change in two steps.",
  },
  MIGRATIONS_CIRCULAR_GRAPH: {
    when: "Migration files depend on each other in a circle.",
    cure: "Take one of the dependencies out of its file.",
  },
  MIGRATIONS_IRREVERSIBLE: {
    when: "Migrations are to be undone, and one of their operations cannot be.",
    cure: "Give the operation what undoes it, or do not go back so far.",
  },
  MIGRATIONS_LOCK_CONFLICT: {
    when: "The lock file of a blueprint holds the marks of a merge that stopped at it.",
    cure: "Put one of the two migrations behind the other with rebasemigration.",
  },
  MIGRATIONS_LOCK_MISMATCH: {
    when: "The lock file of a blueprint names another migration than its last one.",
    cure: "Correct the lock file, or bring the missing migration back.",
  },
  MIGRATIONS_MISSING_DEPENDENCY: {
    when: "A migration depends on one that does not exist.",
    cure: "Correct the dependency, or bring the missing file back.",
  },
  MIGRATIONS_NOTHING_TO_REBASE: {
    when: "rebasemigration finds no two last migrations, or cannot tell which one comes later.",
    cure: "Name the one that comes later.",
  },
  MIGRATIONS_NOT_A_MODEL: {
    when: "The models of a blueprint hold something that is not a model.",
    cure: "Give it model classes.",
  },
  MIGRATIONS_NO_FOLDER: {
    when: "A blueprint that has no folder for migrations is named.",
    cure: "Name one that has, or declare its models with a folder.",
  },
  MIGRATIONS_NO_LABEL: {
    when: "A model's name does not say which blueprint it belongs to.",
    cure: 'Write the blueprint before the model\'s name: Model("blog.Article", …).',
  },
  MIGRATIONS_NO_LABEL_GIVEN: {
    when: "makemigrations --empty is run without a blueprint.",
    cure: "Name the blueprint.",
  },
  MIGRATIONS_REFUSED: {
    when: "A question of makemigrations about something that goes away is answered with no.",
    cure: "Bring it back into the models, or make the change in steps.",
  },
  MIGRATIONS_TWICE: {
    when: "Two migrations of a blueprint have one name.",
    cure: "Give one of the files another name.",
  },
  MIGRATIONS_UNANSWERED: {
    when: "The changes leave questions open, and there is no terminal to ask on.",
    cure: "Answer them in the command with --answer, or run it on a terminal.",
  },
  MIGRATIONS_UNKNOWN: {
    when: "A migration is named that does not exist, or by a beginning that several share.",
    cure: "Name one that exists.",
  },
  MIGRATIONS_UNKNOWN_FIELD: {
    when: "An operation names a field that the model does not have at that point of the history.",
    cure: "Name a field that the model has before the operation.",
  },
  MIGRATIONS_UNKNOWN_INDEX: {
    when: "An operation names an index or constraint that the model does not have at that point of the history.",
    cure: "Name one that an earlier operation adds.",
  },
  MIGRATIONS_UNKNOWN_MODEL: {
    when: "An operation or a relation names a model that does not exist at that point of the history.",
    cure: "Name a model that an earlier operation creates, or depend on the migration that does.",
  },
  MIGRATIONS_UNKNOWN_TYPE: {
    when: "A field of a migration has a type that no builder of f makes.",
    cure: "Use a builder's name as the type.",
  },
  MIGRATIONS_UNWRITABLE: {
    when: "A migration would have to hold a function or an instance of a class.",
    cure: "Use plain values in the options of models.",
  },
});
