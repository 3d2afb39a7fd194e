// Defines what an app hands down to all its forms: language, time zone, translation, renderer, and the token against forgery.
import { Safe } from "#kernel";
import type { Translate } from "#validate";
import { englishFormats, findLocaleFormats, type LocaleFormats } from "../formats/locale-formats.ts";
import type { FileStore } from "../models/model-form-types.ts";
import type { FormRenderer } from "../rendering/form-renderer.ts";

/**
 * What forms take from the app around them. A form that is made from a request reads it from the request's property
 * `formSettings`, where a battery put it.
 */
export interface FormSettings {
  /** BCP 47, or formats of one's own. */
  readonly locale?: string | LocaleFormats | undefined;
  /** IANA name of the zone whose clock visitors mean: UTC unless given. */
  readonly timeZone?: string | undefined;
  /** Finds texts in the visitor's language. */
  readonly translate?: Translate | undefined;
  /** Writes forms; plain HTML unless given. */
  readonly renderer?: FormRenderer | undefined;
  /** Where the uploads of models' fields of files go. */
  readonly storage?: FileStore | undefined;
  /** The hidden field that proves that a form came from this site. */
  readonly csrf?: CsrfField | (() => Safe) | undefined;
}

/** A token and the name of the field that carries it. */
export interface CsrfField {
  readonly name: string;
  /** Asked for when the form is rendered. */
  readonly token: string | (() => string);
}

/** The formats of the settings' language. */
export function formatsOfSettings({ locale }: FormSettings): LocaleFormats {
  if (locale === undefined) return englishFormats;
  return typeof locale === "string" ? findLocaleFormats(locale) : locale;
}

interface FormHost {
  readonly formSettings?: FormSettings | undefined;
  /** What the security battery gives requests. */
  readonly csrfInput?: Safe | undefined;
}

/** The settings that a request carries. */
export function settingsOfRequest(request: object): FormSettings {
  const host = request as FormHost;
  const settings = host.formSettings ?? {};
  // The token is made when it is read: a form that is never shown needs none.
  if (settings.csrf !== undefined || !("csrfInput" in request)) return settings;
  return { ...settings, csrf: () => host.csrfInput ?? new Safe("") };
}
