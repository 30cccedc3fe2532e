/*
 * Forms that save themselves field by field: <form data-autosave-url="…" data-revision="7">.
 *
 * Each change is POSTed as name, value (repeated for several choices, empty for none), revision and page (the window).
 *   200 {"saved_at": ISO time or "10:32", "revision": n, "errors": {field: [text]}}, and where there are any
 *       "told": {id: text}, what elements say now (an .explanation after one is shown while it says something),
 *       "emptied": [field], "elsewhere": [{name, values, shown, by, is_file}]: saved in another window since
 *   409 {"values": theirs, "shown": as read, "by": who, "revision": n}   this field was saved elsewhere meanwhile
 *   401                                            another person or duty is signed in meanwhile, or nobody
 * Anything else is tried again with growing pauses. A value is kept in localStorage until it was acknowledged.
 * The state is told in [data-autosave-state] inside the form, or named by the form's data-autosave-state-id.
 * Fields marked data-autosave="off", files, passwords and hidden fields are left alone.
 */
(() => {
  "use strict";

  const TYPING_PAUSE = 1500;
  const FIRST_RETRY = 2000;
  const LAST_RETRY = 60000;

  const clock = (when) => {
    const date = when ? new Date(when) : new Date();
    if (Number.isNaN(date.getTime())) return when;
    return date.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
  };

  /** A full or forbidden store only takes the safety net away, not the saving. */
  const stored = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };

  class Autosave {
    constructor(form) {
      this.form = form;
      this.url = form.dataset.autosaveUrl;
      this.revision = form.dataset.revision ?? form.elements.revision?.value ?? "";
      this.state =
        document.getElementById(form.dataset.autosaveStateId) ?? form.querySelector("[data-autosave-state]") ?? document.createElement("span");
      this.state.setAttribute("role", "status");
      this.page = crypto.getRandomValues(new Uint32Array(3)).join("");
      this.waiting = new Map();
      this.typing = new Map();
      this.bases = new Map();
      // Fields that were saved elsewhere meanwhile, each with its question: none is sent before it is answered.
      this.disputed = new Map();
      this.retryDelay = FIRST_RETRY;
      this.sending = null;
      form.addEventListener("input", (event) => this.onInput(event.target));
      form.addEventListener("change", (event) => this.enqueue(event.target));
      form.addEventListener("focusout", (event) => this.typing.has(event.target.name) && this.enqueue(event.target));
      form.addEventListener("submit", (event) => this.onSubmit(event));
      window.addEventListener("online", () => this.send());
      document.addEventListener("portal:signed-in", () => this.send());
      window.addEventListener("beforeunload", (event) => {
        if (this.waiting.size || this.typing.size || this.disputed.size) event.preventDefault();
      });
      this.restore();
    }

    fieldsNamed(name) {
      return [...this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    }

    saves(field) {
      return field.name && field.dataset.autosave !== "off" && !["file", "password", "hidden", "submit", "button"].includes(field.type);
    }

    /** All values of a field as a list of strings: several for ticked boxes and multiple selects. */
    valuesOf(name) {
      return this.fieldsNamed(name).flatMap((field) => {
        if (["checkbox", "radio"].includes(field.type)) return field.checked ? [field.value] : [];
        if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
        return [field.value];
      });
    }

    put(name, values) {
      this.fieldsNamed(name).forEach((field) => {
        if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
        else if (field.type === "select-multiple") [...field.options].forEach((option) => (option.selected = values.includes(option.value)));
        else field.value = values[0] ?? "";
        field.dispatchEvent(new Event("portal:put"));
      });
    }

    // The store is per person: two people may use one browser.
    key(name) {
      return `autosave:${document.body.dataset.user ?? ""}:${this.url}:${name}`;
    }

    /** `since` is the revision that the words were typed on, so that a colleague's later words are seen. */
    remember(name, values, conflict = false) {
      const since = this.bases.get(name) ?? this.revision;
      this.bases.set(name, since);
      stored((store) => store.setItem(this.key(name), JSON.stringify({ values, since, conflict })));
    }

    forget(name) {
      this.bases.delete(name);
      stored((store) => store.removeItem(this.key(name)));
    }

    restore() {
      const names = new Set([...this.form.elements].filter((field) => this.saves(field)).map((field) => field.name));
      let restored = 0;
      names.forEach((name) => {
        const kept = stored((store) => JSON.parse(store.getItem(this.key(name))));
        if (!Array.isArray(kept?.values)) return;
        if (JSON.stringify(kept.values) === JSON.stringify(this.valuesOf(name))) {
          this.forget(name);
          return;
        }
        if (kept.conflict) {
          // Both are seen until the person has chosen.
          const saved = this.valuesOf(name);
          this.put(name, kept.values);
          this.conflict(name, kept.values, { values: saved, again: true });
          return;
        }
        this.put(name, kept.values);
        this.waiting.set(name, kept.values);
        this.bases.set(name, kept.since);
        restored += 1;
      });
      if (restored) {
        this.show("saving", `已找回 ${restored} 项上次没有保存的内容，正在保存…`);
        this.send();
      }
    }

    show(state, text) {
      this.state.classList.add("save-state");
      this.state.dataset.state = state;
      this.state.textContent = text;
    }

    onInput(field) {
      if (!this.saves(field) || ["checkbox", "radio", "select-one"].includes(field.type)) return;
      clearTimeout(this.typing.get(field.name));
      this.typing.set(field.name, setTimeout(() => this.enqueue(field), TYPING_PAUSE));
    }

    enqueue(field) {
      if (!this.saves(field)) return;
      clearTimeout(this.typing.get(field.name));
      this.typing.delete(field.name);
      const values = this.valuesOf(field.name);
      if (this.disputed.has(field.name)) {
        this.keepDisputed(field.name, values);
        return;
      }
      this.waiting.set(field.name, values);
      this.remember(field.name, values);
      this.send();
    }

    /** Sends what waits, one field after another, so that each request carries the latest revision. */
    send() {
      clearTimeout(this.retryTimer);
      this.sending ??= this.drain().finally(() => (this.sending = null));
      return this.sending;
    }

    async drain() {
      while (this.waiting.size) {
        const [name, values] = this.waiting.entries().next().value;
        this.show("saving", "正在保存…");
        if (!(await this.post(name, values))) return;
      }
    }

    async post(name, values) {
      const body = new URLSearchParams({ name, revision: this.bases.get(name) ?? this.revision, page: this.page });
      // A NUL, which only a paste can bring, would have the whole request refused.
      (values.length ? values : [""]).forEach((value) => body.append("value", value.replaceAll("\0", "")));
      let response;
      let answer;
      try {
        const token = window.portal.token();
        response = await fetch(this.url, {
          method: "POST",
          body,
          credentials: "same-origin",
          redirect: "manual",
          headers: { "X-CSRFToken": token, "X-Portal-Membership": document.body.dataset.membership ?? "", Accept: "application/json" },
        });
        if (!token || response.type === "opaqueredirect" || response.status === 401) {
          document.dispatchEvent(new Event("portal:signed-out"));
          return this.later("登录已失效或已切换身份：请在新窗口登录或切换回来，这里会自动继续保存");
        }
        if (response.status === 403 || response.status === 404) return this.stop("无法继续保存：申报可能已提交或权限已变更，请刷新页面");
        answer = await response.json();
      } catch {
        return this.later("保存失败，正在重试");
      }
      if (response.status === 409) return this.conflict(name, values, answer);
      if (!response.ok && !answer.errors) return this.later("保存失败，正在重试");
      this.retryDelay = FIRST_RETRY;
      document.dispatchEvent(new Event("portal:answered"));
      const elsewhere = answer.elsewhere ?? [];
      // Files of another window are seen on a fresh page only: until then this page stays behind.
      if (answer.revision !== undefined && !elsewhere.some((one) => one.is_file)) this.setRevision(answer.revision);
      // The person may have typed on while the request was under way: that newer value still waits.
      if (this.waiting.get(name) === values) {
        this.waiting.delete(name);
        this.forget(name);
      }
      this.showErrors(name, answer.errors ?? {});
      elsewhere.forEach((one) => this.takeOver(one));
      Object.entries(answer.told ?? {}).forEach(([id, text]) => {
        const place = document.getElementById(id);
        if (!place) return;
        place.textContent = text;
        if (place.nextElementSibling?.matches(".explanation")) place.nextElementSibling.hidden = !text;
      });
      (answer.emptied ?? []).forEach((one) => {
        if (!this.waiting.has(one) && !this.typing.has(one)) this.put(one, [""]);
      });
      const wrong = Object.keys(answer.errors ?? {}).length;
      if (!this.waiting.size) this.form.dispatchEvent(new Event("portal:saved", { bubbles: true }));
      if (this.disputed.size) this.showDispute();
      else if (!this.waiting.size) this.show(wrong ? "failed" : "saved", wrong ? "有内容需要更正" : `已保存 ${clock(answer.saved_at)}`);
      return true;
    }

    setRevision(revision) {
      this.revision = revision;
      this.form.dataset.revision = revision;
      if (this.form.elements.revision) this.form.elements.revision.value = revision;
    }

    later(text) {
      this.show("failed", text);
      const jitter = Math.random() * 0.3 * this.retryDelay;
      this.retryTimer = setTimeout(() => this.send(), this.retryDelay + jitter);
      this.retryDelay = Math.min(this.retryDelay * 2, LAST_RETRY);
      return false;
    }

    stop(text) {
      this.show("failed", text);
      return false;
    }

    showErrors(name, errors) {
      new Set([name, ...Object.keys(errors)]).forEach((field) => {
        const place = this.form.querySelector(`[data-errors-for="${CSS.escape(field)}"]`);
        if (!place) return;
        const said = errors[field] ?? [];
        place.replaceChildren(
          ...said.map((text) => {
            const line = document.createElement("li");
            line.textContent = text;
            return line;
          }),
        );
        place.hidden = said.length === 0;
        place.closest(".field")?.classList.toggle("wrong", said.length > 0);
        this.fieldsNamed(field).forEach((input) => {
          if (said.length) input.setAttribute("aria-invalid", "true");
          else input.removeAttribute("aria-invalid");
          const others = (input.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((id) => id && id !== place.id);
          if (said.length) others.push(place.id);
          if (others.length) input.setAttribute("aria-describedby", others.join(" "));
          else input.removeAttribute("aria-describedby");
        });
      });
    }

    /** Another field was saved elsewhere: this page shows it as it is now, and says so. */
    takeOver(one) {
      if (this.disputed.has(one.name)) {
        this.conflict(one.name, this.valuesOf(one.name), one);
        return;
      }
      if (this.waiting.has(one.name) || this.typing.has(one.name)) return;
      const field = this.fieldsNamed(one.name)[0];
      const home = one.is_file ? document.getElementById(`files-${one.name}`) : field?.closest(".field");
      if (!home) return;
      if (!one.is_file) this.put(one.name, one.values);
      const said = home.parentElement.querySelector(`[data-elsewhere="${CSS.escape(one.name)}"]`) ?? document.createElement("p");
      said.dataset.elsewhere = one.name;
      said.className = "hint elsewhere";
      said.setAttribute("role", "status");
      said.textContent = one.is_file ? `${one.by}刚刚改了附件，请刷新页面查看。` : `${one.by}刚刚改了此项，本页已更新。`;
      home.after(said);
    }

    /** What was saved elsewhere is shown beside the field; the person decides which of the two stays. */
    conflict(name, values, answer) {
      this.waiting.delete(name);
      if (answer.revision !== undefined) this.setRevision(answer.revision);
      this.keepDisputed(name, values);
      this.showDispute();
      const field = this.fieldsNamed(name)[0];
      const home = field.closest(".field") ?? field.parentElement;
      this.disputed.get(name)?.remove();
      const theirs = answer.values ?? this.valuesOf(name);
      const box = document.createElement("div");
      box.className = "conflict";
      box.setAttribute("role", "alert");
      const words = document.createElement("p");
      const shown = (answer.shown ?? theirs.join("、")) || "（空）";
      words.textContent = answer.again
        ? `上面是您还没有保存的内容；已保存的是“${shown}”。`
        : `${answer.by || "同事"}刚刚把此项改为“${shown}”。`;
      const acts = document.createElement("div");
      acts.className = "acts";
      const choice = (label, chosen) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn small";
        button.textContent = label;
        button.addEventListener("click", () => {
          const kept = chosen();
          box.remove();
          this.disputed.delete(name);
          this.put(name, kept);
          this.waiting.set(name, kept);
          this.remember(name, kept);
          this.send();
        });
        acts.append(button);
      };
      choice("采用已保存的", () => theirs);
      choice("保留这里的", () => this.valuesOf(name));
      box.append(words, acts);
      home.append(box);
      this.disputed.set(name, box);
      return true;
    }

    /** Keep what is typed on into a disputed field, here only: it has no revision of its own to be sent with. */
    keepDisputed(name, values) {
      this.bases.delete(name);
      this.remember(name, values, true);
      this.bases.delete(name);
    }

    showDispute() {
      this.show("conflict", "同一项刚刚在别处改过，请选择保留哪一个");
    }

    /** Submitting waits until everything typed has been acknowledged. */
    onSubmit(event) {
      [...this.typing.keys()].forEach((name) => this.enqueue(this.fieldsNamed(name)[0]));
      if (!this.waiting.size && !this.sending && !this.disputed.size) return;
      event.preventDefault();
      event.stopPropagation();
      const { submitter } = event;
      this.send().then(() => {
        if (this.disputed.size) {
          window.portal?.showMessage("有一项在别处改过，请先选择保留哪一个，再提交。", "bad");
          [...this.disputed.values()][0].scrollIntoView({ block: "center" });
        } else if (this.waiting.size) {
          window.portal?.showMessage("还有内容没有保存，暂时不能提交。", "bad");
        } else {
          // Whoever was asked before this wait has agreed already.
          this.form.dataset.confirmed = "yes";
          this.form.requestSubmit(submitter);
          delete this.form.dataset.confirmed;
        }
      });
    }
  }

  const start = (root) => {
    root.querySelectorAll("form[data-autosave-url]").forEach((form) => {
      form.autosave ??= new Autosave(form);
    });
  };
  window.portal.onPrepare(start);
})();
