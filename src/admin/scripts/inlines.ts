// Holds the script of inlines: one more row without asking the server, rows that are deleted with undo, and rows that are moved.

/** The script's text, inside the function of script.ts. */
export const inlinesScript = `
  // What changed is said to who cannot see it.
  const live = make("p", { id: "inline-said", className: "hidden", role: "status" });
  const announce = (text) => {
    if (!live.isConnected) document.body.append(live);
    live.textContent = text;
  };

  // Gives a copied row its number, in the copies inside it too.
  const numbered = (part, from, to) => {
    for (const element of all("*", part)) {
      for (const attribute of element.attributes)
        if (attribute.value.includes(from)) attribute.value = attribute.value.replaceAll(from, to);
      if (element.content) numbered(element.content, from, to);
    }
  };

  each("[data-inline]", (inline) => {
    const prefix = inline.dataset.inline;
    const fold = $(":scope > details", inline);
    const box = $(":scope > .inline-rows", fold);
    const template = $(":scope > template", fold);
    const more = $(":scope > .inline-more > [data-more]", fold);
    const none = $(":scope > .inline-none", fold);
    const total = $(':scope > [name="' + CSS.escape(prefix) + '-TOTAL_FORMS"]', fold);
    const rows = () => [...box.children].filter((row) => row.matches(".inline-row"));
    const filled = JSON.parse(inline.dataset.fill || "{}");
    const tell = (row, what) => row.dispatchEvent(new CustomEvent("formset:" + what, { bubbles: true, detail: { formsetName: prefix } }));
    const touch = () => inline.dispatchEvent(new Event("change", { bubbles: true }));

    const update = () => {
      const shown = rows().filter((row) => !row.hidden);
      box.hidden = shown.length === 0;
      if (none) none.hidden = shown.length > 0;
      if (more) more.disabled = shown.filter((row) => !("dropped" in row.dataset)).length >= Number(inline.dataset.most);
    };

    // --- one more -----------------------------------------------------------------------------------------------------------
    const take = () => {
      const waiting = rows().find((row) => row.hidden);
      if (waiting) {
        waiting.hidden = false;
        return waiting;
      }
      const part = template.content.cloneNode(true);
      numbered(part, prefix + "-__prefix__", prefix + "-" + total.value);
      const row = part.firstElementChild;
      box.append(row);
      total.value = String(Number(total.value) + 1);
      enhance(box);
      dress(row);
      return row;
    };
    more?.addEventListener("click", (event) => {
      event.preventDefault();
      const row = take();
      update();
      touch();
      tell(row, "added");
      $("input:not([type=hidden], [data-drop], [data-order]), select, textarea", row)?.focus();
    });

    // --- moved --------------------------------------------------------------------------------------------------------------
    const place = (row) => rows().filter((each) => !each.hidden).indexOf(row);
    const renumber = () => {
      rows().forEach((row, i) => {
        const number = $("[data-order]", row);
        if (number) number.value = String(i + 1);
      });
      touch();
    };
    const move = (row, step) => {
      const shown = rows().filter((each) => !each.hidden);
      const other = shown[place(row) + step];
      if (!other) return;
      const focused = document.activeElement;
      if (step < 0) other.before(row);
      else other.after(row);
      focused?.focus();
      renumber();
      announce(t("{row}: place {place} of {count}", { row: row.dataset.row, place: place(row) + 1, count: shown.length }));
    };
    let dragged;
    const sorts = (row) => {
      const own = $("[data-order]", row);
      if (!own || own.closest(".inline-row") !== row) return;
      const handle = make("span", { className: "handle", draggable: true, title: t("Drag to move"), "aria-hidden": "true" }, "⠿");
      const arrow = (text, sign, step) => {
        const button = make("button", { type: "button", className: "mover", "aria-label": t(text, { row: row.dataset.row }) }, sign);
        button.addEventListener("click", () => move(row, step));
        return button;
      };
      own.closest(".order").replaceChildren(own, handle, arrow("Move {row} up", "↑", -1), arrow("Move {row} down", "↓", 1));
      own.type = "hidden";
      handle.addEventListener("dragstart", (event) => {
        dragged = row;
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", row.dataset.row);
        event.dataTransfer.setDragImage(row, 0, 0);
        row.classList.add("is-dragged");
      });
      handle.addEventListener("dragend", () => {
        row.classList.remove("is-dragged");
        dragged = undefined;
        renumber();
      });
      row.addEventListener("keydown", (event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!event.altKey || step === undefined || event.target.closest(".inline-row") !== row) return;
        event.preventDefault();
        move(row, step);
      });
    };
    box.addEventListener("dragover", (event) => {
      const over = event.target.closest(".inline-row");
      if (!dragged || !over || over.parentNode !== box) return;
      event.preventDefault();
      const { top, height } = over.getBoundingClientRect();
      if (over !== dragged) event.clientY < top + height / 2 ? over.before(dragged) : over.after(dragged);
    });

    // --- deleted ------------------------------------------------------------------------------------------------------------
    const drops = (row) => {
      const mark = all("[data-drop]", row).find((each) => each.closest(".inline-row") === row);
      if (!mark) return;
      const label = mark.closest("label");
      const button = make("button", { type: "button", className: "drop-button link" });
      const show = () => {
        const isDropped = mark.checked;
        row.toggleAttribute("data-dropped", isDropped);
        button.textContent = isDropped ? t("Undo") : t("Delete");
        button.setAttribute("aria-label", t(isDropped ? "Undo deleting {row}" : "Delete {row}", { row: row.dataset.row }));
        for (const part of all("td:not(.do), .inline-body", row))
          if (part.closest(".inline-row") === row && !part.contains(button)) part.inert = isDropped;
      };
      label.hidden = true;
      label.after(button);
      button.addEventListener("click", () => {
        mark.checked = !mark.checked;
        show();
        update();
        touch();
        announce(t(mark.checked ? "{row} goes when you save." : "{row} stays.", { row: row.dataset.row }));
        tell(row, mark.checked ? "removed" : "added");
      });
      show();
    };

    const dress = (row) => {
      drops(row);
      sorts(row);
      if (row.matches(".is-new") && row.dataset.at) fillFrom(row.closest("form"), filled, row.dataset.at + "-");
    };
    for (const row of rows()) {
      // Rows that are there for who has no script come by the button.
      if ("quiet" in inline.dataset && row.matches(".is-empty") && more) row.hidden = true;
      dress(row);
    }
    if (more) more.type = "button";
    update();
  });
`;

/** The texts that it says. */
export const inlinesTexts: readonly string[] = [
  "{row}: place {place} of {count}",
  "Drag to move",
  "Move {row} up",
  "Move {row} down",
  "Undo",
  "Delete",
  "Undo deleting {row}",
  "Delete {row}",
  "{row} goes when you save.",
  "{row} stays.",
];
