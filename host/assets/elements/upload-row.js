// One line of an upload queue: a name, how far it is, and what can be done about it.

class UploadRow {
  /** waiting, sending, paused, refused, arrived. */
  state = "waiting";
  #queue;
  #file;
  #sending;
  #address;
  #words = make("span", { class: "hint" });
  #bar;
  #pauseButton;

  /** `address`: of an upload of this file that was begun before. */
  constructor(queue, file, address) {
    this.#queue = queue;
    this.#file = file;
    this.#address = address;
    const { name, size } = file;
    this.#bar = make("progress", { max: Math.max(size, 1), value: 0, "aria-label": name });
    this.#pauseButton = makeButton(say("upload-pause"), () => (this.state === "paused" ? this.resume() : this.pause()));
    this.removeButton = makeButton(say("upload-remove"), () => queue.remove(this), {
      "aria-label": say("upload-remove-of", { name }),
    });
    this.element = make("li", { class: "veillee-upload-row" });
    this.element.append(make("span", {}, name), this.#bar, this.#words, this.#pauseButton, this.removeButton);
    this.#show("waiting", say("upload-waiting"));
    if (size === 0) this.refuse(say("upload-empty"));
    if (size > queue.limitBytes) this.refuse(say("upload-too-large", { most: queue.limitWords }));
  }

  /** It came before, and only waits for the form. */
  static arrived(queue, { name, size, address }) {
    const row = new UploadRow(queue, { name, size }, address);
    row.#sending = new Sending({ name, size }, "", address);
    row.#arrive(address.split("/").pop());
    return row;
  }

  async start() {
    this.#show("sending", "");
    if (!this.#sending) this.#prepare();
    try {
      this.#arrive(await this.#sending.run());
    } catch (trouble) {
      if (trouble !== STOPPED) this.refuse(trouble.sentence || say("upload-failed"));
    }
    this.#queue.changed();
  }

  pause() {
    this.#show("paused", say("upload-paused"));
    this.#sending?.stop();
    this.#queue.changed();
  }

  resume() {
    this.#show("waiting", say("upload-waiting"));
    this.#queue.changed();
  }

  refuse(sentence) {
    this.#words.className = "problem";
    this.#show("refused", sentence);
  }

  /** Takes back what came. */
  async end() {
    this.element.remove();
    this.state = "ended";
    await this.#sending?.end();
    if (this.#address) this.#queue.memory.forget(this.#address);
  }

  #prepare() {
    this.#sending = new Sending(this.#file, this.#queue.target, this.#address);
    this.#sending.onBytes = (bytes) => {
      this.#bar.value = bytes;
      const share = bytes / this.#file.size;
      if (this.state === "sending") this.#words.textContent = PERCENT.format(Math.floor(share * 100) / 100);
    };
    this.#sending.onAddress = (address) => {
      this.#address = address;
      this.#queue.memory.keep(this.#file, address);
    };
    this.#sending.onTrouble = () => (this.#words.textContent = say("trouble"));
  }

  #arrive(id) {
    this.#bar.value = this.#bar.max;
    const value = `${this.#queue.name}=${id}`;
    this.element.append(make("input", { type: "hidden", name: "veillee-uploaded", value }));
    this.#show("arrived", say("upload-arrived"));
  }

  #show(state, words) {
    this.state = state;
    this.#words.textContent = words;
    this.element.dataset.state = state;
    this.#pauseButton.textContent = state === "paused" ? say("upload-resume") : say("upload-pause");
    this.#pauseButton.setAttribute("aria-label", `${this.#pauseButton.textContent} – ${this.#file.name}`);
    this.#pauseButton.hidden = state === "refused" || state === "arrived";
    this.#bar.hidden = state === "refused";
  }
}

const PERCENT = new Intl.NumberFormat(LANGUAGE, { style: "percent" });
