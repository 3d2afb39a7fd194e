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
th, td { text-align: start; padding: .5rem .9rem; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { font-size: .875rem; font-weight: 600; white-space: nowrap; background: var(--hover); }
thead a { color: inherit; text-decoration: none; }
thead a:hover { text-decoration: underline; }
th.number, td.number { text-align: end; font-variant-numeric: tabular-nums; }
td.date { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.none { color: var(--soft); }
td { overflow-wrap: break-word; }
td.text { min-width: 6rem; max-width: 28rem; }
td.number, td.none { white-space: nowrap; }
td a { font-weight: 550; }
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
.filter { border-bottom: 1px solid var(--line); padding: .4rem 0; }
.filter summary { cursor: pointer; font-weight: 600; padding: .25rem 0; }
.filter ul { max-height: 20rem; overflow-y: auto; }
.filter a { display: flex; justify-content: space-between; gap: 1rem; padding: .2rem .6rem; margin: 0; border-radius: var(--radius); color: inherit; text-decoration: none; }
.filter a:hover { background: var(--hover); }
.filter a[aria-current] { background: var(--chosen); color: var(--accent); font-weight: 600; }
.count { color: var(--soft); font-variant-numeric: tabular-nums; font-weight: 400; }

td:has(> a) { min-width: 11rem; }
@media (max-width: 56rem) {
  .search input[type=search] { flex: 1 1 10rem; }
  .list.has-filters { grid-template-columns: minmax(0, 1fr); }
  .filter a { padding-block: .6rem; }
}
`;
