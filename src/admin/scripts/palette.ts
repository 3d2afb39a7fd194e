// Holds the script of the palette.

/** The script's text, inside the function of script.ts. */
export const paletteScript = `
  // Ctrl-K: goes to a list, or adds to one.
  const opener = $("[data-palette]");
  const places = all(".menu li a").map((link) => ({ href: link.href, text: link.getAttribute("aria-label") ?? link.textContent }));
  if (opener && places.length > 0) {
    const dialog = document.createElement("dialog");
    const input = document.createElement("input");
    const box = document.createElement("ul");
    dialog.className = "palette";
    dialog.setAttribute("aria-label", t("Go to"));
    input.role = "combobox";
    input.setAttribute("aria-label", t("Go to a list"));
    input.setAttribute("aria-controls", "palette-list");
    input.setAttribute("aria-expanded", "true");
    box.id = "palette-list";
    box.role = "listbox";
    box.setAttribute("aria-label", t("Places"));
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
`;
