// Holds the script of fields that are searched.

/** The script's text, inside the function of script.ts. */
export const lookupScript = `
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
    field.placeholder = t("Type to search, or a key");
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
`;
