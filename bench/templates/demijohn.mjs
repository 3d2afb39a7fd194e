// The entrant of peerbench's template run: copy this file and views/demijohn into its folder `templates`.
import { Templates } from "demijohn/templates";
import { context, money } from "./data.mjs";

const templates = new Templates({ folders: new URL("./views/demijohn", import.meta.url), filters: { money } });
export const fortunes = () => (rows) => templates.render("fortunes.html", { rows });
export const big = () => () => templates.render("page.html", context);
