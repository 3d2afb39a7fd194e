// Holds the script of cells that are edited in a list: each is saved as soon as it is changed, and the last can be undone.

/** The script's text, inside the function of script.ts. */
export const cellsScript = `
  each("[data-save]", (button) => (button.parentElement.hidden = true));
  const secretsOf = (form) => all("input[type=hidden]", form).filter((input) => input.parentElement === form);
  const say = (form, message, undo) => {
    let toast = $("#cell-said");
    if (!toast) document.body.append((toast = make("div", { id: "cell-said", className: "toast", role: "status" })));
    toast.replaceChildren(make("span", {}, message));
    if (!undo) return;
    const back = make("form", { method: "post", action: undo }, make("button", { className: "quiet" }, t("Undo")));
    for (const { name, value } of secretsOf(form)) back.append(make("input", { type: "hidden", name, value }));
    back.append(make("input", { type: "hidden", name: "_back", value: location.pathname + location.search }));
    toast.append(back);
  };
  const saveCell = async (control) => {
    const row = control.closest("tr[data-edit]");
    const cell = control.closest("td");
    const form = control.closest("form");
    const { edit: key } = row.dataset;
    const names = new Set(all("[name]", cell).map(({ name }) => name));
    const field = ($("[data-cell]", cell) ?? control).dataset.cell;
    const version = all("input[type=hidden]", row).find(({ name }) => name === "_version-" + key);
    const data = new FormData();
    for (const { name, value } of secretsOf(form)) data.append(name, value);
    data.append("_save", "1");
    data.append("_cell", field);
    data.append("_key", key);
    data.append(version.name, version.value);
    for (const [name, value] of new FormData(form)) if (names.has(name)) data.append(name, value);
    cell.classList.remove("saved", "unsaved");
    all(".form-errors", cell).forEach((list) => list.remove());
    let said;
    // A control of the form is called "action": the property is that control.
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { Accept: "application/json" } });
      said = await answer.json();
    } catch {
      said = { saved: false, message: t("It could not be saved. Try again.") };
    }
    if (said.saved) {
      version.value = said.version ?? version.value;
      control.removeAttribute("aria-invalid");
      cell.classList.add("saved");
      say(form, said.message, said.undo);
      return;
    }
    cell.classList.add("unsaved");
    control.setAttribute("aria-invalid", "true");
    cell.append(make("ul", { className: "form-errors", role: "alert" }, make("li", {}, said.message)));
    for (const button of all("[data-save]", form)) button.parentElement.hidden = false;
  };
  // One after the other: each needs the version that the one before left.
  let saving = Promise.resolve();
  document.addEventListener("change", (event) => {
    const control = event.target;
    if (!control.name?.startsWith("row-") || !control.closest("tr[data-edit]")) return;
    saving = saving.then(() => saveCell(control));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("tr[data-edit] input[data-cell]")) return;
    event.preventDefault();
    event.target.blur();
    event.target.focus();
  });
`;

/** The texts that the script says. */
export const cellTexts: readonly string[] = ["Undo", "It could not be saved. Try again."];
