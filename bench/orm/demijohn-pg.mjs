// The entrant of the ORM benchmark on PostgreSQL.
import { openModels } from "./demijohn.mjs";

export const open = ({ pgUrl }) => openModels(pgUrl);
