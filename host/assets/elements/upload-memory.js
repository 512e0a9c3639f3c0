// What a tab remembers of its uploads: nothing that a session does not guard, and nothing after the tab is closed.

class UploadMemory {
  #key;

  /** `place`: the form and the control that the files are for. */
  constructor(place) {
    this.#key = `veillee-uploads ${place}`;
  }

  all() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key)) ?? [];
    } catch {
      return [];
    }
  }

  /** The address of an upload of this very file that was begun before. */
  find({ name, size, lastModified }) {
    return this.all().find((one) => one.name === name && one.size === size && one.modified === lastModified)?.address;
  }

  keep({ name, size, lastModified }, address) {
    this.#write([...this.all().filter((one) => one.address !== address), { name, size, modified: lastModified, address }]);
  }

  forget(address) {
    this.#write(this.all().filter((one) => one.address !== address));
  }

  /** Asks the host what became of each: those that wait for their form, and those that stopped on their way. */
  async look() {
    const waiting = [];
    const stopped = [];
    for (const one of this.all()) {
      const answer = await ask(one.address, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } });
      const offset = Number(answer?.headers.get("upload-offset"));
      if (!answer?.ok || answer.headers.has("veillee-object")) {
        if (answer) this.forget(one.address);
      } else if (offset === one.size) {
        waiting.push(one);
      } else {
        stopped.push(one);
      }
    }
    return { waiting, stopped };
  }

  #write(list) {
    try {
      if (list.length === 0) sessionStorage.removeItem(this.#key);
      else sessionStorage.setItem(this.#key, JSON.stringify(list));
    } catch {
      // A browser may forbid it or have no room: files are then sent from their beginning.
    }
  }
}
