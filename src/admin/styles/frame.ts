// Holds the rules of the ground, of the frame that every page stands in, and of buttons and fields.

/** The rules. */
export const frameStyle = `
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
.skip { position: absolute; inset-inline-start: 1rem; top: -4rem; background: var(--card); padding: .5rem 1rem; z-index: 3; }
.skip:focus { top: .5rem; }
[hidden] { display: none !important; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; padding: .6rem 1.25rem; background: var(--card); border-bottom: 1px solid var(--line); }
.brand { font-weight: 650; color: inherit; text-decoration: none; }
.who { margin-inline-start: auto; position: relative; }
.who summary, .keep summary { cursor: pointer; list-style: none; padding: .35rem .6rem; border-radius: var(--radius); }
.who summary::-webkit-details-marker, .keep summary::-webkit-details-marker { display: none; }
.who summary::after, .keep summary::after { content: ""; display: inline-block; width: .4em; height: .4em; border: solid currentColor; border-width: 0 1.5px 1.5px 0; transform: translateY(-.2em) rotate(45deg); margin-inline-start: .5em; }
.who summary:hover, .keep summary:hover { background: var(--hover); }
.who[open] summary, .keep[open] summary { background: var(--hover); }
.drop { position: absolute; z-index: 3; inset-inline-end: 0; top: calc(100% + .35rem); min-width: 15rem; background: var(--card); border: 1px solid var(--line); border-radius: calc(var(--radius) + 2px); box-shadow: 0 12px 32px rgb(0 0 0 / .16); padding: .75rem; display: grid; gap: .35rem; }
.drop > a, .drop button.link { padding: .35rem .5rem; border-radius: var(--radius); color: inherit; text-decoration: none; width: 100%; justify-content: start; text-align: start; }
.drop > a:hover, .drop button.link:hover { background: var(--hover); }
.themes { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 2px; background: var(--hover); border-radius: var(--radius); padding: 2px; }
.themes button { background: none; color: inherit; font-weight: 500; padding: .2rem .5rem; min-height: 2rem; border-radius: calc(var(--radius) - 2px); }
.themes button[aria-pressed=true] { background: var(--card); box-shadow: 0 1px 2px rgb(0 0 0 / .15); }
.palette-button { gap: 1rem; background: var(--bg); color: var(--soft); border: 1px solid var(--line); font-weight: 400; }
kbd { font: inherit; font-size: .8em; border: 1px solid var(--line); border-radius: 4px; padding: 0 .35em; }
.frame { display: grid; grid-template-columns: 14.5rem minmax(0, 1fr); min-height: calc(100vh - 4rem); }
.menu { padding: 1.25rem .75rem; border-inline-end: 1px solid var(--line); }
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
.undo { margin: -.5rem 0 1rem; }
.views { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; margin-bottom: 1rem; border-bottom: 1px solid var(--line); }
.views nav { display: flex; flex-wrap: wrap; gap: .15rem; }
.views nav a { display: inline-block; padding: .35rem .7rem; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; margin-bottom: -1px; }
.views nav a:hover { color: inherit; }
.views nav a[aria-current] { color: var(--accent); border-color: var(--accent); font-weight: 600; }
.view { display: inline-flex; align-items: center; }
.view button { color: var(--soft); min-width: 1.75rem; min-height: 1.75rem; text-decoration: none; }
.keep { position: relative; font-size: .9rem; color: var(--soft); }
.keep .drop { inset-inline: 0 auto; color: var(--text); }
.keep label { display: grid; gap: .25rem; font-weight: 600; }
.keep label.tick { display: flex; gap: .5rem; align-items: center; width: auto; font-weight: 400; }
.inline { display: inline-flex; align-items: center; gap: .4rem; color: var(--soft); }
:root[data-theme=light] { color-scheme: light; }
:root[data-theme=dark] { color-scheme: dark; }
@media (max-width: 56rem) {
  .frame { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto 1fr; }
  .menu { border-inline-end: 0; border-bottom: 1px solid var(--line); padding: .5rem 1rem; }
  .menu summary { display: block; cursor: pointer; font-weight: 600; padding: .5rem .25rem; }
  .menu li a:first-child { padding-block: .6rem; }
}
`;
