// Reads the fields of a page's form as a browser without script would send them.

/** Names of controls with their values. */
export type Fields = Record<string, string | string[]>;

/** What a browser would send of the page's form: every control outside of templates. */
export function fieldsOf(html: string): Fields {
  const start = html.indexOf("data-edit");
  let form = html.slice(start, html.indexOf("</form>", start));
  for (let inner = ""; inner !== form; ) {
    inner = form;
    form = form.replace(/<template>(?:(?!<template>)[\s\S])*?<\/template>/, "");
  }
  const fields: Record<string, string[]> = {};
  const add = (name: string, value: string): unknown => (fields[name] ??= []).push(plain(value));
  for (const [, attributes] of form.matchAll(/<input([^>]*)>/g)) {
    const name = / name="([^"]*)"/.exec(attributes!)?.[1];
    const isBox = / type="(?:checkbox|radio)"/.test(attributes!);
    if (name !== undefined && (!isBox || / checked/.test(attributes!)))
      add(name, / value="([^"]*)"/.exec(attributes!)?.[1] ?? (isBox ? "on" : ""));
  }
  for (const [, name, options] of form.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
    for (const [, value] of options!.matchAll(/<option value="([^"]*)"[^>]* selected/g)) add(name!, value!);
  for (const [, name, text] of form.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g))
    add(name!, text!);
  return fields;
}
const plain = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
