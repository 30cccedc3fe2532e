/*
 * Small behaviours of every page, switched on by data attributes:
 *   data-menu-toggle          button that opens the navigation named by aria-controls on narrow screens
 *   data-popup                <details> that closes on Escape, on a click elsewhere and on leaving it by Tab
 *   data-dialog="id"          opens that <dialog>; data-dialog-close inside it closes it
 *   data-confirm="question"   on a form or on one of its submit buttons: asks first (data-confirm-label: its button),
 *                             only when what must be filled in is, and nothing in the form is known to be wrong;
 *                             {name} in it is what stands in the form's field of that name
 *   data-needs="name"         on a submit button: what must be filled in for this one
 *   data-dismiss              removes the message it stands in
 *   data-print                prints the page
 *   data-copy="text"          copies the text, or that of the element named by data-copy-from="id"
 *   data-bar="0..100"         width of an element in per cent
 *   data-check-all="name"     ticks all boxes of that name; data-checked-count="name" shows how many are ticked
 *   data-needs-checked="name" disables a button while no box of that name is ticked, unless the box data-bulk-all of
 *                             its form (all rows that the filter matches) is
 *   data-submit-on-change     sends the form of a select or checkbox as soon as it changes
 *   data-foldable             on a form of filters: shows only its search on a phone until data-unfold is pressed
 *   data-focus                takes the focus when the page has loaded
 */
