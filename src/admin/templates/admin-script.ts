// Holds the admin's script: what makes pages quicker to use that work without it.

/** The script's text. It runs under a policy that forbids inline script. */
export const adminScript = `"use strict";
(() => {
  const $ = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // On a phone the menu begins folded.
  if (matchMedia("(max-width: 56rem)").matches) $(".menu details")?.removeAttribute("open");

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

  // Fields that are filled in from others while those are typed.
  const form = $("form[data-prepopulated]");
  if (form) {
    const slug = (text) => text.normalize("NFD").replace(/\\p{Mn}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    for (const [name, sources] of Object.entries(JSON.parse(form.dataset.prepopulated))) {
      const target = form.elements[name];
      let isOwn = !target || target.value !== "";
      target?.addEventListener("input", () => (isOwn = target.value !== ""));
      for (const source of sources)
        form.elements[source]?.addEventListener("input", () => {
          if (!isOwn) target.value = slug(sources.map((each) => form.elements[each].value).join(" "));
        });
    }
    // What was typed is not lost by a slip.
    let isDirty = false;
    form.addEventListener("input", () => (isDirty = true));
    form.addEventListener("submit", () => (isDirty = false));
    addEventListener("beforeunload", (event) => isDirty && event.preventDefault());
  }

  // Moves through a list of options with the arrow keys; calls back with the one that is chosen.
  const options = (input, box, choose) => {
    let at = -1;
    const items = () => all("[role=option]", box);
    const mark = (next) => {
      const found = items();
      if (found.length === 0) return;
      at = (next + found.length) % found.length;
      found.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
      input.setAttribute("aria-activedescendant", found[at].id);
      found[at].scrollIntoView({ block: "nearest" });
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") mark(at + 1);
      else if (event.key === "ArrowUp") mark(at - 1);
      else if (event.key === "Enter" && at >= 0 && items()[at]) choose(items()[at]);
      else return;
      event.preventDefault();
    });
    box.addEventListener("mousedown", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) event.preventDefault(), choose(item);
    });
    return () => ((at = -1), mark(0));
  };

  // A search over rows, in the place of a field that holds a key.
  all("[data-lookup]").forEach((field, number) => {
    const wrap = document.createElement("div");
    const box = document.createElement("ul");
    const chosen = document.createElement("p");
    wrap.className = "lookup";
    chosen.className = "chosen";
    box.id = "lookup" + number;
    box.role = "listbox";
    box.hidden = true;
    field.replaceWith(wrap);
    wrap.append(field, box);
    wrap.after(chosen);
    field.role = "combobox";
    field.setAttribute("aria-controls", box.id);
    field.setAttribute("aria-expanded", "false");
    field.placeholder = "Type to search, or a key";
    const close = () => ((box.hidden = true), field.setAttribute("aria-expanded", "false"));
    const reset = options(field, box, (item) => {
      field.value = item.dataset.key;
      chosen.textContent = item.textContent;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      close();
    });
    let waiting;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const answer = await fetch(field.dataset.lookup + "?q=" + encodeURIComponent(field.value), { headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const { results } = await answer.json();
        box.replaceChildren(
          ...results.map(({ key, text }, i) => {
            const item = document.createElement("li");
            item.role = "option";
            item.id = box.id + "-" + i;
            item.dataset.key = key;
            item.textContent = text;
            return item;
          }),
        );
        box.hidden = results.length === 0;
        field.setAttribute("aria-expanded", String(results.length > 0));
        reset();
      }, 150);
    });
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => event.key === "Escape" && close());
  });

  // Ctrl-K: goes to a list, or adds to one.
  const opener = $("[data-palette]");
  const places = all(".menu li a").map((link) => ({ href: link.href, text: link.getAttribute("aria-label") ?? link.textContent }));
  if (opener && places.length > 0) {
    const dialog = document.createElement("dialog");
    const input = document.createElement("input");
    const box = document.createElement("ul");
    dialog.className = "palette";
    dialog.setAttribute("aria-label", "Go to");
    input.role = "combobox";
    input.setAttribute("aria-label", "Go to a list");
    input.setAttribute("aria-controls", "palette-list");
    input.setAttribute("aria-expanded", "true");
    box.id = "palette-list";
    box.role = "listbox";
    box.setAttribute("aria-label", "Places");
    dialog.append(input, box);
    document.body.append(dialog);
    const reset = options(input, box, (item) => (location.href = item.dataset.href));
    const show = () => {
      const words = input.value.toLowerCase().split(/\\s+/);
      const fit = places.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
      box.replaceChildren(
        ...fit.map(({ href, text }, i) => {
          const item = document.createElement("li");
          const link = document.createElement("a");
          item.role = "option";
          item.id = "palette-" + i;
          item.dataset.href = href;
          link.textContent = text;
          item.append(link);
          return item;
        }),
      );
      reset();
    };
    const open = () => {
      input.value = "";
      show();
      dialog.showModal();
    };
    input.addEventListener("input", show);
    opener.hidden = false;
    opener.addEventListener("click", open);
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") event.preventDefault(), open();
    });
  }
})();
`;
