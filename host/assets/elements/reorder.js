// <veillee-reorder>: a form whose list is put in order by its buttons `up` and `down` or by dragging, and sent by itself.

const SETTLED_MS = 800;

class VeilleeReorder extends HTMLElement {
  #form;
  #list;
  #timer;
  #kept;
  #before = [];
  #sending;
  #saving;
  #status = makeStatus();
  #undo = makeButton(say("reorder-undo"), () => this.#back(), { hidden: true });

  connectedCallback() {
    if (this.#form) return;
    this.#form = this.querySelector("form[method=post]");
    this.#list = this.#form?.querySelector("ol, ul");
    if (!this.#list) return;
    this.#kept = [...this.#list.children];
    for (const item of this.#list.children) this.#letDrag(item);
    this.#list.before(this.#status, this.#undo);
    this.#form.addEventListener("submit", (event) => {
      const by = { up: -1, down: 1 }[event.submitter?.name];
      if (!by) return;
      event.preventDefault();
      this.#step(event.submitter, by);
    });
    document.addEventListener("submit", (event) => this.#saveFirst(event));
    addEventListener("pagehide", () => this.#timer && this.#send({ keepalive: true }));
  }

  #step(button, by) {
    const item = button.closest("li");
    const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (other) other[by < 0 ? "before" : "after"](item);
    // Moving an element takes its focus away.
    button.focus();
    this.#moved(item);
  }

  #letDrag(item) {
    const handle = make("span", { class: "veillee-handle", "aria-hidden": "true", title: say("reorder-drag") }, "⠿");
    item.prepend(handle);
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      item.dataset.dragged = "";
    });
    handle.addEventListener("pointermove", (event) => {
      if (!("dragged" in item.dataset)) return;
      const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("li");
      if (!under || under === item || under.parentElement !== this.#list) return;
      const isAfter = item.compareDocumentPosition(under) & Node.DOCUMENT_POSITION_FOLLOWING;
      under[isAfter ? "after" : "before"](item);
      // Some browsers let go of what is moved in the document.
      handle.setPointerCapture(event.pointerId);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      handle.addEventListener(end, () => {
        if (!("dragged" in item.dataset)) return;
        delete item.dataset.dragged;
        this.#moved(item);
      });
    }
  }

  #moved(item) {
    const items = [...this.#list.children];
    this.#status.textContent = say("reorder-place", { at: items.indexOf(item) + 1, total: items.length });
    this.#settle();
  }

  #settle() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), SETTLED_MS);
  }

  /** What another form or button does comes after the order that is on its way: else that came last and undid it. */
  async #saveFirst(event) {
    if (event.defaultPrevented || !this.isConnected || (!this.#timer && !this.#saving)) return;
    event.preventDefault();
    await (this.#timer ? this.#begin() : this.#saving);
    event.target.requestSubmit(event.submitter);
  }

  #begin() {
    const saving = this.#save().finally(() => {
      if (this.#saving === saving) this.#saving = undefined;
    });
    this.#saving = saving;
    return saving;
  }

  #send(options, trouble) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // Where the answer leads is of no interest, and would call the service once more.
    return ask(addressOf(this.#form), { method: "POST", body: fieldsOf(this.#form), redirect: "manual", ...options }, trouble);
  }

  async #save() {
    const order = [...this.#list.children];
    // An order that waits for another try must not arrive after a newer one.
    this.#sending?.abort();
    const sending = (this.#sending = new AbortController());
    const trouble = () => (this.#status.textContent = say("trouble"));
    const answer = await this.#send({ signal: sending.signal }, trouble);
    if (sending.signal.aborted) return;
    const isKept = answer?.ok || answer?.type === "opaqueredirect";
    this.#status.textContent = isKept ? say("reorder-kept") : say("reorder-failed");
    if (!isKept) return;
    const before = this.#kept;
    this.#kept = order;
    this.#undo.hidden = before.every((item, nth) => item === order[nth]);
    this.#before = before;
  }

  #back() {
    this.#list.append(...this.#before);
    this.#undo.hidden = true;
    this.#status.textContent = say("reorder-undone");
    this.#list.querySelector("button")?.focus();
    this.#settle();
  }
}

function fieldsOf(form) {
  const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(texts);
}

customElements.define("veillee-reorder", VeilleeReorder);
