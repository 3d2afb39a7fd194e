// Holds the script of dialogs that show another page of the admin: related objects, and rows to choose from.

/** The script's text, inside the function of script.ts. */
export const dialogScript = `
  // Shows a page in a dialog. What is saved or chosen there is handed to done; the focus goes back to where it was.
  const openPage = (address, done) => {
    const opener = document.activeElement;
    const depth = Math.min(all("dialog.sheet[open]").length + 1, 9);
    const body = make("div", { className: "sheet-body" });
    const close = make("button", { type: "button", className: "sheet-close", "aria-label": t("Close") }, "×");
    const dialog = make("dialog", { className: "sheet" }, close, body);
    document.body.append(dialog);
    const isDirty = () => all("form[data-edit]", body).some((form) => dirtyForms.has(form));
    const leave = () => {
      if (!isDirty() || confirm(t("Leave without saving?"))) dialog.close();
    };
    close.addEventListener("click", leave);
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      leave();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      opener?.focus();
    });
    const finish = (result) => {
      dialog.close();
      done(result);
    };
    const within = (url) => {
      const full = new URL(url, location.href);
      full.searchParams.set("_popup", depth);
      return full;
    };
    let current = within(address);
    const show = async (url, options = {}) => {
      body.setAttribute("aria-busy", "true");
      let page;
      try {
        const answer = await fetch(url, { headers: { Accept: "text/html" }, ...options });
        page = $("#content", new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch {}
      body.removeAttribute("aria-busy");
      if (!page) {
        const link = make("a", { href: address, target: "_blank", rel: "noopener" }, t("Open it in a new tab"));
        body.replaceChildren(make("p", { role: "alert" }, t("This cannot be shown here."), " ", link));
        link.focus();
        return;
      }
      const finished = $("[data-done]", page);
      if (finished) return finish({ ...finished.dataset });
      current = url;
      all(".crumbs, [data-plain]", page).forEach((part) => part.remove());
      $(".tools", page)?.replaceChildren(...all(".tools [data-within]", page));
      all("a[href]:not([href^='#']):not([rel=prev], [rel=next], [data-within])", page).forEach((link) => (link.target = "_blank"));
      all("[data-choose]", page).forEach((cell) => {
        const { choose } = cell.dataset;
        const button = make("button", { type: "button", className: "link" }, cell.textContent);
        button.addEventListener("click", () => finish({ done: "choose", key: choose, text: cell.textContent }));
        cell.replaceWith(button);
      });
      const title = $("h1", page);
      if (title) {
        title.id = "sheet-title-" + depth;
        dialog.setAttribute("aria-labelledby", title.id);
      }
      body.replaceChildren(...page.childNodes);
      enhance(body);
      ($(".form-summary", body) ?? $("input:not([type=hidden]), select, textarea", body) ?? close).focus();
    };
    body.addEventListener("submit", (event) => {
      const form = event.target;
      const data = new FormData(form, event.submitter);
      event.preventDefault();
      if (form.method === "post") return void show(current, { method: "POST", body: data });
      const url = within(form.getAttribute("action") || current);
      for (const [name, value] of data) url.searchParams.set(name, value);
      show(url);
    });
    body.addEventListener("click", (event) => {
      const link = event.target.closest("a[rel=prev], a[rel=next], a[data-within]");
      if (!link) return;
      event.preventDefault();
      show(within(link.href));
    });
    dialog.showModal();
    show(current);
  };

  // Puts a row into the control of a part: what was added or chosen in a dialog, or what it is called after a change.
  const chooseIn = (part, { done, key, text }) => {
    const picker = $("[data-pick]", part);
    if (picker) return void picker.dispatchEvent(new CustomEvent("choose", { detail: { done, key, text } }));
    const select = $("select", part);
    if (select) {
      let option = [...select.options].find(({ value }) => value === key);
      if (done === "delete") option?.remove();
      else if (option) option.textContent = text;
      else select.append((option = make("option", { value: key }, text)));
      if (done === "add" || done === "choose") option.selected = true;
      return void select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const boxes = all("input[type=checkbox], input[type=radio]", part);
    const known = boxes.find(({ value }) => value === key);
    if (done === "delete") known?.closest("div").remove();
    else if (known) known.checked = true;
    else {
      const { name } = $("[data-related]", part).dataset.related ? { name: $("[data-related]", part).dataset.related } : boxes[0];
      const type = boxes[0]?.type ?? "checkbox";
      const box = make("input", { type, name, value: key, checked: true });
      (boxes.at(-1)?.closest("div")?.parentElement ?? $("fieldset", part)).append(make("div", {}, make("label", {}, box, " " + text)));
    }
    (known ?? part).dispatchEvent(new Event("change", { bubbles: true }));
  };

  // Related objects are added and changed in a dialog.
  each(".related", (links) => {
    const part = links.closest(".part");
    const edit = $(".open-related", links);
    const control = () => all("input, select", part).find(({ name }) => name === links.dataset.related);
    const point = () => {
      const value = control()?.value;
      if (!edit) return;
      edit.hidden = !value;
      if (value) edit.href = links.dataset.change.replace("__key__", encodeURIComponent(value));
    };
    part.addEventListener("change", point);
    for (const link of all("[data-dialog]", links)) {
      inDialog(link, (result) => chooseIn(part, result));
    }
    point();
  });
`;