(() => {
  "use strict";

  const preparers = [];
  const portal = {
    /** Runs the function on the document now, and on every fragment put into the page later. */
    onPrepare(prepare) {
      preparers.push(prepare);
      prepare(document);
    },
    /** Shows a message above the content; tone is ok, bad, wait or calm. */
    showMessage(text, tone = "calm") {
      const region = document.getElementById("messages");
      if (!region) return;
      const banner = document.createElement("div");
      banner.className = `banner ${tone}`;
      const words = document.createElement("p");
      words.textContent = text;
      const close = document.createElement("button");
      close.type = "button";
      close.className = "banner-close";
      close.dataset.dismiss = "";
      close.setAttribute("aria-label", "关闭这条消息");
      close.textContent = "×";
      banner.append(words, close);
      region.append(banner);
      banner.scrollIntoView({ block: "nearest" });
    },
    /** Resolves to true when the person agrees; without <dialog> support the browser's own box asks. */
    confirm(question, label = "确定") {
      const dialog = document.getElementById("confirm-dialog");
      if (!dialog || !dialog.showModal) return Promise.resolve(window.confirm(question));
      dialog.querySelector("[data-confirm-text]").textContent = question;
      dialog.querySelector("[data-confirm-yes]").textContent = label;
      const yes = dialog.querySelector("[data-confirm-yes]");
      yes.disabled = false;
      dialog.returnValue = "no";
      open(dialog);
      return new Promise((resolve) => {
        dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
        // The dialog stays over the page while the form goes out: a double click must not fall
        // through to what lies below it.
        yes.onclick = (event) => {
          event.preventDefault();
          yes.disabled = true;
          resolve(true);
          setTimeout(() => dialog.close("yes"), 700);
        };
      });
    },
  };
  window.portal = portal;

  const openedAt = new WeakMap();
  const open = (dialog) => {
    dialog?.showModal();
    if (dialog) openedAt.set(dialog, performance.now());
  };
  // A form in a dialog that came back refused is shown where it was.
  document.querySelectorAll("dialog[data-open]").forEach(open);
  // The second half of the double click that opened a dialog is no answer to it.
  document.addEventListener(
    "click",
    (event) => {
      const dialog = event.target.closest?.("dialog[open]");
      if (event.detail > 1 && dialog && performance.now() - (openedAt.get(dialog) ?? 0) < 600) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );

  const prepare = (root) => preparers.forEach((run) => run(root));

  // --- navigation on narrow screens -------------------------------------------------------------
  const toggle = document.querySelector("[data-menu-toggle]");
  const setMenu = (open) => {
    const menu = document.getElementById(toggle.getAttribute("aria-controls"));
    menu.classList.toggle("open", open);
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", open ? "关闭菜单" : "打开菜单");
    if (open) menu.querySelector("a")?.focus();
  };
  toggle?.addEventListener("click", () => setMenu(toggle.getAttribute("aria-expanded") !== "true"));

  const openPopups = () => document.querySelectorAll("details[data-popup][open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openPopups().forEach((popup) => {
      popup.open = false;
      popup.querySelector("summary").focus();
    });
    if (toggle?.getAttribute("aria-expanded") === "true") {
      setMenu(false);
      toggle.focus();
    }
  });
  const closeOthers = (event) => {
    openPopups().forEach((popup) => {
      if (!popup.contains(event.target)) popup.open = false;
    });
  };
  document.addEventListener("click", closeOthers);
  document.addEventListener("focusin", closeOthers);

  // --- one listener for the buttons -------------------------------------------------------------
  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copyFrom);
    const text = source ? source.value || source.textContent.trim() : button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
      portal.showMessage("已复制。", "ok");
    } catch {
      portal.showMessage("浏览器不允许复制，请手工选取后复制。", "wait");
    }
  };

  document.addEventListener("click", (event) => {
    const pressed = (name) => event.target.closest(`[${name}]`);
    const opener = pressed("data-dialog");
    if (opener) {
      event.preventDefault();
      open(document.getElementById(opener.dataset.dialog));
      return;
    }
    pressed("data-dialog-close")?.closest("dialog")?.close();
    pressed("data-dismiss")?.closest(".banner")?.remove();
    if (pressed("data-print")) window.print();
    pressed("data-unfold")?.closest("form").classList.remove("folded");
    const copier = pressed("data-copy") || pressed("data-copy-from");
    if (copier) copy(copier);
    // A press on the backdrop hits the dialog itself, never what lies inside it.
    if (event.target.matches?.("dialog.dialog:not([data-stay])")) {
      const box = event.target.getBoundingClientRect();
      const inside =
        event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside && event.clientX + event.clientY > 0) event.target.close();
    }
  });

  // --- asking before a form goes out ------------------------------------------------------------
  const isEmpty = (home) => {
    const fields = [...home.querySelectorAll("input, select, textarea")];
    return !fields.some((field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value.trim() !== ""));
  };
  const isInSight = (part) => !part.closest("[hidden]");
  const willComeBack = (form, submitter) =>
    (submitter?.dataset.needs && !form.elements[submitter.dataset.needs]?.value.trim()) ||
    [...form.elements].some((field) => field.validity?.valueMissing) ||
    [...form.querySelectorAll("[data-needed]")].some((home) => isInSight(home) && isEmpty(home)) ||
    // Elsewhere the mark may be that of a mistake which is mended by now.
    (form.matches("[data-autosave-url]") && [...form.querySelectorAll("[aria-invalid=true]")].some(isInSight));
  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      const submitter = event.submitter;
      const asker = submitter?.dataset.confirm ? submitter : form.dataset.confirm ? form : null;
      if (!asker || form.dataset.confirmed) return;
      // The page will come back and say what is missing: there is nothing to confirm yet.
      if (willComeBack(form, submitter)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const question = asker.dataset.confirm.replace(/\{(\w+)\}/g, (whole, name) => form.elements[name]?.value ?? whole);
      if (!(await portal.confirm(question, asker.dataset.confirmLabel))) return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
      delete form.dataset.confirmed;
    },
    true,
  );

  // --- as whom a form is sent -------------------------------------------------------------------
  // Another window may have switched the duty since this page was opened: the server compares.
  window.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const membership = document.body.dataset.membership;
      if (!membership || form.method !== "post" || form.elements.acting_as) return;
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "acting_as";
      field.value = membership;
      form.append(field);
    },
    true,
  );

  // --- ticking many rows ------------------------------------------------------------------------
  const boxes = (name) => [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];
  const countChecked = () => {
    document.querySelectorAll("[data-checked-count]").forEach((place) => {
      place.textContent = boxes(place.dataset.checkedCount).filter((box) => box.checked).length;
    });
    document.querySelectorAll("[data-needs-checked]").forEach((button) => {
      const all = button.form?.querySelector("[data-bulk-all]");
      button.disabled = !all?.checked && !boxes(button.dataset.needsChecked).some((box) => box.checked);
    });
    document.querySelectorAll("[data-check-all]").forEach((all) => {
      const rows = boxes(all.dataset.checkAll);
      const ticked = rows.filter((box) => box.checked).length;
      all.checked = rows.length > 0 && ticked === rows.length;
      all.indeterminate = ticked > 0 && ticked < rows.length;
    });
  };
  document.addEventListener("change", (event) => {
    const all = event.target.closest?.("[data-check-all]");
    if (all) boxes(all.dataset.checkAll).forEach((box) => (box.checked = all.checked));
    if (event.target.type === "checkbox") countChecked();
    if (event.target.closest?.("[data-submit-on-change]")) event.target.form?.requestSubmit();
  });

  portal.onPrepare((root) => {
    root.querySelectorAll("[data-bar]").forEach((bar) => {
      const percent = Math.min(100, Math.max(0, Number.parseFloat(bar.dataset.bar) || 0));
      bar.style.width = `${percent}%`;
    });
    // Only what can be unfolded is folded: without this script every filter is in sight.
    root.querySelectorAll("[data-foldable]").forEach((form) => {
      if (form.querySelectorAll(".field").length > 2) form.classList.add("folded");
    });
    countChecked();
  });
  document.querySelector("[data-focus]")?.focus();

  // --- htmx -------------------------------------------------------------------------------------
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt ?? event.target));
  document.addEventListener("htmx:sendError", () => portal.showMessage("网络不通，请稍后再试。", "bad"));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr?.status;
    if (status === 401) {
      document.dispatchEvent(new Event("portal:signed-out"));
      return;
    }
    const said = { 403: "您没有办理此事的权限，或登录已失效，请刷新页面。", 404: "内容不存在或已移走。", 429: "操作太频繁，请稍后再试。" };
    portal.showMessage(said[status] ?? "系统没有完成这次操作，请稍后再试。", "bad");
  });
})();
