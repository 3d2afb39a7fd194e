// Joins the script of an object's form: editing, dialogs, and single controls.
import { controlsScript } from "./form/controls.ts";
import { dialogScript } from "./form/dialog.ts";
import { editingScript } from "./form/editing.ts";

/** The script's text, inside the function of script.ts. */
export const formScript: string = [editingScript, dialogScript, controlsScript].join("");

/** The texts that forms and their pickers say. */
export const formTexts: readonly string[] = [
  "Close",
  "Leave without saving?",
  "Open it in a new tab",
  "This cannot be shown here.",
  "Type to search",
  "Found",
  "Nothing fits.",
  "There is no such object.",
  "Search for more",
  "Added {object}",
  "Removed {object}",
  "Remove {object}",
  "Chosen: {field}",
  "Available: {field}",
  "Filter",
  "Filter: {list}",
  "Choose",
  "Choose all",
  "Remove",
  "Remove all",
  "Today",
  "Now",
  "Valid JSON",
  "Tidy up",
  "Write",
  "Preview",
  "There is no preview now.",
  "Pick: {field}",
  "or drop one here",
  "{name} is too large: {size}.",
  "Forget it",
  "The picture that was picked",
];
