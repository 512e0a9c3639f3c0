// <veillee-shortcuts>: keys for the links and buttons inside that name one (`aria-keyshortcuts`); `?` lists them. A person
// can turn them off (WCAG 2.2, 2.1.4). Nothing happens while somebody writes, chooses or answers a dialog.

const OFF = "veillee-shortcuts-off";

class VeilleeShortcuts extends HTMLElement {
  connectedCallback() {
    if (this.isReady) return;
    this.isReady = true;
    addEventListener("keydown", (event) => this.#press(event));
  }

  #press(event) {
    if (!this.isConnected || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.target.closest?.("input, textarea, select, [role=combobox], [contenteditable]")) return;
    if (event.key === "?") {
      // Several of these elements on a page share one list.
      if (document.querySelector("veillee-shortcuts") === this) this.#list();
      event.preventDefault();
      return;
    }
    if (isOff()) return;
    const found = this.#targets().find((target) => keysOf(target).includes(event.key));
    if (!found) return;
    event.preventDefault();
    if (found.matches("input")) found.focus();
    else found.click();
  }

  #targets() {
    const isUsable = (target) => !target.disabled && target.getClientRects().length > 0;
    return [...this.querySelectorAll("[aria-keyshortcuts]")].filter(isUsable);
  }

  #list() {
    const all = [...document.querySelectorAll("veillee-shortcuts [aria-keyshortcuts]")];
    const rows = all.map((target) => {
      const name = target.getAttribute("aria-label") || target.textContent.trim() || labelOf(target);
      const keys = keysOf(target).flatMap((key) => [make("kbd", {}, KEY_SIGNS[key] ?? key), " "]);
      return make("div", {}, make("dt", {}, ...keys), make("dd", {}, name));
    });
    const [id, box] = [newId(), make("input", { type: "checkbox", id: newId() })];
    box.checked = !isOff();
    box.addEventListener("change", () => turn(box.checked));
    const dialog = make("dialog", { class: "veillee-dialog", "aria-labelledby": id }, make("h2", { id }, say("shortcuts")));
    const close = makeButton(say("shortcuts-close"), () => dialog.close(), { autofocus: true });
    const choice = make("p", {}, box, " ", make("label", { for: box.id }, say("shortcuts-on")));
    dialog.append(make("dl", { class: "facts" }, ...rows), choice, close);
    dialog.addEventListener("close", () => dialog.remove());
    this.append(dialog);
    dialog.showModal();
  }
}

const KEY_SIGNS = { ArrowLeft: "←", ArrowRight: "→", Delete: say("shortcuts-delete") };

function keysOf(target) {
  return target.getAttribute("aria-keyshortcuts").split(" ");
}

function isOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function turn(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  } catch {
    // Where nothing may be kept, keys stay on.
  }
}

customElements.define("veillee-shortcuts", VeilleeShortcuts);
