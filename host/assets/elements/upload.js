// <veillee-upload>: sends files as soon as they are chosen or dropped; the form then names them instead of carrying them.

const SIDE_BY_SIDE = 2;

class VeilleeUpload extends HTMLElement {
  #rows = [];
  #stopped = [];
  #input;
  #isRequired;
  #isHeld = false;
  #submitter;
  #list = make("ul", { class: "veillee-upload-rows" });
  #unfinished = make("section", { hidden: "" });
  #status = makeStatus();

  connectedCallback() {
    this.#input = this.querySelector("input[type=file]");
    const form = this.#input?.form;
    if (!form || this.target) return;
    this.target = this.querySelector("input[name=veillee-upload]").value;
    this.name = this.#input.name;
    this.limitBytes = Number(this.dataset.limitBytes) || Infinity;
    this.limitWords = this.dataset.limit ?? "";
    this.memory = new UploadMemory(`${addressOf(form)} ${this.name}`);
    this.#isRequired = this.#input.required;
    this.append(make("span", { class: "hint" }, say("upload-drop")), this.#unfinished, this.#list, this.#status);
    this.#input.addEventListener("change", () => {
      this.#take([...this.#input.files]);
      this.#input.value = "";
    });
    form.addEventListener("submit", (event) => this.#submit(event));
    addEventListener("beforeunload", (event) => {
      if (this.#rows.some((row) => row.state === "sending" || row.state === "waiting")) event.preventDefault();
    });
    this.#letDrop();
    this.#remember();
  }

  #letDrop() {
    this.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.dataset.over = "";
    });
    this.addEventListener("dragleave", (event) => {
      if (!this.contains(event.relatedTarget)) delete this.dataset.over;
    });
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      delete this.dataset.over;
      droppedFiles(event.dataTransfer).then((files) => this.#take(files));
    });
  }

  /** What this browser sent before the page was left, the tab closed, or the line cut. */
  async #remember() {
    if (this.memory.all().length === 0) return;
    const { waiting, stopped } = await this.memory.look();
    for (const one of waiting) this.#add(UploadRow.arrived(this, one));
    this.changed();
    if (stopped.length === 0) return;
    this.#stopped = stopped.map((one) => UploadRow.stopped(this, one));
    const list = make("ul", { class: "veillee-upload-rows" });
    list.append(...this.#stopped.map((row) => row.element));
    this.#unfinished.append(make("strong", {}, say("upload-unfinished")), list);
    this.#unfinished.hidden = false;
  }

  /** The upload at this address is on its way again, in a row of its own. */
  goesOn(address) {
    const row = this.#stopped.find((row) => row.address === address);
    if (row) this.#drop(row);
  }

  #drop(row) {
    row.element.remove();
    this.#stopped = this.#stopped.filter((other) => other !== row);
    this.#unfinished.hidden = this.#stopped.length === 0;
  }

  #take(files) {
    if (!this.#input.multiple && files.length > 0) {
      for (const row of [...this.#rows]) this.remove(row);
    }
    const mine = this.#input.multiple ? files : files.slice(0, 1);
    for (const file of mine) this.#add(new UploadRow(this, file));
    this.changed();
  }

  #add(row) {
    this.#rows.push(row);
    this.#list.append(row.element);
  }

  /** Without a row that was removed the focus would be nowhere. */
  remove(row) {
    if (this.#stopped.includes(row)) {
      this.#drop(row);
      row.end();
      this.#input.focus();
      return;
    }
    const at = this.#rows.indexOf(row);
    const hadFocus = row.element.contains(document.activeElement);
    this.#rows.splice(at, 1);
    row.end();
    if (hadFocus) (this.#rows[Math.min(at, this.#rows.length - 1)]?.removeButton ?? this.#input).focus();
    this.changed();
  }

  /** Starts what may start, says how far the queue is, and lets a form go that waited for it. */
  changed() {
    const count = (state) => this.#rows.filter((row) => row.state === state).length;
    const waiting = this.#rows.filter((row) => row.state === "waiting");
    for (const row of waiting.slice(0, Math.max(0, SIDE_BY_SIDE - count("sending")))) row.start();
    this.#input.required = this.#isRequired && this.#rows.length === 0;
    const [done, total] = [count("arrived"), this.#rows.length];
    if (count("refused") > 0) this.#isHeld = false;
    const words = total === 0 ? "" : say("upload-count", { done, total });
    this.#status.textContent = this.#isHeld && done < total ? `${words} ${say("upload-held")}` : words;
    if (!this.#isHeld || done < total) return;
    this.#isHeld = false;
    if (total > 0) this.#input.form.requestSubmit(this.#submitter);
  }

  #submit(event) {
    const refused = this.#rows.find((row) => row.state === "refused");
    if (refused) {
      event.preventDefault();
      this.#status.textContent = say("upload-look");
      refused.removeButton.focus();
    } else if (this.#rows.some((row) => row.state !== "arrived")) {
      event.preventDefault();
      this.#isHeld = true;
      this.#submitter = event.submitter ?? undefined;
      for (const row of this.#rows) if (row.state === "paused") row.resume();
      this.changed();
    }
  }
}

customElements.define("veillee-upload", VeilleeUpload);
