// Holds the script of the controls that choose rows: a search in the place of a key, chips, look-ups, and two lists.

/** The script's text, inside the function of script.ts. */
export const lookupScript = `
  let boxes = 0;
  // A search over rows while something is typed.
  const searchRows = (input, address, choose) => {
    const box = make("ul", { id: "rows-" + ++boxes, role: "listbox", hidden: true, "aria-label": t("Found") });
    const said = make("span", { className: "hidden", role: "status" });
    const wrap = make("span", { className: "lookup" });
    input.replaceWith(wrap);
    wrap.append(input, box, said);
    input.role = "combobox";
    input.autocomplete = "off";
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", box.id);
    input.setAttribute("aria-expanded", "false");
    input.placeholder = t("Type to search");
    const show = (isOpen) => {
      box.hidden = !isOpen;
      input.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) input.removeAttribute("aria-activedescendant");
    };
    const reset = options(input, box, (item) => {
      show(false);
      choose({ key: item.dataset.key, text: item.textContent });
    });
    let asked = 0;
    let waiting;
    const search = () => {
      clearTimeout(waiting);
      const mine = ++asked;
      waiting = setTimeout(async () => {
        const url = new URL(address, location.href);
        url.searchParams.set("as", "json");
        url.searchParams.set("q", input.value);
        const answer = await fetch(url, { headers: { Accept: "application/json" } });
        if (!answer.ok || mine !== asked || document.activeElement !== input) return;
        const { results } = await answer.json();
        box.replaceChildren(
          ...results.map(({ key, text }, i) => {
            const item = make("li", { role: "option", id: box.id + "-" + i }, text);
            item.dataset.key = key;
            return item;
          }),
        );
        said.textContent = results.length === 0 ? t("Nothing fits.") : "";
        show(results.length > 0);
        if (results.length > 0) reset();
      }, 150);
    };
    input.addEventListener("input", search);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && box.hidden) search();
      if (event.key !== "Escape" || box.hidden) return;
      // Escape closes the list, not the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      show(false);
    });
    input.addEventListener("blur", () => ((asked += 1), clearTimeout(waiting), show(false)));
    return { close: () => show(false) };
  };

  const changed = (element) => {
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // One row: the key is hidden, and its text is searched in its place.
  each("[data-pick=one]", (picker) => {
    const key = $("input", picker);
    const shown = $(".chosen", picker);
    const { id } = key;
    const input = make("input", { type: "text", id, value: picker.dataset.text || key.value });
    for (const name of ["aria-describedby", "aria-invalid", "aria-label"])
      if (key.hasAttribute(name)) input.setAttribute(name, key.getAttribute(name));
    const required = key.required;
    key.removeAttribute("id");
    key.type = "hidden";
    key.after(input);
    input.required = required;
    shown.hidden = true;
    let text = input.value;
    const choose = (row) => {
      if ((row.done === "change" || row.done === "delete") && row.key !== key.value) return;
      const isGone = row.done === "delete";
      key.value = isGone ? "" : row.key;
      input.value = text = isGone ? "" : row.text;
      changed(key);
    };
    searchRows(input, picker.dataset.choices, choose);
    // An empty search chooses nothing; one that was left half way is as it was.
    input.addEventListener("blur", () => {
      if (input.value.trim() === "" && key.value !== "") choose({ key: "", text: "" });
      else input.value = text;
    });
    picker.addEventListener("choose", ({ detail }) => choose(detail));
    inDialog($(".find", picker), choose);
  });

  // Keys that stay in sight, with the texts of their rows beside them.
  each("[data-pick=raw], [data-pick=keys]", (picker) => {
    const input = $("input", picker);
    const shown = $(".chosen", picker);
    const isOne = picker.dataset.pick === "raw";
    const show = async () => {
      const url = new URL(picker.dataset.choices, location.href);
      url.searchParams.set("as", "json");
      url.searchParams.set("keys", input.value);
      if (input.value.trim() === "") return void (shown.textContent = "");
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { results } = await answer.json();
      const texts = results.map(({ text, address }) => (address ? make("a", { href: address }, text) : make("span", {}, text)));
      shown.replaceChildren(...(texts.length === 0 ? [t("There is no such object.")] : texts.flatMap((text, i) => (i === 0 ? [text] : [", ", text]))));
    };
    shown.setAttribute("role", "status");
    input.addEventListener("change", show);
    const choose = ({ key, done }) => {
      const others = input.value.split(",").map((one) => one.trim()).filter((one) => one !== "" && one !== key);
      if (done === "delete") input.value = others.join(",");
      else if (done !== "change") input.value = isOne ? key : [...others, key].join(",");
      changed(input);
    };
    picker.addEventListener("choose", ({ detail }) => choose(detail));
    inDialog($(".find", picker), choose);
  });

  // Several rows: each a chip, and a search for more.
  each("[data-pick=many]", (picker) => {
    const list = $(".chips", picker);
    const input = $(".key-field input", picker);
    const said = make("span", { className: "hidden", role: "status" });
    picker.append(said);
    const chip = (item) => {
      const box = $("input", item);
      const text = box.parentElement.textContent.trim();
      const remove = make("button", { type: "button", className: "chip-remove", "aria-label": t("Remove {object}", { object: text }) }, "×");
      box.hidden = true;
      item.append(remove);
      remove.addEventListener("click", () => {
        item.remove();
        said.textContent = t("Removed {object}", { object: text });
        changed(list);
        input.focus();
      });
    };
    all("li", list).forEach(chip);
    const choose = ({ key, text, done }) => {
      const known = all("input", list).find(({ value }) => value === key);
      if (done === "delete") return void known?.closest("li").querySelector("button").click();
      if (done === "change" && !known) return;
      input.value = "";
      if (known) return;
      const box = make("input", { type: "checkbox", name: picker.dataset.name, value: key, checked: true });
      const item = make("li", {}, make("label", {}, box, " " + text));
      list.append(item);
      chip(item);
      said.textContent = t("Added {object}", { object: text });
      changed(list);
    };
    input.removeAttribute("name");
    input.setAttribute("aria-label", t("Search for more"));
    searchRows(input, picker.dataset.choices, choose);
    input.addEventListener("blur", () => (input.value = ""));
    picker.addEventListener("choose", ({ detail }) => choose(detail));
    inDialog($(".find", picker), choose);
  });

  // A list of which several are chosen becomes two: what there is, and what was chosen.
  each("select[data-lists]", (select) => {
    const label = select.labels[0] ?? $("legend", select.closest("fieldset") ?? document);
    const title = (label?.textContent ?? "").trim();
    const side = (name, isChosen) => {
      const heading = t(isChosen ? "Chosen: {field}" : "Available: {field}", { field: title });
      const list = make("select", { multiple: true, size: 9, "aria-label": heading });
      const filter = make("input", { type: "search", placeholder: t("Filter"), "aria-label": t("Filter: {list}", { list: heading }) });
      const move = make("button", { type: "button", className: "quiet" }, t(isChosen ? "Remove" : "Choose"));
      const everything = make("button", { type: "button", className: "link" }, t(isChosen ? "Remove all" : "Choose all"));
      const part = make("div", { className: "side" }, make("p", { className: "side-title" }, heading), filter, list, make("p", { className: "side-buttons" }, move, everything));
      const show = () => {
        const words = filter.value.toLowerCase();
        list.replaceChildren(
          ...[...select.options]
            .filter((option) => option.selected === isChosen && option.textContent.toLowerCase().includes(words))
            .map((option) => make("option", { value: option.value }, option.textContent)),
        );
      };
      const put = (values) => {
        if (values.length === 0) return;
        const at = list.selectedIndex;
        for (const option of select.options) if (values.includes(option.value)) option.selected = !isChosen;
        changed(select);
        list.selectedIndex = Math.min(at, list.options.length - 1);
      };
      const marked = () => [...list.selectedOptions].map(({ value }) => value);
      move.addEventListener("click", () => put(marked()));
      everything.addEventListener("click", () => put([...list.options].map(({ value }) => value)));
      list.addEventListener("dblclick", () => put(marked()));
      list.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        put(marked());
      });
      filter.addEventListener("input", (event) => (event.stopPropagation(), show()));
      filter.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
      return { part, show, list };
    };
    const [free, chosen] = [side("free", false), side("chosen", true)];
    const show = () => (free.show(), chosen.show());
    const lists = make("div", { className: "two-lists " + select.dataset.lists, role: "group", "aria-label": title }, free.part, chosen.part);
    select.hidden = true;
    select.after(lists);
    // The label leads to what is seen.
    if (label?.htmlFor) {
      free.list.id = select.id + "_free";
      label.htmlFor = free.list.id;
    }
    select.addEventListener("change", show);
    show();
  });
`;
