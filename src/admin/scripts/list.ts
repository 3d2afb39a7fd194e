// Holds the script of lists: ticks.

/** The script's text, inside the function of script.ts. */
export const listScript = `
  // One tick for all rows of the page; with shift, a range.
  const list = $("[data-list]");
  const tickAll = list && $("[data-tick-all]", list);
  if (tickAll) {
    const ticks = all("input[name=row]", list);
    let last = -1;
    tickAll.hidden = false;
    tickAll.addEventListener("change", () => ticks.forEach((tick) => (tick.checked = tickAll.checked)));
    ticks.forEach((tick, i) =>
      tick.addEventListener("click", (event) => {
        if (event.shiftKey && last >= 0)
          for (let at = Math.min(i, last); at <= Math.max(i, last); at++) ticks[at].checked = tick.checked;
        last = i;
        tickAll.checked = ticks.every((each) => each.checked);
      }),
    );
  }
`;
