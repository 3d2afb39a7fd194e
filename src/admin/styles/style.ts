// Joins the admin's style sheet: light and dark, from the phone to the wide screen, in both directions of writing.
import { cardsStyle } from "./cards.ts";
import { exchangeStyle } from "./exchange.ts";
import { formStyle } from "./form.ts";
import { frameStyle } from "./frame.ts";
import { inlinesStyle } from "./inlines.ts";
import { listStyle } from "./list.ts";
import { paletteStyle } from "./palette.ts";
import { panelsStyle } from "./panels.ts";

/** The style sheet's text. A site changes its colours by the custom properties. */
export const adminStyle: string = [
  frameStyle,
  listStyle,
  formStyle,
  inlinesStyle,
  panelsStyle,
  cardsStyle,
  exchangeStyle,
  paletteStyle,
].join("");
