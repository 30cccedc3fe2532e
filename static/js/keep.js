/*
 * Every form keeps what is typed into it until the portal has taken it, so that an ended session, a refusal or a lost
 * connection takes nothing away. Where the form is opened again, its words are back, and it says so.
 *
 * Kept per person and duty in localStorage for a week; who is not signed in has the window's sessionStorage. Forgotten
 * when the portal says that the form was carried out (pages/kept_forms.py), and on signing out. Never kept: passwords,
 * codes, files; forms that only ask (GET) or download, ticked rows, forms that save themselves, and <form data-forget>.
 * The `version` that was typed on comes back too: what somebody else saved meanwhile is asked about (pages/stale.py).
 */
(() => {
  "use strict";

  const { portal } = window;
  const { user = "", membership = "" } = document.body.dataset;
  const OWN = `kept:${user}:`;
  const WEEK = 7 * 24 * 60 * 60 * 1000;
  const PAUSE = 300;
  const NEVER = ["file", "password", "hidden", "submit", "button", "reset", "image"];
  const SECRET = /one-time-code|password/;
  const OF_THE_PAGE = ["csrfmiddlewaretoken", "acting_as", "kept_as", "version"];

  /** A forbidden or full store only takes the safety net away. */
  const stored = (act) => {
    try {
      return act(user ? localStorage : sessionStorage);
    } catch {
      return null;
    }
  };
  const read = (key) => stored((store) => JSON.parse(store.getItem(key)));
  const write = (key, entry) => stored((store) => store.setItem(key, JSON.stringify(entry)));
  const forget = (key) => stored((store) => store.removeItem(key));
  const keys = (start) => stored((store) => Object.keys(store).filter((key) => key.startsWith(start))) ?? [];

  const isKept = (field) =>
    field.name && !NEVER.includes(field.type) && !SECRET.test(field.autocomplete ?? "") && field.dataset.autosave !== "off";
  const fieldsOf = (form) => [...form.elements].filter(isKept);
  const keeps = (form) =>
    form instanceof HTMLFormElement &&
    form.getAttribute("method")?.toLowerCase() === "post" &&
    !form.matches("[data-autosave-url], [data-bulk], [data-guard-release], [data-forget]") &&
    !form.querySelector("input[type=password], [autocomplete=one-time-code]") &&
    fieldsOf(form).length > 0;
  const isRowCount = (field) => field.type === "hidden" && field.name.endsWith("-TOTAL_FORMS");

  /** A form is known by where it goes and by its hidden fields: the one of this bank, not of that. */
  const keyOf = (form) => {
    const action = new URL(form.getAttribute("action") || location.href, location.href);
    const hidden = [...form.elements]
      .filter((field) => field.type === "hidden" && !OF_THE_PAGE.includes(field.name) && !field.name.includes("_FORMS"))
      .map((field) => `${field.name}=${field.value}`);
    return `${OWN}${membership}:${action.pathname}${action.search}|${hidden.join("&")}`;
  };

  const valuesOf = (form) => {
    const values = {};
    fieldsOf(form).forEach((field) => {
      values[field.name] ??= [];
      if (["checkbox", "radio"].includes(field.type)) {
        if (field.checked) values[field.name].push(field.value);
      } else if (field.type === "select-multiple") {
        values[field.name].push(...[...field.selectedOptions].map((option) => option.value));
      } else values[field.name].push(field.value);
    });
    return values;
  };

  const entryOf = (form) => ({
    values: valuesOf(form),
    rows: Object.fromEntries([...form.elements].filter(isRowCount).map((field) => [field.name, field.value])),
    version: form.elements.version?.value,
    at: Date.now(),
  });

  /** Puts the kept values into the form, as if they were typed; several fields of one name take them in turn. */
  let putting = false;
  const put = (form, values) => {
    const turn = {};
    putting = true;
    fieldsOf(form).forEach((field) => {
      const kept = values[field.name];
      if (!kept) return;
      if (["checkbox", "radio"].includes(field.type)) field.checked = kept.includes(field.value);
      else if (field.type === "select-multiple") [...field.options].forEach((one) => (one.selected = kept.includes(one.value)));
      else {
        turn[field.name] = (turn[field.name] ?? -1) + 1;
        field.value = kept[turn[field.name]] ?? "";
      }
      const told = field.closest("[data-submit-on-change]") ? ["portal:put"] : ["portal:put", "input", "change"];
      told.forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
    });
    putting = false;
  };

  const addRows = (form, rows) => {
    Object.entries(rows ?? {}).forEach(([name, wanted]) => {
      const total = form.elements[name];
      const add = form.querySelector(`[data-rows="${CSS.escape(name.replace(/-TOTAL_FORMS$/, ""))}"] [data-rows-add]`);
      for (let left = wanted - (total?.value ?? wanted); add && left > 0; left -= 1) add.click();
    });
  };

  const tell = (form, entry, key) => {
    const when = new Date(entry.at).toLocaleString("zh-CN", {
      month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai",
    });
    const note = document.createElement("div");
    note.className = "banner wait kept-note";
    note.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = `已找回您 ${when} 填写、还没有提交的内容，请核对后再提交。附件请重新选择。`;
    if (!form.querySelector("input[type=file]")) words.textContent = words.textContent.replace("附件请重新选择。", "");
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "btn small";
    drop.textContent = "不要了，恢复原样";
    drop.addEventListener("click", () => {
      forget(key);
      put(form, entry.before);
      if (form.elements.version && entry.versionBefore !== undefined) form.elements.version.value = entry.versionBefore;
      delete form.dataset.dirty;
      note.remove();
    });
    note.append(words, drop);
    form.prepend(note);
  };

  const cameFromHere = () => document.referrer !== "" && new URL(document.referrer).pathname === location.pathname;

  const giveBack = (form) => {
    if (!keeps(form) || form.dataset.keptBack) return;
    form.dataset.keptBack = "yes";
    const key = keyOf(form);
    const entry = read(key);
    if (!entry?.values) return;
    if ("answersForm" in document.body.dataset && entry.sent) {
      // The portal's answer has the words in it, beside what is wrong with them.
      write(key, entryOf(form));
      return;
    }
    const before = valuesOf(form);
    addRows(form, entry.rows);
    if (JSON.stringify(before) === JSON.stringify({ ...before, ...entry.values })) {
      forget(key);
      return;
    }
    const versionBefore = form.elements.version?.value;
    put(form, entry.values);
    if (form.elements.version && entry.version !== undefined) form.elements.version.value = entry.version;
    if (form.matches("[data-unsaved]")) form.dataset.dirty = "yes";
    // Another form of this very page was sent meanwhile: its reader has not been away.
    if (entry.sent || !cameFromHere()) tell(form, { ...entry, before, versionBefore }, key);
  };

  // --- what the portal has taken ----------------------------------------------------------------
  const taken = (document.cookie.match(/(?:^|; )forms_taken=([^;]+)/)?.[1] ?? "").split(".").filter(Boolean);
  const answer = performance.getEntriesByType("navigation")[0]?.responseStatus;
  const isTaken = (entry, key) =>
    taken.includes(entry.sent) ||
    // Carried out with a page for an answer, such as one that shows what was made.
    (entry.sent && answer === 200 && "answersForm" in document.body.dataset && location.pathname === entry.to &&
      ![...document.forms].some((form) => keyOf(form) === key));
  keys(OWN).forEach((key) => {
    const entry = read(key);
    if (!entry || Date.now() - entry.at > WEEK || isTaken(entry, key)) forget(key);
  });
  if (taken.length) document.cookie = "forms_taken=; path=/; max-age=0; samesite=lax";

  // --- while one types, and when the form goes out ----------------------------------------------
  const pauses = new WeakMap();
  let signsOut = false;
  const keep = (form) => {
    clearTimeout(pauses.get(form));
    if (signsOut) return;
    write(keyOf(form), entryOf(form));
  };
  const onTyping = (event) => {
    const { form } = event.target;
    if (putting || !form || !keeps(form) || !isKept(event.target)) return;
    signsOut = false;
    form.dataset.typed = "yes";
    clearTimeout(pauses.get(form));
    pauses.set(form, setTimeout(() => keep(form), PAUSE));
  };
  document.addEventListener("input", onTyping);
  document.addEventListener("change", onTyping);
  window.addEventListener("pagehide", () => {
    [...document.querySelectorAll("form[data-typed]")].filter((form) => !form.dataset.sending).forEach(keep);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.matches("[data-sign-out]")) {
      signsOut = true;
      keys(OWN).forEach(forget);
    }
    if (!keeps(form)) return;
    clearTimeout(pauses.get(form));
    delete form.dataset.typed;
    const sent = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    form.elements.kept_as?.remove();
    const name = document.createElement("input");
    name.type = "hidden";
    name.name = "kept_as";
    name.value = sent;
    form.append(name);
    const to = new URL(event.submitter?.formAction || form.action || location.href, location.href).pathname;
    write(keyOf(form), { ...entryOf(form), sent, to });
  });

  portal.onPrepare((root) => {
    const forms = root.matches?.("form") ? [root] : [...root.querySelectorAll("form")];
    forms.forEach(giveBack);
  });
})();
