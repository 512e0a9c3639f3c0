// <veillee-people>: choosing people by typing their names, over a list of checkboxes that holds the choice.

const SUGGESTIONS = 8;

class VeilleePeople extends HTMLElement {
  #boxes;
  #shown = [];
  #at = -1;
  #search;
  #list = make("ul", { id: newId(), role: "listbox", class: "veillee-suggestions", hidden: true });
  #chosen = make("ul", { class: "veillee-chosen" });
  #status = makeStatus();

  connectedCallback() {
    if (this.#boxes) return;
    this.#boxes = [...this.querySelectorAll("input[type=checkbox]")];
    if (this.#boxes.length === 0) return;
    const words = this.getAttribute("label") || say("people-search");
    this.#search = makeSearch(words, () => this.#suggest());
    this.#list.setAttribute("aria-label", words);
    const { field } = this.#search;
    // A search field may be nothing else to a reader; a plain one may.
    field.type = "text";
    const states = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.#list.id };
    for (const [name, value] of Object.entries(states)) field.setAttribute(name, value);
    field.addEventListener("keydown", (event) => this.#press(event));
    field.addEventListener("blur", () => this.#close());
    for (const box of this.#boxes) {
      placeOf(box).hidden = true;
      box.addEventListener("change", () => this.#draw());
    }
    // A form that is reset changes its boxes after the event.
    this.#boxes[0].form?.addEventListener("reset", () => setTimeout(() => this.#draw()));
    const legend = this.querySelector("legend");
    const parts = [this.#chosen, this.#search.element, this.#list, this.#status];
    if (legend) legend.after(...parts);
    else this.prepend(...parts);
    this.#draw();
  }

  #suggest() {
    const typed = this.#search.field.value;
    const fitting = (box) => !box.checked && !box.disabled && answers(labelOf(box), typed);
    const found = typed.trim() === "" ? [] : this.#boxes.filter(fitting);
    this.#shown = found.slice(0, SUGGESTIONS);
    this.#list.replaceChildren(...this.#shown.map((box) => this.#option(box)));
    this.#list.hidden = this.#shown.length === 0;
    this.#search.field.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#status.textContent = typed.trim() === "" ? "" : say("search-found", { count: found.length });
    this.#point(this.#shown.length > 0 ? 0 : -1);
  }

  #option(box) {
    const option = make("li", { id: newId(), role: "option" }, labelOf(box));
    // Before the field loses the focus.
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.#choose(box);
    });
    return option;
  }

  #point(at) {
    this.#at = at;
    [...this.#list.children].forEach((option, nth) => option.setAttribute("aria-selected", String(nth === at)));
    const active = this.#list.children[at];
    if (active) this.#search.field.setAttribute("aria-activedescendant", active.id);
    else this.#search.field.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  #press(event) {
    const last = this.#shown.length - 1;
    if (event.key === "ArrowDown") this.#point(this.#at >= last ? 0 : this.#at + 1);
    else if (event.key === "ArrowUp") this.#point(this.#at <= 0 ? last : this.#at - 1);
    else if (event.key === "Enter" && this.#search.field.value !== "") this.#choose(this.#shown[this.#at]);
    else if (event.key === "Escape" && this.#search.field.value !== "") this.#clear();
    else if (event.key === "Backspace" && this.#search.field.value === "") this.#drop(this.#boxes.findLast((box) => box.checked));
    else return;
    if (event.key !== "Backspace") event.preventDefault();
  }

  #choose(box) {
    if (!box) return;
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    this.#clear();
    this.#status.textContent = say("people-added", { name: labelOf(box) });
  }

  #drop(box) {
    if (!box) return;
    box.checked = false;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    this.#search.field.focus();
    this.#status.textContent = say("people-removed", { name: labelOf(box) });
  }

  #clear() {
    this.#search.field.value = "";
    this.#suggest();
  }

  #close() {
    this.#list.hidden = true;
    this.#search.field.setAttribute("aria-expanded", "false");
  }

  #draw() {
    const chip = (box) => {
      const name = labelOf(box);
      const remove = makeButton("×", () => this.#drop(box), { "aria-label": say("people-remove", { name }) });
      return make("li", {}, make("span", {}, name), remove);
    };
    this.#chosen.replaceChildren(...this.#boxes.filter((box) => box.checked).map(chip));
  }
}

customElements.define("veillee-people", VeilleePeople);
