/*
 * Tables inside a form: <div data-table-field data-columns="[…]" data-max-rows="20"> around a hidden text field.
 *
 * The text field holds the rows as JSON, one object a row; it is what is saved and sent. Each change of a cell is
 * written into it and told as its own input, so that it saves itself like any other field.
 */
(() => {
  "use strict";

  const read = (field) => {
    try {
      const rows = JSON.parse(field.value || "[]");
      return Array.isArray(rows) ? rows.filter((row) => row && typeof row === "object") : [];
    } catch {
      return [];
    }
  };

  class TableField {
    constructor(home) {
      this.home = home;
      this.field = home.querySelector("textarea");
      this.columns = JSON.parse(home.dataset.columns);
      this.limit = Number(home.dataset.maxRows) || 20;
      this.drawn = null;
      this.draw();
      // A colleague's rows, or rows kept from before, arrive in the text field.
      this.field.addEventListener("portal:put", () => this.draw());
    }

    draw() {
      if (this.drawn === this.field.value) return;
      this.drawn = this.field.value;
      this.rows = read(this.field);
      if (!this.rows.length) this.rows.push({});
      this.home.querySelectorAll("table, .table-field-acts").forEach((part) => part.remove());
      const table = document.createElement("table");
      table.className = "stack";
      table.append(this.head(), this.body());
      const acts = document.createElement("p");
      acts.className = "table-field-acts";
      this.more = document.createElement("button");
      this.more.type = "button";
      this.more.className = "btn small";
      this.more.textContent = "再加一行";
      this.more.addEventListener("click", () => this.add());
      this.count = document.createElement("small");
      this.count.className = "dim";
      acts.append(this.more, this.count);
      this.home.append(table, acts);
      this.tellCount();
    }

    head() {
      const head = document.createElement("thead");
      const line = head.insertRow();
      this.columns.forEach((column) => {
        const cell = document.createElement("th");
        cell.scope = "col";
        cell.textContent = column.label + (column.unit ? `（${column.unit}）` : "");
        if (!column.required) {
          const optional = document.createElement("small");
          optional.textContent = " 选填";
          cell.append(optional);
        }
        line.append(cell);
      });
      const last = document.createElement("th");
      last.scope = "col";
      last.textContent = "操作";
      line.append(last);
      return head;
    }

    body() {
      const body = document.createElement("tbody");
      this.rows.forEach((row, number) => body.append(this.line(row, number)));
      return body;
    }

    line(row, number) {
      const line = document.createElement("tr");
      this.columns.forEach((column) => {
        const cell = line.insertCell();
        cell.dataset.label = column.label;
        const input = this.input(column, row[column.key] ?? "");
        input.setAttribute("aria-label", `${this.home.dataset.label} 第 ${number + 1} 行 ${column.label}`);
        const changed = (kind) => {
          row[column.key] = input.value;
          this.store(kind);
        };
        input.addEventListener("input", (event) => (event.stopPropagation(), changed("input")));
        input.addEventListener("change", (event) => (event.stopPropagation(), changed("change")));
        cell.append(input);
      });
      const last = line.insertCell();
      last.dataset.label = "操作";
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "btn link small";
      remove.textContent = "删除";
      remove.setAttribute("aria-label", `删除${this.home.dataset.label}第 ${number + 1} 行`);
      remove.addEventListener("click", () => this.remove(number));
      last.append(remove);
      return line;
    }

    input(column, value) {
      if (column.kind === "choice") {
        const select = document.createElement("select");
        select.className = "input";
        [["", "请选择"], ...column.choices].forEach(([key, label]) => select.add(new Option(label, key, false, key === value)));
        return select;
      }
      const input = document.createElement("input");
      input.className = "input";
      input.type = column.kind === "date" ? "date" : "text";
      if (["integer", "number", "money", "percent"].includes(column.kind)) input.inputMode = "decimal";
      input.autocomplete = "off";
      input.value = value;
      return input;
    }

    store(kind) {
      const filled = this.rows.filter((row) => Object.values(row).some((value) => String(value).trim()));
      this.field.value = filled.length ? JSON.stringify(filled) : "";
      this.drawn = this.field.value;
      this.field.dispatchEvent(new Event(kind, { bubbles: true }));
      this.tellCount();
    }

    redraw(focusRow) {
      this.home.querySelector("tbody").replaceWith(this.body());
      const line = this.home.querySelectorAll("tbody tr")[focusRow];
      line?.querySelector("input, select")?.focus();
      this.tellCount();
    }

    add() {
      if (this.rows.length >= this.limit) return;
      this.rows.push({});
      this.redraw(this.rows.length - 1);
    }

    remove(number) {
      this.rows.splice(number, 1);
      if (!this.rows.length) this.rows.push({});
      this.store("change");
      this.redraw(Math.min(number, this.rows.length - 1));
    }

    tellCount() {
      this.more.disabled = this.rows.length >= this.limit;
      this.count.textContent = ` ${this.rows.length} 行，最多 ${this.limit} 行`;
    }
  }

  window.portal.onPrepare((root) => {
    root.querySelectorAll("[data-table-field]").forEach((home) => {
      home.tableField ??= new TableField(home);
    });
  });
})();
