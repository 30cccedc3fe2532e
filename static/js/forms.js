/*
 * What forms do besides being sent:
 *   data-guard                   on a form: a second press is ignored, the button shows 正在提交…
 *   data-char-count              on a text field with maxlength: shows how much is left
 *   data-max-bytes="n"           on a file input: names a file that is too large before it is sent
 *   data-unsaved                 on a form: asks before the page is left with changes that were not sent; "yes"
 *                                where the form comes back with changes already in it
 *   data-alone="a|b"             on the check boxes of a question: the boxes of these values go with no other, so that
 *                                ticking one clears the others, and the other way round
 *   data-visible-if="name=value" shown only while that field holds the value ("name" alone: any value;
 *                                several values: "name=a|b"); fields inside a hidden part are not sent
 */
(() => {
  "use strict";

  const { portal } = window;

  // --- a second press ---------------------------------------------------------------------------
  const release = (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("[data-guarded]").forEach((button) => {
      button.disabled = false;
      button.textContent = button.dataset.guarded;
      delete button.dataset.guarded;
    });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    delete form.dataset.dirty;
    if (!form.matches("[data-guard]")) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    const button = event.submitter ?? form.querySelector("button:not([type=button])");
    // Disabled only after the browser has collected the fields: a disabled button's name and value are not sent.
    setTimeout(() => {
      if (!button) return;
      button.dataset.guarded = button.textContent;
      button.textContent = form.dataset.guard || "正在提交…";
      button.disabled = true;
    });
    // A download answers without leaving the page; then the form has to work again.
    if (form.dataset.guardRelease) setTimeout(() => release(form), Number(form.dataset.guardRelease));
  });
  // Back to a page that the browser kept alive: its buttons would still be off.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(release);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sending]");
    if (form) release(form);
  });

  // --- changes that were not sent ---------------------------------------------------------------
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-unsaved]")) form.dataset.dirty = "yes";
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-dirty], form[data-unsaved=yes]:not([data-sending])")) event.preventDefault();
  });

  // --- length of a text -------------------------------------------------------------------------
  const showCount = (field) => {
    const limit = Number(field.dataset.charCount || field.getAttribute("maxlength")) || 0;
    let place = field.closest(".field")?.querySelector(".char-count");
    if (!place) {
      place = document.createElement("p");
      place.className = "char-count";
      (field.closest(".control") ?? field).after(place);
    }
    const length = [...field.value].length;
    place.textContent = limit ? `${length} / ${limit} 字` : `${length} 字`;
    place.classList.toggle("over", limit > 0 && length > limit);
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-char-count]")) showCount(event.target);
  });

  // --- files ------------------------------------------------------------------------------------
  const readable = (bytes) =>
    bytes >= 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
  const showFiles = (input) => {
    let place = input.closest(".field")?.querySelector(".file-choice");
    if (!place) {
      place = document.createElement("p");
      place.className = "file-choice";
      place.setAttribute("role", "status");
      (input.closest(".control") ?? input).after(place);
    }
    const limit = Number(input.dataset.maxBytes) || Infinity;
    const files = [...input.files];
    const large = files.filter((file) => file.size > limit);
    const together = files.reduce((sum, file) => sum + file.size, 0);
    const mostTogether = Number(input.dataset.maxTogether) || Infinity;
    const tooMuch = large.length > 0 || together > mostTogether;
    place.classList.toggle("over", tooMuch);
    if (large.length) {
      const said = large.map((file) => `“${file.name}”${readable(file.size)}，超过 ${readable(limit)}`).join("；");
      place.textContent = `${said}，请换较小的文件。`;
      input.setCustomValidity("文件太大");
    } else if (tooMuch) {
      place.textContent = `合计 ${readable(together)}，超过 ${readable(mostTogether)}，请压缩或少选几个。`;
      input.setCustomValidity("文件太大");
    } else {
      place.textContent = files.map((file) => `${file.name} · ${readable(file.size)}`).join("，");
      input.setCustomValidity("");
    }
    input.toggleAttribute("aria-invalid", tooMuch);
    if (tooMuch) input.setAttribute("aria-invalid", "true");
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("input[type=file]")) showFiles(event.target);
  });
  // On the window, so that it comes before the question of data-confirm.
  window.addEventListener(
    "submit",
    (event) => {
      const wrong = [...event.target.querySelectorAll("input[type=file]")].find(
        (input) => input.validity.customError,
      );
      if (!wrong) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      wrong.focus();
    },
    true,
  );

  // --- answers that go with no other --------------------------------------------------------------
  document.addEventListener(
    "change",
    (event) => {
      const box = event.target;
      if (!box.matches?.("[data-alone]") || !box.checked) return;
      const alone = box.dataset.alone.split("|");
      box.form?.querySelectorAll(`[name="${CSS.escape(box.name)}"]`).forEach((other) => {
        if (other !== box && (alone.includes(box.value) || alone.includes(other.value))) other.checked = false;
      });
    },
    // Before what is ticked is saved.
    true,
  );

  // --- parts that depend on an answer -----------------------------------------------------------
  const valuesOf = (form, name) =>
    [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
      // What stands in a hidden part is not asked, and so decides nothing.
      .filter((field) => !field.dataset.offByPart)
      .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
      .map((field) => field.value)
      .filter((value) => value !== "");
  const applyVisibility = (form) => {
    // Twice: a part may depend on one that stands below it.
    showParts(form);
    showParts(form);
  };
  const showParts = (form) => {
    form.querySelectorAll("[data-visible-if]").forEach((part) => {
      const [name, wanted] = part.dataset.visibleIf.split("=");
      const values = valuesOf(form, name.trim());
      const shown = wanted === undefined ? values.length > 0 : wanted.split("|").some((value) => values.includes(value));
      part.hidden = !shown;
      part.querySelectorAll("input, select, textarea").forEach((field) => {
        if (!shown && !field.disabled) {
          field.disabled = true;
          field.dataset.offByPart = "yes";
        } else if (shown && field.dataset.offByPart) {
          field.disabled = false;
          delete field.dataset.offByPart;
        }
      });
    });
  };
  document.addEventListener("change", (event) => {
    if (event.target.form) applyVisibility(event.target.form);
  });

  portal.onPrepare((root) => {
    root.querySelectorAll("[data-char-count]").forEach(showCount);
    const forms = root.matches?.("form") ? [root] : root.querySelectorAll("form");
    [...forms].filter((form) => form.querySelector("[data-visible-if]")).forEach(applyVisibility);
  });
})();
