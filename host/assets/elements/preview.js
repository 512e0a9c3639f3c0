// <veillee-preview>: shows what a text will look like while it is written. It holds the button that asks for the preview
// and what the service answered; after each pause it asks as the button would, and takes that part of the answer.

const TYPING_MS = 800;

class VeilleePreview extends HTMLElement {
  #timer;
  #request;
  #button;
  #status = makeStatus();

  connectedCallback() {
    if (this.#button) return;
    this.#button = this.querySelector("button[name]");
    const form = this.#button?.form;
    if (!form || form.getAttribute("method") !== "post") return;
    this.#button.after(this.#status);
    form.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(form), TYPING_MS);
    });
  }

  #ask(form) {
    this.#request?.abort();
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      // A preview attaches nothing, so it names no file either.
      if (typeof value === "string" && !name.startsWith("veillee-")) fields.append(name, value);
    }
    fields.append(this.#button.name, this.#button.value);
    const request = new XMLHttpRequest();
    this.#request = request;
    request.open("POST", addressOf(form));
    // The browser reads the answer as a document of its own, in which nothing runs; no text becomes markup here.
    request.responseType = "document";
    request.onload = () => this.#take(request);
    request.onerror = () => (this.#status.textContent = say("preview-away"));
    request.send(fields);
  }

  #take(request) {
    const found = request.response?.querySelector("main veillee-preview");
    const isAnswer = request.status === 200 || request.status === 422;
    if (!isAnswer || !found) {
      this.#status.textContent = say("preview-away");
      return;
    }
    this.#status.textContent = "";
    const parts = [...found.childNodes].filter((part) => part.localName !== "button");
    this.replaceChildren(this.#button, this.#status, ...parts.map((part) => document.importNode(part, true)));
  }
}

customElements.define("veillee-preview", VeilleePreview);
