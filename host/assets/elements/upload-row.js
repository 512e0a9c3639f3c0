// One line of an upload queue: a name, how far it is, and what can be done about it.

class UploadRow {
  /** waiting, sending, paused, refused, arrived, stopped. */
  state = "waiting";
  #queue;
  #file;
  #sending;
  #address;
  #words = make("span", { class: "hint" });
  #bar;
  #pauseButton;

  constructor(queue, file) {
    this.#queue = queue;
    this.#file = file;
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
    const row = UploadRow.#begun(queue, { name, size, address });
    row.#arrive(address.split("/").pop());
    return row;
  }

  /** It stopped on its way, before this page: the file must be chosen again. */
  static stopped(queue, { name, size, address, offset }) {
    const row = UploadRow.#begun(queue, { name, size, address });
    row.#bar.value = offset;
    row.#show("stopped", say("upload-stopped", { share: shareOf(offset, size) }));
    return row;
  }

  static #begun(queue, { name, size, address }) {
    const row = new UploadRow(queue, { name, size });
    row.#address = address;
    row.#sending = new Sending({ name, size }, "", address);
    return row;
  }

  /** Of a row that stopped. */
  get address() {
    return this.#address;
  }

  async start() {
    this.#show("sending", "");
    try {
      if (!this.#sending) await this.#prepare();
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

  /** Goes on with an upload of this very file, or begins one. */
  async #prepare() {
    const { memory } = this.#queue;
    const marks = await marksOf(this.#file);
    if (this.state !== "sending") throw STOPPED;
    this.#address = memory.find(this.#file, marks);
    if (!this.#address && memory.knowsOther(this.#file)) throw new OtherFile(say("upload-other", { name: this.#file.name }));
    this.#queue.goesOn(this.#address);
    this.#sending = new Sending(this.#file, this.#queue.target, this.#address);
    this.#sending.onBytes = (bytes) => {
      this.#bar.value = bytes;
      if (this.state === "sending") this.#words.textContent = shareOf(bytes, this.#file.size);
    };
    this.#sending.onAddress = (address) => {
      this.#address = address;
      memory.keep(this.#file, marks, address);
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
    this.#pauseButton.hidden = ["refused", "arrived", "stopped"].includes(state);
    this.#bar.hidden = state === "refused";
  }
}

/** A file of the same name and size as one on its way, with other bytes. */
class OtherFile extends Error {
  constructor(sentence) {
    super(sentence);
    this.sentence = sentence;
  }
}

function shareOf(bytes, size) {
  return PERCENT.format(Math.floor((bytes / size) * 100) / 100);
}

const PERCENT = new Intl.NumberFormat(LANGUAGE, { style: "percent" });
