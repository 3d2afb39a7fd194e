// Holds the rules of lists and their filters.

/** The rules. */
export const listStyle = `
.search { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-bottom: 1rem; }
.search input[type=search] { flex: 0 1 26rem; min-width: 10rem; }
.search p { flex-basis: 100%; margin: 0; }
.list.has-filters { display: grid; grid-template-columns: minmax(0, 1fr) 15rem; gap: 1.5rem; align-items: start; }
.rows { background: var(--card); border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); overflow: hidden; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: start; padding: .45rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { font-size: .875rem; font-weight: 600; white-space: nowrap; background: var(--hover); }
thead a { color: inherit; text-decoration: none; }
thead a:hover { text-decoration: underline; }
th.number, td.number { text-align: end; font-variant-numeric: tabular-nums; }
td.date { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.none { color: var(--soft); }
td { overflow-wrap: break-word; }
td.text { min-width: 5rem; max-width: 28rem; }
td.number, td.none { white-space: nowrap; }
td.short { white-space: nowrap; }
td a { font-weight: 550; text-decoration: none; }
td a:hover { text-decoration: underline; }
tbody tr:hover { background: var(--hover); }
tbody tr:has(input:checked) { background: var(--chosen); }
.tick { width: 2.5rem; min-width: 0; padding-inline-end: 0; }
.yes { color: var(--good); font-weight: 700; }
.no { color: var(--soft); }
.actions, .pages { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1rem; padding: .75rem .9rem; }
.actions { border-bottom: 1px solid var(--line); }
.actions .all { display: inline-flex; gap: .4rem; align-items: center; }
.pages span { color: var(--soft); }
.empty { padding: 2.5rem 1rem; text-align: center; color: var(--soft); margin: 0; }
.filters > summary { display: none; }
.filter { border-bottom: 1px solid var(--line); padding: .4rem 0; }
.filter summary { cursor: pointer; font-weight: 600; padding: .25rem 0; }
.filter ul { max-height: 20rem; overflow-y: auto; }
.filter a { display: flex; justify-content: space-between; gap: 1rem; padding: .2rem .6rem; margin: 0; border-radius: var(--radius); color: inherit; text-decoration: none; }
.filter a:hover { background: var(--hover); }
.filter a[aria-current] { background: var(--chosen); color: var(--accent); font-weight: 600; }
.filter form { display: grid; gap: .5rem; padding: .4rem .6rem .6rem; }
.filter .range { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: end; }
.filter .range:has([type=date]) { grid-template-columns: minmax(0, 1fr); }
.filter .range button { grid-column: 1 / -1; }
.filter .range label span { display: block; font-size: .85rem; }
.filter form input { width: 100%; }
.filter form button { min-height: 2.1rem; padding-block: .2rem; }
.filter .lookup { display: block; }
.facets { margin: 0 0 .25rem; text-align: end; font-size: .9rem; }
.badge { background: var(--accent); color: var(--on-accent); border-radius: 99px; padding: 0 .5em; font-size: .85em; }
.count { color: var(--soft); font-variant-numeric: tabular-nums; font-weight: 400; }
.active-filters { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin: 0 0 1rem; padding: 0; list-style: none; }
.active-filters li { display: inline-flex; align-items: center; gap: .4rem; background: var(--chosen); border-radius: 99px; padding: .1rem .25rem .1rem .75rem; }
.active-filters li > a { display: inline-grid; place-items: center; min-width: 1.6rem; min-height: 1.6rem; border-radius: 99px; text-decoration: none; color: inherit; }
.active-filters li > a:hover { background: var(--hover); }
.active-filters .clear { background: none; padding: 0; }
.active-filters .clear a { text-decoration: underline; color: var(--accent); padding: 0 .4rem; }
.dates { display: flex; align-items: baseline; gap: .4rem; margin: 0 0 1rem; min-width: 0; white-space: nowrap; }
.dates ul { display: flex; flex: 1; min-width: 0; overflow-x: auto; scrollbar-width: thin; padding-block: .25rem !important; gap: .25rem; margin: 0; padding: 0; list-style: none; }
.dates li a { display: block; padding: .15rem .6rem; border: 1px solid var(--line); border-radius: 99px; color: inherit; text-decoration: none; background: var(--card); }
.dates li a:hover { background: var(--hover); }
.columns { position: relative; }
.columns summary { cursor: pointer; color: var(--accent); }
.columns .panel { position: absolute; z-index: 3; inset-inline-end: 0; top: 100%; min-width: 14rem; max-height: 60vh; overflow-y: auto; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 8px 24px rgb(0 0 0 / .15); padding: .75rem 1rem; }
.columns fieldset { border: 0; margin: 0 0 .75rem; padding: 0; }
.columns label { display: flex; gap: .6rem; align-items: center; padding: .25rem 0; white-space: nowrap; }
.unsort { padding: 0 .3em; color: var(--soft) !important; }
td img { max-height: 2.5rem; max-width: 6rem; border-radius: 4px; display: block; }
tfoot td, tfoot th { border-bottom: 0; border-top: 2px solid var(--line); font-weight: 600; }
td [data-cell] { min-height: 2rem; padding: .2rem .5rem; max-width: 14rem; }
td input[type=number][data-cell] { width: 7rem; }
td textarea[data-cell] { min-height: 2.4rem; }
td.saved { box-shadow: inset 3px 0 var(--good); }
td.unsaved { box-shadow: inset 3px 0 var(--bad); }
td .form-errors { margin: .25rem 0 0; }
.row-errors td { color: var(--bad); background: var(--bad-bg); }
.save-bar { padding: .75rem .9rem; border-bottom: 1px solid var(--line); }
.actions.top { border-bottom: 1px solid var(--line); }
.toast { position: fixed; z-index: 20; inset-inline: 1rem; bottom: 1rem; width: fit-content; margin-inline: auto; display: flex; gap: 1rem; align-items: center; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 8px 24px rgb(0 0 0 / .2); padding: .6rem 1rem; }
.toast form { margin: 0; }
.shortcuts { border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); background: var(--card); color: inherit; padding: 1.25rem 1.5rem; width: min(24rem, 92vw); }
.shortcuts::backdrop { background: rgb(0 0 0 / .35); }
.shortcuts dl { margin: 1rem 0; }
.shortcuts dl div { display: flex; justify-content: space-between; gap: 1rem; padding: .25rem 0; flex-direction: row-reverse; }
.shortcuts dd { margin: 0; }

td:has(> a) { min-width: 8rem; }
@media (max-width: 56rem) {
  .search input[type=search] { flex: 1 1 10rem; }
  .list.has-filters { grid-template-columns: minmax(0, 1fr); }
  .list.has-filters aside { order: -1; }
  .filters > summary { display: inline-flex; gap: .5rem; align-items: center; cursor: pointer; font-weight: 600; color: var(--accent); border: 1px solid var(--line); border-radius: var(--radius); padding: .4rem .95rem; background: var(--card); }
  [data-scripted] .filters[open] .filter-body { position: fixed; z-index: 10; inset: auto 0 0; max-height: 78vh; overflow-y: auto; background: var(--card); border-top: 1px solid var(--line); border-radius: 1rem 1rem 0 0; box-shadow: 0 -8px 32px rgb(0 0 0 / .25); padding: 1rem 1.25rem 1.5rem; }
  [data-scripted] .filters[open] > summary { position: fixed; z-index: 11; inset-inline-end: 1rem; bottom: calc(78vh + .5rem); }
  .filter a { padding-block: .6rem; }
  .columns .panel { inset-inline: 0 auto; }
}
`;
