// Holds the script of the palette: lists, what the page can do, and the objects of all lists.

/** The script's text, inside the function of script.ts. */
export const paletteScript = `
  // Ctrl-K: goes to a list or an object, or does what a button of the page does.
  const opener = $("[data-palette]");
  if (opener) {
    const plain = (text) => text.normalize("NFD").replace(/\\p{Mn}/gu, "").toLowerCase();
    const nameOf = (element) => (element.getAttribute("aria-label") || element.textContent).trim().replace(/\\s+/g, " ");
    const places = () => all(".menu li a").map((link) => ({ text: nameOf(link), go: () => location.assign(link.href) }));
    const commands = () =>
      all(".tools a, .tools button, .submit button, .themes button, [data-command]")
        .filter((element) => !element.hidden && !element.disabled)
        .map((element) => ({ text: (element.closest("[aria-label]")?.getAttribute("aria-label") ?? "") + " " + nameOf(element), go: () => element.click() }))
        .map(({ text, go }) => ({ text: text.trim(), go }));
    const dialog = document.createElement("dialog");
    const input = document.createElement("input");
    const box = document.createElement("ul");
    dialog.className = "palette";
    dialog.setAttribute("aria-label", t("Search and commands"));
    input.role = "combobox";
    input.placeholder = t("Search lists, objects and commands");
    input.setAttribute("aria-label", input.placeholder);
    input.setAttribute("aria-controls", "palette-list");
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-autocomplete", "list");
    box.id = "palette-list";
    box.role = "listbox";
    box.setAttribute("aria-label", t("Found"));
    dialog.append(input, box);
    document.body.append(dialog);
    let groups = [];
    let going = new Map();
    const reset = options(input, box, (item) => {
      dialog.close();
      going.get(item)?.();
    });
    const show = () => {
      const words = plain(input.value).split(/\\s+/).filter(Boolean);
      const fits = ({ text }) => words.every((word) => plain(text).includes(word));
      going = new Map();
      let number = 0;
      const parts = [[t("Lists"), places().filter(fits)], [t("On this page"), commands().filter(fits)], ...groups];
      box.replaceChildren(
        ...parts
          .filter(([, items]) => items.length > 0)
          .map(([title, items]) => {
            const group = document.createElement("li");
            const heading = document.createElement("span");
            const list = document.createElement("ul");
            group.role = "presentation";
            heading.textContent = title;
            heading.className = "group";
            heading.id = "palette-group-" + number;
            list.role = "group";
            list.setAttribute("aria-labelledby", heading.id);
            for (const { text, go } of items) {
              const item = document.createElement("li");
              item.role = "option";
              item.id = "palette-" + number++;
              item.textContent = text;
              going.set(item, go);
              list.append(item);
            }
            group.append(heading, list);
            return group;
          }),
      );
      if (number === 0) {
        const none = document.createElement("li");
        none.className = "none";
        none.textContent = t("Nothing fits.");
        box.append(none);
      }
      reset();
    };
    // The newest answer counts; one to older words comes too late.
    let asked = 0;
    let waiting;
    const search = () => {
      clearTimeout(waiting);
      const mine = ++asked;
      const words = input.value.trim();
      groups = [];
      show();
      if (words.length < 2) return;
      waiting = setTimeout(async () => {
        const answer = await fetch(opener.dataset.palette + "?q=" + encodeURIComponent(words), { headers: { Accept: "application/json" } });
        if (!answer.ok || mine !== asked) return;
        groups = (await answer.json()).groups.map(({ title, items }) => [
          title,
          items.map(({ text, address }) => ({ text, go: () => location.assign(address) })),
        ]);
        show();
      }, 200);
    };
    const open = () => {
      if (dialog.open) return;
      input.value = "";
      search();
      dialog.showModal();
    };
    input.addEventListener("input", search);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    opener.hidden = false;
    opener.addEventListener("click", open);
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") event.preventDefault(), open();
    });
  }
`;
