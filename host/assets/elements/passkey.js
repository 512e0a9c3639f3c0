// <veillee-passkey>: a button that makes or shows a passkey of this device. The host asks, the device answers, the host says
// where to go on.

class VeilleePasskey extends HTMLElement {
  #button;
  #status = makeStatus();

  connectedCallback() {
    if (this.#button || !window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
    this.#button = makeButton(this.dataset.label, () => this.#run());
    this.replaceChildren(this.#button, this.#status);
  }

  async #run() {
    this.#button.disabled = true;
    this.#status.textContent = "";
    const told = await this.#ask().catch((error) => ({ problem: this.#why(error) }));
    if (told.then) return location.assign(told.then);
    this.#button.disabled = false;
    this.#button.focus();
    this.#status.textContent = told.problem;
  }

  async #ask() {
    const { publicKey, ...told } = await this.#post("begin");
    if (!publicKey) return told;
    const credential = await (this.dataset.purpose === "add"
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) }));
    return this.#post("end", { credential: JSON.stringify(credential) });
  }

  /** What is no JSON is a page about an error, of which this line can say nothing. */
  async #post(step, fields = {}) {
    const { purpose, token, then } = this.dataset;
    const body = new URLSearchParams({ token, then, ...fields });
    return (await fetch(`/-/passkeys/${purpose}/${step}`, { method: "POST", body })).json();
  }

  /** A device names both a person who changed their mind and one who took too long `NotAllowedError`. */
  #why({ name }) {
    if (name === "NotAllowedError") return say("passkey-stopped");
    return name === "InvalidStateError" ? say("passkey-held") : say("passkey-failed");
  }
}

customElements.define("veillee-passkey", VeilleePasskey);
