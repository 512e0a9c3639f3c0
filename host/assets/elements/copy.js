// <veillee-copy>: a button beside an address or a text that copies it.

const TOLD_MS = 4_000;

class VeilleeCopy extends HTMLElement {
  #source;
  #status = make("span", { class: "hint", role: "status" });

  connectedCallback() {
    if (this.#source) return;
    this.#source = this.querySelector("input, textarea, a[href], code") ?? this.firstElementChild;
    if (!this.#source) return;
    const words = this.getAttribute("label") || say("copy");
    this.append(" ", makeButton(words, () => this.#copy()), " ", this.#status);
  }

  get #text() {
    const source = this.#source;
    return source.value ?? source.href ?? source.textContent.trim();
  }

  async #copy() {
    const isCopied = await this.#write();
    this.#status.textContent = isCopied ? say("copy-done") : say("copy-by-hand");
    if (isCopied) setTimeout(() => (this.#status.textContent = ""), TOLD_MS);
  }

  /** Where the clipboard is closed to pages, the text is marked, so that the person only has to press the keys. */
  async #write() {
    try {
      await navigator.clipboard.writeText(this.#text);
      return true;
    } catch {
      if (this.#source.select) {
        this.#source.focus();
        this.#source.select();
      } else {
        getSelection().selectAllChildren(this.#source);
      }
      return false;
    }
  }
}

customElements.define("veillee-copy", VeilleeCopy);
