// Holds the admin's style sheet: light and dark by the system's choice, from the phone to the wide screen.

/** The style sheet's text. A site changes its colours by the custom properties. */
export const adminStyle = `
:root {
  color-scheme: light dark;
  --bg: light-dark(#f6f7f9, #121418);
  --card: light-dark(#fff, #1a1d23);
  --text: light-dark(#1b1f26, #e7eaef);
  --soft: light-dark(#5a6270, #a2aab8);
  --line: light-dark(#dfe3e8, #2c313a);
  --field: light-dark(#8a93a1, #6b7484);
  --hover: light-dark(#eef1f5, #22262e);
  --accent: light-dark(#0b6b53, #5fd3b0);
  --on-accent: light-dark(#fff, #0b1512);
  --chosen: light-dark(#e0f2ec, #17332b);
  --bad: light-dark(#b3261e, #ff9d94);
  --bad-bg: light-dark(#fdeceb, #3a1e1d);
  --good: light-dark(#1c6b3a, #8bd7a5);
  --good-bg: light-dark(#e8f5ec, #17301f);
  --radius: 8px;
}
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
a { color: var(--accent); text-underline-offset: .15em; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; letter-spacing: -.01em; overflow-wrap: anywhere; }
h1 small { font-size: .95rem; font-weight: 400; color: var(--soft); letter-spacing: 0; }
h2 { font-size: 1rem; margin: 0; }
ul, ol { list-style: none; margin: 0; padding: 0; }
p { margin: 0 0 .75rem; }
:focus-visible { outline: 3px solid color-mix(in srgb, var(--accent) 60%, transparent); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.soft { color: var(--soft); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--card); padding: .5rem 1rem; z-index: 3; }
.skip:focus { top: .5rem; }
[hidden] { display: none !important; }

.top { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; padding: .6rem 1.25rem; background: var(--card); border-bottom: 1px solid var(--line); }
.brand { font-weight: 650; color: inherit; text-decoration: none; }
.who { margin-left: auto; display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; }
.who form { margin: 0; }
.user { color: var(--soft); }
.palette-button { background: var(--bg); color: var(--soft); border: 1px solid var(--line); font-weight: 400; }
kbd { font: inherit; font-size: .8em; border: 1px solid var(--line); border-radius: 4px; padding: 0 .35em; }
.frame { display: grid; grid-template-columns: 14.5rem minmax(0, 1fr); min-height: calc(100vh - 4rem); }
.menu { padding: 1.25rem .75rem; border-right: 1px solid var(--line); }
.menu summary { display: none; }
.menu h2 { font-size: .8rem; font-weight: 600; color: var(--soft); padding: .75rem .75rem .25rem; }
.menu h2:first-of-type { padding-top: 0; }
.menu li { display: flex; align-items: center; border-radius: var(--radius); }
.menu li:hover { background: var(--hover); }
.menu li a:first-child { flex: 1; padding: .35rem .75rem; color: inherit; text-decoration: none; border-radius: var(--radius); }
.menu a[aria-current] { background: var(--chosen); color: var(--accent) !important; font-weight: 600; }
.menu .add { padding: .2rem .7rem; text-decoration: none; color: var(--soft); font-size: 1.1rem; border-radius: var(--radius); }
.menu .add:hover { color: var(--accent); }
main { padding: 1.5rem clamp(1rem, 3vw, 2.25rem) 3rem; max-width: 90rem; }
.crumbs { color: var(--soft); font-size: .9rem; margin-bottom: .4rem; }
.message { border-radius: var(--radius); padding: .65rem 1rem; margin: 0 0 1rem; background: var(--good-bg); color: var(--good); }
.message.error, .message.warning { background: var(--bad-bg); color: var(--bad); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); padding: clamp(1rem, 3vw, 1.75rem); max-width: 52rem; }
.head { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: start; justify-content: space-between; }
.tools { display: flex; align-items: center; gap: 1rem; margin-bottom: 1rem; }

button, .button { display: inline-flex; align-items: center; justify-content: center; font: inherit; font-weight: 600; cursor: pointer; text-decoration: none; border: 1px solid transparent; border-radius: var(--radius); padding: .4rem .95rem; min-height: 2.4rem; background: var(--accent); color: var(--on-accent); }
button:hover, .button:hover { filter: brightness(1.08); }
button.quiet { background: transparent; color: var(--accent); border-color: var(--line); }
button.link { background: none; color: var(--accent); padding: 0; min-height: 0; font-weight: 400; text-decoration: underline; text-underline-offset: .15em; }
a.danger { color: var(--bad); }
button.danger { background: var(--bad); color: var(--card); }
input:not([type=checkbox], [type=radio], [type=hidden]), select, textarea { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--field); border-radius: var(--radius); padding: .4rem .7rem; min-height: 2.4rem; max-width: 100%; }
input[type=checkbox], input[type=radio] { width: 1.05rem; height: 1.05rem; accent-color: var(--accent); margin: 0; }
textarea { width: 100%; min-height: 8rem; }

.search { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-bottom: 1rem; }
.search input[type=search] { flex: 0 1 26rem; min-width: 10rem; }
.search p { flex-basis: 100%; margin: 0; }
.list.has-filters { display: grid; grid-template-columns: minmax(0, 1fr) 15rem; gap: 1.5rem; align-items: start; }
.rows { background: var(--card); border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); overflow: hidden; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; padding: .5rem .9rem; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { font-size: .875rem; font-weight: 600; white-space: nowrap; background: var(--hover); }
thead a { color: inherit; text-decoration: none; }
thead a:hover { text-decoration: underline; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
td.date { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.none { color: var(--soft); }
td { overflow-wrap: break-word; }
td.text { min-width: 6rem; max-width: 28rem; }
td.number, td.none { white-space: nowrap; }
td a { font-weight: 550; }
tbody tr:hover { background: var(--hover); }
tbody tr:has(input:checked) { background: var(--chosen); }
.tick { width: 2.5rem; min-width: 0; padding-right: 0; }
.yes { color: var(--good); font-weight: 700; }
.no { color: var(--soft); }
.actions, .pages { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1rem; padding: .75rem .9rem; }
.actions { border-bottom: 1px solid var(--line); }
.actions .all { display: inline-flex; gap: .4rem; align-items: center; }
.pages span { color: var(--soft); }
.empty { padding: 2.5rem 1rem; text-align: center; color: var(--soft); margin: 0; }
.filter { border-bottom: 1px solid var(--line); padding: .4rem 0; }
.filter summary { cursor: pointer; font-weight: 600; padding: .25rem 0; }
.filter ul { max-height: 20rem; overflow-y: auto; }
.filter a { display: flex; justify-content: space-between; gap: 1rem; padding: .2rem .6rem; margin: 0; border-radius: var(--radius); color: inherit; text-decoration: none; }
.filter a:hover { background: var(--hover); }
.filter a[aria-current] { background: var(--chosen); color: var(--accent); font-weight: 600; }
.count { color: var(--soft); font-variant-numeric: tabular-nums; font-weight: 400; }

td:has(> a) { min-width: 11rem; }

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
.conflict { background: var(--bad-bg); color: var(--bad); border-radius: var(--radius); padding: 1rem 1.25rem; margin: 0 0 1.25rem; max-width: 52rem; }
.conflict h2 { margin-bottom: .35rem; }
.along { margin: 0 0 1rem; }
.along li { padding: .2rem 0; }
.changes { margin: .5rem 0; }
.changes div { display: grid; grid-template-columns: minmax(6rem, 10rem) minmax(0, 1fr); gap: 1rem; padding: .2rem 0; }
.changes dt { color: var(--soft); }
.changes dd { margin: 0; overflow-wrap: anywhere; }
.changes del { color: var(--bad); background: var(--bad-bg); padding: 0 .25em; }
.changes ins { color: var(--good); background: var(--good-bg); padding: 0 .25em; text-decoration: none; }
.log li { border-bottom: 1px solid var(--line); padding: .75rem 0; }
.log li:last-child { border: 0; }
.log p { margin: 0; }
.mark { font-size: .8rem; font-weight: 600; border-radius: 99px; padding: .1rem .6rem; background: var(--hover); }
.mark.add { color: var(--good); background: var(--good-bg); }
.mark.delete { color: var(--bad); background: var(--bad-bg); }
.home { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 2.5rem; }
.home h2 { margin: 0 0 .6rem; }
.tiles { margin-bottom: 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); }
.tiles li { display: flex; justify-content: space-between; border-bottom: 1px solid var(--line); }
.tiles li:last-child { border: 0; }
.tiles a { padding: .65rem 1rem; text-decoration: none; }
.tiles a:first-child { flex: 1; color: inherit; font-weight: 550; }
.tiles a:hover { background: var(--hover); }

.lookup { position: relative; }
.lookup ul { position: absolute; z-index: 2; inset-inline: 0; top: 100%; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 8px 24px rgb(0 0 0 / .15); max-height: 18rem; overflow-y: auto; }
.lookup li, .palette li a { padding: .45rem .9rem; cursor: pointer; display: block; color: inherit; text-decoration: none; }
.lookup [aria-selected=true], .palette [aria-selected=true] a, .lookup li:hover { background: var(--chosen); }
.lookup .chosen { color: var(--soft); font-size: .9rem; }
.palette { width: min(34rem, 92vw); margin-top: 12vh; border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); background: var(--card); color: inherit; padding: .75rem; box-shadow: 0 16px 48px rgb(0 0 0 / .25); }
.palette::backdrop { background: rgb(0 0 0 / .35); }
.palette input { width: 100%; margin-bottom: .5rem; }
.palette ul { max-height: 50vh; overflow-y: auto; }

@media (max-width: 56rem) {
  .frame { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto 1fr; }
  .search input[type=search] { flex: 1 1 10rem; }
  .menu { border-right: 0; border-bottom: 1px solid var(--line); padding: .5rem 1rem; }
  .menu summary { display: block; cursor: pointer; font-weight: 600; padding: .5rem .25rem; }
  .home, .list.has-filters { grid-template-columns: minmax(0, 1fr); }
  .palette-button { display: none; }
  .menu li a:first-child, .filter a, .tiles a { padding-block: .6rem; }
  .changes div { grid-template-columns: minmax(0, 1fr); gap: 0; }
}
`;
