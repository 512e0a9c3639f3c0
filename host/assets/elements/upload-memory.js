// What a browser remembers of its uploads, so that they go on after the tab was closed or the device started anew: where they
// are, how large, and the digest of their ends. No name: the host tells it to whoever the upload belongs to, and to nobody else.

const REMEMBERED_MS = 24 * 60 * 60 * 1000;

class UploadMemory {
  #key;
  /** The names of unfinished uploads by their address, as the host told them. */
  #names = new Map();

  /** `place`: the form and the control that the files are for. */
  constructor(place) {
    this.#key = `veillee-uploads ${place}`;
  }

  all() {
    try {
      return JSON.parse(localStorage.getItem(this.#key)) ?? [];
    } catch {
      return [];
    }
  }

  /** The address of an upload of this very file that was begun before. */
  find({ size, lastModified }, marks) {
    const same = (one) => one.size === size && one.modified === lastModified && one.marks === marks;
    return this.all().find(same)?.address;
  }

  /** Whether another file of this name and size is on its way: bytes of both must not become one file. */
  knowsOther({ name, size }) {
    return this.all().some((one) => one.size === size && this.#names.get(one.address) === name);
  }

  keep({ size, lastModified }, marks, address) {
    const others = this.all().filter((one) => one.address !== address);
    this.#write([...others, { size, modified: lastModified, marks, address, kept: Date.now() }]);
  }

  forget(address) {
    this.#names.delete(address);
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
        continue;
      }
      const name = fileName(answer.headers.get("upload-metadata") ?? "");
      if (offset === one.size) {
        waiting.push({ ...one, name });
      } else {
        this.#names.set(one.address, name);
        stopped.push({ ...one, name, offset });
      }
    }
    return { waiting, stopped };
  }

  #write(list) {
    const young = list.filter((one) => one.kept > Date.now() - REMEMBERED_MS);
    try {
      if (young.length === 0) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify(young));
    } catch {
      // A browser may forbid it or have no room: files are then sent from their beginning.
    }
  }
}

/** From `Upload-Metadata`: pairs with values in Base64. */
function fileName(metadata) {
  const pair = metadata.split(",").map((pair) => pair.trim().split(" ")).find(([key]) => key === "filename");
  try {
    const bytes = Uint8Array.from(atob(pair?.[1] ?? ""), (letter) => letter.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return "";
  }
}
