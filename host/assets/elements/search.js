// A field that looks through what the page holds already; nothing is asked of the host.

/** A labelled search field that sends nothing itself: Enter and Escape belong to the element around it. */
function makeSearch(words, change) {
  const id = newId();
  const field = make("input", { id, type: "search", autocomplete: "off", spellcheck: "false" });
  field.addEventListener("input", () => change(field.value));
  // What filters a page is no field of its form.
  field.addEventListener("change", (event) => event.stopPropagation());
  return { field, element: make("div", { class: "field" }, make("label", { for: id }, words), field) };
}
