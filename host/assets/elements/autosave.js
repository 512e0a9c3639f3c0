// <veillee-autosave>: keeps what is written in a form until it is sent.

const REST_MS = 500;
const NEVER = ["password", "file", "hidden", "submit", "button", "reset"];

class VeilleeAutosave extends HTMLElement {
  #form;
  #key;
  #timer;
  #first;
  #notice = make("div", { class: "notice", role: "status", hidden: true });

  connectedCallback() {
    this.#form ??= this.querySelector("form") ?? this.closest("form");
    if (!this.#form || this.#key) return;
    const path = addressOf(this.#form).pathname;
    this.#key = `${DRAFT}${READER} ${location.pathname} ${path}`;
    this.#first = this.#values();
    this.prepend(this.#notice);
    this.#offer();
    this.#form.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#save(), REST_MS);
    });
    // A page may be left within the rest.
    addEventListener("pagehide", () => this.#timer && this.#save());
    // Last of all, when nobody held the form back.
    addEventListener("submit", (event) => {
      if (event.target === this.#form && !event.defaultPrevented) this.#save(true);
    });
  }

  #controls() {
    const isKept = (control) => control.name && !NEVER.includes(control.type) && control.autocomplete !== "off";
    return [...this.#form.elements].filter((control) => control.matches("input, textarea, select") && isKept(control));
  }

  #values() {
    return this.#controls().map((control) => {
      if (control.type === "checkbox" || control.type === "radio") return control.checked;
      if (control.multiple) return [...control.options].map((option) => option.selected);
      return control.value;
    });
  }

  #put(values) {
    this.#controls().forEach((control, nth) => {
      const value = values[nth];
      if (typeof value === "boolean") control.checked = value;
      else if (Array.isArray(value)) [...control.options].forEach((option, at) => (option.selected = value[at]));
      else if (typeof value === "string") control.value = value;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  #save(sent = false) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const values = this.#values();
    if (same(values, this.#first) && !sent) dropDrafts((key) => key === this.#key);
    else writeDraft(this.#key, { values, first: this.#first, saved: Date.now(), sent });
  }

  /** Puts a draft back where the page is as it was; where it changed meanwhile, the person chooses. */
  #offer() {
    const draft = readDraft(this.#key);
    if (!draft || draft.values?.length !== this.#first.length || same(draft.values, this.#first)) return;
    if (same(draft.first, this.#first)) this.#putBack(draft);
    else this.#tell(draft, say("draft-found"), say("draft-take"), () => this.#putBack(draft));
  }

  #putBack(draft) {
    this.#put(draft.values);
    this.#tell(draft, say("draft-back"), say("draft-drop"), () => {
      this.#put(this.#first);
      dropDrafts((key) => key === this.#key);
      this.#notice.hidden = true;
      this.#controls()[0]?.focus();
    });
  }

  #tell(draft, words, choice, act) {
    const when = relativeTime(new Date(draft.saved), new Date());
    this.#notice.replaceChildren(make("p", {}, `${words} (${when})`), makeButton(choice, act));
    this.#notice.hidden = false;
  }
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

customElements.define("veillee-autosave", VeilleeAutosave);
