// Holds the style sheet of the room's pages: light and dark by the system's choice, from the phone to the desk.

/** The style sheet's text. A site changes its colours by the custom properties, or brings its own `auth/base.html`. */
export const styleSheet: string = `
:root {
  color-scheme: light dark;
  --dj-bg: light-dark(#f5f6f8, #14161a);
  --dj-card: light-dark(#ffffff, #1d2026);
  --dj-text: light-dark(#1a1d23, #e9ebef);
  --dj-soft: light-dark(#565d69, #a9b0bc);
  --dj-line: light-dark(#d5d9e0, #363b45);
  --dj-field: light-dark(#8a919e, #6d7584);
  --dj-accent: light-dark(#1f5fae, #82b4f2);
  --dj-on-accent: light-dark(#ffffff, #10161f);
  --dj-bad: light-dark(#b3261e, #ff9d94);
  --dj-bad-bg: light-dark(#fdeceb, #3a1e1d);
  --dj-good: light-dark(#1c6b3a, #8bd7a5);
  --dj-good-bg: light-dark(#e8f5ec, #17301f);
  --dj-radius: 10px;
}
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center;
  background: var(--dj-bg); color: var(--dj-text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.dj-top { width: 100%; max-width: 28.5rem; padding: 1.5rem 1.25rem .5rem; display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
.dj-site { color: inherit; font-weight: 650; font-size: 1.05rem; text-decoration: none; }
.dj-top form { margin: 0; }
main { width: 100%; padding: .75rem 1.25rem 3rem; display: flex; justify-content: center; }
.dj-card {
  width: 100%; max-width: 26rem; background: var(--dj-card); border: 1px solid var(--dj-line);
  border-radius: calc(var(--dj-radius) + 4px); padding: 2rem; box-shadow: 0 1px 3px rgb(0 0 0 / .06), 0 8px 24px rgb(0 0 0 / .05);
}
.dj-wide .dj-card { max-width: 46rem; }
.dj-wide .dj-top { max-width: 48.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1.25rem; letter-spacing: -.01em; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
p { margin: 0 0 1rem; }
a { color: var(--dj-accent); text-underline-offset: .15em; }
.dj-soft { color: var(--dj-soft); font-size: .925rem; }
.dj-field { margin: 0 0 1.1rem; }
label { display: block; font-weight: 550; margin: 0 0 .3rem; }
.dj-optional { color: var(--dj-soft); font-weight: 400; font-size: .875rem; }
input[type=text], input[type=email], input[type=password] {
  width: 100%; font: inherit; color: inherit; background: var(--dj-card); border: 1px solid var(--dj-field);
  border-radius: var(--dj-radius); padding: .6rem .75rem; min-height: 2.75rem;
}
input[aria-invalid=true] { border-color: var(--dj-bad); border-width: 2px; }
.dj-check { display: flex; gap: .6rem; align-items: center; }
.dj-check label { margin: 0; font-weight: 400; }
input[type=checkbox] { width: 1.15rem; height: 1.15rem; accent-color: var(--dj-accent); margin: 0; flex: none; }
:focus-visible { outline: 3px solid color-mix(in srgb, var(--dj-accent) 55%, transparent); outline-offset: 2px; }
.dj-help { margin: .35rem 0 0; padding: 0; list-style: none; color: var(--dj-soft); font-size: .875rem; }
.dj-faults { margin: .35rem 0 0; padding: 0; list-style: none; color: var(--dj-bad); font-size: .9rem; font-weight: 500; }
.dj-summary, .dj-message { border-radius: var(--dj-radius); padding: .75rem 1rem; margin: 0 0 1.25rem; }
.dj-summary { background: var(--dj-bad-bg); color: var(--dj-bad); }
.dj-summary ul { margin: 0; padding: 0; list-style: none; }
.dj-summary a { color: inherit; }
.dj-message { background: var(--dj-good-bg); color: var(--dj-good); }
.dj-message.error { background: var(--dj-bad-bg); color: var(--dj-bad); }
button, .dj-button {
  display: inline-flex; align-items: center; justify-content: center; font: inherit; font-weight: 600; cursor: pointer; text-decoration: none;
  border: 1px solid transparent; border-radius: var(--dj-radius); padding: .6rem 1.1rem; min-height: 2.75rem;
  background: var(--dj-accent); color: var(--dj-on-accent);
}
button:hover, .dj-button:hover { filter: brightness(1.08); }
.dj-plain { background: transparent; color: var(--dj-text); border-color: var(--dj-field); }
.dj-danger { background: transparent; color: var(--dj-bad); border-color: currentcolor; }
.dj-small { min-height: 2.25rem; padding: .3rem .8rem; font-size: .9rem; }
.dj-full { width: 100%; }
.dj-or { display: flex; align-items: center; gap: .75rem; color: var(--dj-soft); font-size: .875rem; margin: 1.25rem 0; }
.dj-or::before, .dj-or::after { content: ""; flex: 1; border-top: 1px solid var(--dj-line); }
.dj-stack > * + *, form + .dj-stack, p + .dj-stack { margin-top: .75rem; }
.dj-links { margin: 1.5rem 0 0; padding: 1.25rem 0 0; border-top: 1px solid var(--dj-line); display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; font-size: .95rem; }
.dj-list { list-style: none; margin: 0 0 1.25rem; padding: 0; border: 1px solid var(--dj-line); border-radius: var(--dj-radius); }
.dj-list li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem; padding: .9rem 1rem; }
.dj-list li + li { border-top: 1px solid var(--dj-line); }
.dj-list form { margin: 0; }
.dj-name { font-weight: 550; overflow-wrap: anywhere; }
.dj-tag { display: inline-block; font-size: .8rem; font-weight: 600; color: var(--dj-good); background: var(--dj-good-bg); border-radius: 99px; padding: .05rem .6rem; margin-left: .4rem; }
.dj-secret { display: block; font: 600 1.05rem/1.6 ui-monospace, "Cascadia Mono", Menlo, monospace; background: var(--dj-bg); border: 1px solid var(--dj-line); border-radius: var(--dj-radius); padding: .75rem 1rem; overflow-wrap: anywhere; user-select: all; margin: 0 0 1rem; }
.dj-codes { columns: 2; list-style: none; padding: 1rem; margin: 0 0 1.25rem; font: 500 1.05rem/1.9 ui-monospace, Menlo, monospace; background: var(--dj-bg); border: 1px solid var(--dj-line); border-radius: var(--dj-radius); }
.dj-qr { display: block; width: 12rem; height: 12rem; margin: 0 auto 1rem; background: #fff; padding: .75rem; border-radius: var(--dj-radius); border: 1px solid var(--dj-line); }
ol.dj-steps { padding-left: 1.25rem; }
ol.dj-steps li { margin-bottom: .35rem; }
[hidden] { display: none !important; }
@media (max-width: 30rem) {
  main { padding: .5rem .75rem 2rem; }
  .dj-top { padding: 1rem 1rem .5rem; }
  .dj-card { padding: 1.35rem 1.15rem; }
  .dj-codes { columns: 1; }
}
@media (prefers-reduced-motion: no-preference) { button, .dj-button { transition: filter .12s; } }
@media print { body { background: #fff; } .dj-top, .dj-links, form { display: none; } }
`;
