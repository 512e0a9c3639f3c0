// <veillee-confirm>: asks in a dialog before a form is sent. The form then says `confirmed=yes`; without script the
// service asks on a page of its own.

class VeilleeConfirm extends HTMLElement {
  #agreed;

  connectedCallback() {
    if (this.isReady) return;
    this.isReady = true;
    const around = this.closest("form") ?? this;
    around.addEventListener("submit", (event) => {
      const form = event.target;
      const isMine = this.contains(form) || this.contains(event.submitter);
      if (!isMine || this.#agreed === form || event.defaultPrevented) return;
      event.preventDefault();
      this.#ask(form, event.submitter);
    });
  }

  #ask(form, submitter) {
    const id = newId();
    const question = this.getAttribute("question") || say("confirm-question");
    const no = makeButton(say("confirm-no"), () => dialog.close(), { autofocus: true });
    const yes = makeButton(this.getAttribute("yes") || say("confirm-yes"), () => this.#agree(dialog, form, submitter), {
      class: "danger",
    });
    const toolbar = make("div", { class: "toolbar" }, yes, no);
    const dialog = make("dialog", { class: "veillee-dialog", "aria-labelledby": id }, make("p", { id }, question), toolbar);
    // The browser gives the focus back to what opened the dialog.
    dialog.addEventListener("close", () => dialog.remove());
    this.append(dialog);
    dialog.showModal();
  }

  #agree(dialog, form, submitter) {
    dialog.close();
    const field = make("input", { type: "hidden", name: "confirmed", value: "yes" });
    form.append(field);
    this.#agreed = form;
    form.requestSubmit(submitter);
    this.#agreed = undefined;
    // What else the form waits for may still come: the field stays only while the form is on its way.
    setTimeout(() => field.remove());
  }
}

customElements.define("veillee-confirm", VeilleeConfirm);
