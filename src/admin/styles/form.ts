// Holds the rules of forms and of the search in a field.

/** The rules. */
export const formStyle = `
.form-field, .only { margin: 0 0 1.15rem; }
.form-field label, .form-field legend, .only dt { display: block; font-weight: 600; margin-bottom: .25rem; padding: 0; }
.form-field fieldset { border: 0; padding: 0; margin: 0; }
.form-field input:not([type=checkbox], [type=radio], [type=number], [type=date], [type=time], [type=datetime-local], [type=hidden], [type=color]), .form-field select { width: 100%; }
.form-field select[multiple] { min-height: 9rem; }
.form-checkbox { display: grid; grid-template-columns: auto 1fr; gap: 0 .6rem; align-items: center; }
.form-checkbox label { margin: 0; grid-column: 2; grid-row: 1; }
.form-checkbox input { grid-column: 1; grid-row: 1; }
.form-checkbox > :not(label, input) { grid-column: 1 / -1; }
.form-help, .form-field .help { color: var(--soft); font-size: .875rem; margin: .25rem 0 0; }
.form-errors, .errorlist { color: var(--bad); font-weight: 500; font-size: .9rem; margin: .25rem 0 0; }
.form-summary, .form-error-summary { background: var(--bad-bg); color: var(--bad); border-radius: var(--radius); padding: .75rem 1rem; margin: 0 0 1.25rem; }
.form-summary a, .form-error-summary a { color: inherit; }
[aria-invalid=true] { border-color: var(--bad) !important; border-width: 2px !important; }
.only dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
form > .set:first-of-type { border-top: 0; }
.set { border-top: 1px solid var(--line); padding: 1rem 0 0; margin: 0 0 1rem; }
.set summary { cursor: pointer; margin-bottom: 1rem; }
.set summary h2 { display: inline; }
.submit { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1rem; margin-top: 1.25rem; }
.lookup { position: relative; }
.lookup ul { position: absolute; z-index: 2; inset-inline: 0; top: 100%; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 8px 24px rgb(0 0 0 / .15); max-height: 18rem; overflow-y: auto; }
.lookup li, .palette li a { padding: .45rem .9rem; cursor: pointer; display: block; color: inherit; text-decoration: none; }
.lookup [aria-selected=true], .palette [aria-selected=true] a, .lookup li:hover { background: var(--chosen); }
.lookup .chosen { color: var(--soft); font-size: .9rem; }
`;
