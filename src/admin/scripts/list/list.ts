// Holds the script of lists: ticks, what is said after a part was exchanged, filters that are searched, and the keyboard.

/** The script's text, inside the function of script.ts. */
export const listScript = `
  // One tick for all rows of the page; with shift, a range. Lists are exchanged: what happens in them is heard of at the document.
  const ticksOf = (list) => all("input[name=row]", list);
  const tell = (list) => {
    const ticks = ticksOf(list);
    const count = ticks.filter((tick) => tick.checked).length;
    const tickAll = $("[data-tick-all]", list);
    if (tickAll) tickAll.checked = count > 0 && count === ticks.length;
    for (const said of all("[data-ticked]", list)) said.textContent = count === 0 ? "" : t("{count} ticked", { count });
  };
  let lastTick;
  document.addEventListener("click", (event) => {
    const tick = event.target.closest?.("[data-list] input[name=row]");
    if (!tick) return;
    const list = tick.closest("[data-list]");
    const ticks = ticksOf(list);
    const [from, to] = [ticks.indexOf(lastTick), ticks.indexOf(tick)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) for (let at = from; at <= to; at++) ticks[at].checked = tick.checked;
    lastTick = tick;
    tell(list);
  });
  document.addEventListener("change", (event) => {
    const list = event.target.closest?.("[data-list]");
    if (!list) return;
    if (event.target.matches("[data-tick-all]")) {
      ticksOf(list).forEach((tick) => (tick.checked = event.target.checked));
      tell(list);
    }
    // Two menus of actions: the one that was used last says what is done.
    if (event.target.matches("select[name=action]"))
      for (const other of all("select[name=action]", list)) if (other !== event.target) other.disabled = event.target.value !== "";
  });
  each("[data-tick-all]", (tick) => (tick.hidden = false));

  const isNarrow = matchMedia("(max-width: 56rem)");
  const foldFilters = () => isNarrow.matches && all("details.filters").forEach((filters) => (filters.open = false));
  document.documentElement.dataset.scripted = "";
  foldFilters();
  document.addEventListener("htmx:after:swap", () => {
    const list = $("#list");
    if (!list) return;
    foldFilters();
    all("[data-list]").forEach(tell);
    $("#list-said").textContent = list.dataset.said;
  });

  // A filter by a relation with many rows: its key is found by a search.
  each("[data-filter-lookup]", (input) => {
    const key = make("input", { type: "hidden", name: input.name });
    input.removeAttribute("name");
    input.form.append(key);
    searchRows(input, input.dataset.filterLookup, (row) => {
      key.value = row.key;
      input.form.requestSubmit();
    });
  });

  // j and k go over the rows, x ticks, Enter opens, / searches, ? tells.
  const shortcuts = [
    ["j", "↓", "Next row"],
    ["k", "↑", "Previous row"],
    ["x", "", "Tick the row"],
    ["Enter", "", "Open the row"],
    ["/", "", "Search"],
    ["n", "", "Next page"],
    ["p", "", "Previous page"],
    ["Ctrl K", "", "Search and commands"],
    ["?", "", "These keys"],
  ];
  const showShortcuts = () => {
    const rows = shortcuts.map(([key, other, what]) =>
      make("div", {}, make("dt", {}, make("kbd", {}, key), ...(other ? [" ", make("kbd", {}, other)] : [])), make("dd", {}, t(what))),
    );
    const close = make("button", { type: "submit", className: "quiet" }, t("Close"));
    const dialog = make(
      "dialog",
      { className: "shortcuts", "aria-label": t("Keyboard") },
      make("h2", {}, t("Keyboard")),
      make("dl", {}, ...rows),
      make("form", { method: "dialog" }, close),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  const rowOf = () => document.activeElement?.closest?.("[data-list] tbody tr");
  const goTo = (row) => {
    const target = row && ($("td a[href]", row) ?? $("input, select", row));
    target?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const rows = all("[data-list] tbody tr:not(.row-errors)");
    const at = rows.indexOf(rowOf());
    goTo(at < 0 ? rows[by > 0 ? 0 : rows.length - 1] : rows[Math.min(rows.length - 1, Math.max(0, at + by))]);
  };
  const press = {
    j: () => step(1),
    k: () => step(-1),
    x: () => $("input[name=row]", rowOf() ?? document.createElement("p"))?.click(),
    n: () => $("#page-next")?.click(),
    p: () => $("#page-previous")?.click(),
    "/": () => $("#q")?.focus(),
    "?": showShortcuts,
  };
  addEventListener("keydown", (event) => {
    if (!$("[data-list]") || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
    const { activeElement: active } = document;
    if (active?.matches("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    const arrows = rowOf() ? { ArrowDown: press.j, ArrowUp: press.k } : {};
    const act = press[event.key] ?? arrows[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
`;

/** The texts that the script says. */
export const listTexts: readonly string[] = [
  "{count} ticked",
  "Next row",
  "Previous row",
  "Tick the row",
  "Open the row",
  "Search",
  "Next page",
  "Previous page",
  "These keys",
  "Keyboard",
  "Close",
];
