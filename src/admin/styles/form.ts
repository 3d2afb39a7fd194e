// Holds the rules of forms: their fields, sets, tabs, lines and buttons, and the dialogs that they stand in.
import { controlsStyle } from "./controls.ts";

const layout = `
.form-field, .only { margin: 0 0 1.15rem; }
.form-field label, .form-field legend, .only dt { display: block; font-weight: 600; margin-bottom: .25rem; padding: 0; }
.form-field fieldset, fieldset.form-field { border: 0; padding: 0; margin-inline: 0; min-width: 0; }
.form-field input:not([type=checkbox], [type=radio], [type=number], [type=date], [type=time], [type=datetime-local], [type=hidden], [type=color], [type=file]), .form-field select { width: 100%; }
.form-field select[multiple] { min-height: 9rem; }
.form-checkbox { display: grid; grid-template-columns: auto 1fr; gap: 0 .6rem; align-items: center; }
.form-checkbox label { margin: 0; grid-column: 2; grid-row: 1; }
.form-checkbox input { grid-column: 1; grid-row: 1; }
.form-checkbox > :not(label, input) { grid-column: 1 / -1; }
.form-options label { display: flex; gap: .6rem; align-items: center; font-weight: 400; margin: 0; padding: .2rem 0; }
.form-options .side-by-side { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
.form-required > label::after, .form-required > legend::after { content: " *"; color: var(--bad); }
.form-help, .form-field .help { color: var(--soft); font-size: .875rem; margin: .25rem 0; }
.form-errors, .errorlist { color: var(--bad); font-weight: 500; font-size: .9rem; margin: .25rem 0; }
.form-summary, .form-error-summary { background: var(--bad-bg); color: var(--bad); border-radius: var(--radius); padding: .75rem 1rem; margin: 0 0 1.25rem; }
.form-summary a, .form-error-summary a { color: inherit; }
[aria-invalid=true] { border-color: var(--bad) !important; border-width: 2px !important; }
.only dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.only pre { margin: 0; background: var(--hover); border-radius: var(--radius); padding: .6rem .8rem; overflow-x: auto; font: .875rem/1.5 ui-monospace, monospace; }
.only .picture { display: block; max-width: 14rem; max-height: 10rem; border-radius: var(--radius); margin-bottom: .35rem; }
form > .set:first-of-type { border-top: 0; }
details.set { border-top: 1px solid var(--line); padding: 1rem 0 0; margin: 0 0 1rem; }
.set summary { cursor: pointer; margin-bottom: 1rem; }
.set summary h2 { display: inline; }
.line { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0 1.25rem; align-items: end; }
.part { position: relative; min-width: 0; }
.related { position: absolute; inset-block-start: 0; inset-inline-end: 0; display: flex; gap: .9rem; margin: 0; font-size: .875rem; max-width: 60%; }
.related a { text-decoration: none; white-space: nowrap; }
.related a:hover { text-decoration: underline; }
.submit { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1rem; margin-top: 1.25rem; }
.form-summary + .submit, input + .submit { margin: 0 0 1.5rem; }
.tabs { margin-top: 1.25rem; }
.tab-list { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-bottom: 1.25rem; }
.tab-list .has-errors { color: var(--bad); }
.tab-list .mark { background: var(--bad-bg); color: var(--bad); }
.tab { border-top: 1px solid var(--line); padding-top: 1rem; margin-bottom: 1.5rem; }
.are-tabs .tab-list { border-bottom: 1px solid var(--line); gap: .25rem; overflow-x: auto; flex-wrap: nowrap; }
.are-tabs .tab-list a { padding: .55rem .9rem; color: var(--soft); text-decoration: none; font-weight: 600; white-space: nowrap; border-bottom: 3px solid transparent; margin-bottom: -1px; }
.are-tabs .tab-list a:hover { color: var(--text); }
.are-tabs .tab-list a[aria-selected=true] { color: var(--accent); border-bottom-color: var(--accent); }
.are-tabs .tab-list a.has-errors { color: var(--bad); }
.are-tabs .tab { border-top: 0; padding-top: 0; margin-bottom: 0; }
.tab .tab-title + .set { border-top: 0; padding-top: 0; }
.are-tabs .tab-title { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.sheet { width: min(46rem, 94vw); max-height: 88vh; border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); background: var(--card); color: inherit; padding: 1.25rem clamp(1rem, 3vw, 1.75rem) 1.5rem; box-shadow: 0 16px 48px rgb(0 0 0 / .25); overflow-y: auto; }
.sheet::backdrop { background: rgb(0 0 0 / .4); }
.sheet h1 { font-size: 1.25rem; padding-inline-end: 2.5rem; }
.sheet .head { padding-inline-end: 2.75rem; }
.sheet .head h1 { padding: 0; }
.sheet .card { padding: 0; border: 0; background: none; max-width: none; }
.sheet-close { position: absolute; inset-block-start: .75rem; inset-inline-end: .75rem; background: transparent; color: var(--soft); font-size: 1.4rem; line-height: 1; padding: .2rem .7rem; }
.sheet-body[aria-busy=true] { opacity: .6; }
@media (max-width: 56rem) {
  .sheet { width: 100vw; max-width: 100vw; max-height: 92vh; margin-bottom: 0; border-radius: calc(var(--radius) + 8px) calc(var(--radius) + 8px) 0 0; }
  .related a { padding-block: .15rem; }
}
`;

/** The rules. */
export const formStyle: string = [layout, controlsStyle].join("");
