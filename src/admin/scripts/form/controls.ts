// Holds the script of single controls: today and now, JSON that is checked, Markdown with a preview, colours, addresses, files.

/** The script's text, inside the function of script.ts. */
export const controlsScript = `
  // Today, or now, on the clock of the control's time zone.
  each("input[data-now]", (input) => {
    const kind = input.dataset.now;
    const button = make("button", { type: "button", className: "quiet small" }, t(kind === "date" ? "Today" : "Now"));
    const label = input.labels[0]?.textContent.trim();
    if (label) button.setAttribute("aria-label", button.textContent + ": " + label);
    button.addEventListener("click", () => {
      const parts = new Intl.DateTimeFormat("en-CA", {
        timeZone: input.dataset.zone,
        hourCycle: "h23",
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
      }).formatToParts(new Date());
      const { year, month, day, hour, minute, second } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
      const date = year + "-" + month + "-" + day;
      const time = hour + ":" + minute + ":" + second;
      input.value = kind === "date" ? date : kind === "time" ? time : date + "T" + time;
      changed(input);
    });
    input.after(" ", button);
  });

  // A duration in words: 1 02:30:00 is 1 d 2 h 30 min.
  each("input[data-duration]", (input) => {
    const said = make("span", { className: "beside soft", role: "status" });
    const show = () => {
      const found = /^(-?)(?:(\\d+)\\s+)?(?:(?:(\\d+):)?(\\d+):)?(\\d+)$/.exec(input.value.trim());
      const units = [["day", found?.[2]], ["hour", found?.[3]], ["minute", found?.[4]], ["second", found?.[5]]];
      const format = (unit, value) => new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" }).format(value);
      said.textContent = units.filter(([, value]) => Number(value) > 0).map(([unit, value]) => format(unit, Number(value))).join(", ");
    };
    input.after(said);
    input.addEventListener("input", show);
    show();
  });

  // Text areas grow with their text, where the style sheet alone cannot do it.
  each("textarea[data-grow]", (area) => {
    if (CSS.supports("field-sizing", "content")) return;
    const grow = () => {
      area.style.height = "auto";
      area.style.height = Math.min(area.scrollHeight + 2, innerHeight * 0.7) + "px";
    };
    area.addEventListener("input", grow);
    grow();
  });

  const ask = async (address, text) => {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ text }), headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : {};
  };

  // JSON is checked while it is typed; the server says where it stops being valid.
  each("textarea[data-json]", (area) => {
    const said = make("p", { className: "json-state", id: area.id + "_state", role: "status" });
    const pretty = make("button", { type: "button", className: "link" }, t("Tidy up"));
    area.setAttribute("aria-describedby", [area.getAttribute("aria-describedby"), said.id].filter(Boolean).join(" "));
    area.after(make("div", { className: "json-line" }, said, pretty));
    const value = () => {
      try {
        return { value: area.value.trim() === "" ? null : JSON.parse(area.value) };
      } catch {}
    };
    let waiting;
    const check = () => {
      clearTimeout(waiting);
      const found = value();
      pretty.hidden = !found || area.value.trim() === "";
      area.classList.toggle("is-faulty", false);
      if (found) return void (said.textContent = area.value.trim() === "" ? "" : t("Valid JSON"));
      waiting = setTimeout(async () => {
        const text = area.value;
        const { message } = await ask(area.dataset.json, text);
        if (area.value !== text || !message) return;
        said.textContent = message;
        area.classList.toggle("is-faulty", true);
      }, 300);
    };
    pretty.addEventListener("click", () => {
      const found = value();
      if (!found) return;
      area.value = JSON.stringify(found.value, null, 2);
      changed(area);
      check();
    });
    // Tab moves on as everywhere; a new line begins where the last one began.
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      const before = area.value.slice(0, area.selectionStart);
      const indent = /(?:^|\\n)([ \\t]*)[^\\n]*$/.exec(before)[1] + (/[[{]\\s*$/.test(before) ? "  " : "");
      event.preventDefault();
      area.setRangeText("\\n" + indent, area.selectionStart, area.selectionEnd, "end");
      changed(area);
    });
    area.addEventListener("input", check);
    check();
  });

  // Markdown is written or looked at.
  each("textarea[data-markdown]", (area) => {
    const write = make("button", { type: "button", className: "link", "aria-pressed": "true" }, t("Write"));
    const look = make("button", { type: "button", className: "link", "aria-pressed": "false" }, t("Preview"));
    const view = make("div", { className: "markdown", hidden: true, tabIndex: 0, role: "region", "aria-label": t("Preview") });
    area.before(make("div", { className: "markdown-bar" }, write, look));
    area.after(view);
    const turn = (isLooking) => {
      view.hidden = !isLooking;
      area.hidden = isLooking;
      write.setAttribute("aria-pressed", String(!isLooking));
      look.setAttribute("aria-pressed", String(isLooking));
    };
    write.addEventListener("click", () => (turn(false), area.focus()));
    look.addEventListener("click", async () => {
      const { html } = await ask(area.dataset.markdown, area.value);
      // The server made it: HTML in the text is text there.
      if (html === undefined) view.textContent = t("There is no preview now.");
      else view.innerHTML = html || "<p></p>";
      all("a", view).forEach((link) => ((link.target = "_blank"), (link.rel = "noopener noreferrer")));
      turn(true);
    });
  });

  // A colour is typed, or picked with the browser's own control.
  each("input[data-color]", (input) => {
    const label = input.labels[0]?.textContent.trim() ?? "";
    const swatch = make("input", { type: "color", className: "swatch", "aria-label": t("Pick: {field}", { field: label }) });
    const show = () => {
      const found = /^#?([0-9a-f]{6})$/i.exec(input.value.trim()) ?? /^#?([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(input.value.trim());
      swatch.classList.toggle("is-empty", !found);
      if (found) swatch.value = "#" + (found.length === 2 ? found[1] : found.slice(1).map((digit) => digit + digit).join("")).toLowerCase();
    };
    const wrap = make("span", { className: "colour" });
    input.replaceWith(wrap);
    wrap.append(swatch, input);
    swatch.addEventListener("input", () => ((input.value = swatch.value), changed(input)));
    input.addEventListener("input", show);
    show();
  });

  // The link beside an address follows it.
  each("[data-url]", (place) => {
    const input = $("input", place);
    const link = $("a", place);
    input.addEventListener("input", () => {
      link.hidden = !/^https?:\\/\\/\\S+$/i.test(input.value);
      if (!link.hidden) link.href = input.value;
    });
  });

  // A file is dropped, looked at before it is sent, and refused at once where it is too large.
  each("[data-file]", (place) => {
    const input = $("input[type=file]", place);
    const said = make("div", { className: "picked", role: "status" });
    const hint = make("p", { className: "drop-hint", "aria-hidden": "true" }, t("or drop one here"));
    const size = (bytes) => (bytes < 1e6 ? Math.max(1, Math.round(bytes / 1e3)) + " kB" : (bytes / 1e6).toFixed(1) + " MB");
    input.after(hint, said);
    const show = () => {
      const [file] = input.files;
      said.replaceChildren();
      input.setCustomValidity("");
      if (!file) return;
      const most = Number(input.dataset.maxSize);
      if (most > 0 && file.size > most) {
        input.value = "";
        said.append(make("p", { className: "form-errors" }, t("{name} is too large: {size}.", { name: file.name, size: size(file.size) })));
        return;
      }
      const clear = $("input[type=checkbox]", place);
      if (clear) clear.checked = false;
      const forget = make("button", { type: "button", className: "link" }, t("Forget it"));
      forget.addEventListener("click", () => ((input.value = ""), changed(input), input.focus()));
      said.append(make("span", {}, file.name + ", " + size(file.size)), " ", forget);
      if (place.dataset.file !== "image" || !file.type.startsWith("image/") || file.size > 8e6) return;
      const reader = new FileReader();
      reader.addEventListener("load", () => said.prepend(make("img", { src: reader.result, alt: t("The picture that was picked") })));
      reader.readAsDataURL(file);
    };
    input.addEventListener("change", show);
    for (const kind of ["dragenter", "dragover"])
      place.addEventListener(kind, (event) => (event.preventDefault(), place.classList.add("is-over")));
    for (const kind of ["dragleave", "drop"]) place.addEventListener(kind, () => place.classList.remove("is-over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length === 0) return;
      const one = new DataTransfer();
      one.items.add(event.dataTransfer.files[0]);
      input.files = one.files;
      changed(input);
    });
  });
`;
