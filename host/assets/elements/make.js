// Builds elements one by one: text is never read as markup, so there is nothing for Trusted Types to refuse.

let made = 0;

/** An id that no plugin can take: theirs start with `p-`. */
function newId() {
  made += 1;
  return `veillee-${made}`;
}

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) element.setAttribute(attribute, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

function makeButton(words, press, attributes = {}) {
  const button = make("button", { type: "button", class: "quiet", ...attributes }, words);
  button.addEventListener("click", press);
  return button;
}

/** A line that is read out when its text changes. */
function makeStatus() {
  return make("p", { class: "hint", role: "status" });
}

/** Where a form is sent; a control may be named `action` and stand in its way. */
function addressOf(form) {
  return new URL(form.getAttribute("action") || location.href, location.href);
}

/** The words next to a checkbox or radio button. */
function labelOf(input) {
  return input.labels?.[0]?.textContent.trim() || input.getAttribute("aria-label") || input.value;
}

/** What is shown or hidden with a checkbox or radio button. */
function placeOf(input) {
  return input.closest("li") ?? input.closest("label") ?? input;
}
