// <veillee-picker>: finding one among many radio buttons by typing. Few need no search.

const MANY = 8;

class VeilleePicker extends HTMLElement {
  #choices;
  #search;
  #status = makeStatus();

  connectedCallback() {
    if (this.#choices) return;
    this.#choices = [...this.querySelectorAll("input[type=radio]")];
    if (this.#choices.length < MANY) return;
    this.#search = makeSearch(this.getAttribute("label") || say("picker-search"), (typed) => this.#show(typed));
    this.#search.field.addEventListener("keydown", (event) => this.#press(event));
    const legend = this.querySelector("legend");
    if (legend) legend.after(this.#search.element, this.#status);
    else this.prepend(this.#search.element, this.#status);
  }

  /** What is chosen stays to be seen, whatever is typed. */
  #show(typed) {
    const fits = (choice) => typed.trim() === "" || answers(labelOf(choice), typed);
    for (const choice of this.#choices) placeOf(choice).hidden = !fits(choice) && !choice.checked;
    const count = this.#choices.filter(fits).length;
    this.#status.textContent = typed.trim() === "" ? "" : say("search-found", { count });
  }

  #press(event) {
    const { field } = this.#search;
    if (event.key === "Escape" && field.value !== "") {
      event.preventDefault();
      field.value = "";
      this.#show("");
    } else if (event.key === "Enter" && field.value.trim() !== "") {
      event.preventDefault();
      const first = this.#choices.find((choice) => !choice.disabled && answers(labelOf(choice), field.value));
      if (!first) return;
      first.checked = true;
      first.dispatchEvent(new Event("change", { bubbles: true }));
      this.#show(field.value);
      first.focus();
    }
  }
}

customElements.define("veillee-picker", VeilleePicker);
