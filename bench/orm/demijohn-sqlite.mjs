// The entrant of the ORM benchmark on SQLite.
import { openModels } from "./demijohn.mjs";

export const open = ({ sqlitePath }) => openModels(`sqlite:${sqlitePath}`);
