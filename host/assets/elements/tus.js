// One file on its way to the host, by tus 1.0.0 (`/-/uploads`). It goes on after a cut, and after a pause.

const PIECE_BYTES = 8 * 1024 * 1024;
/** A file of at most one segment comes in one request: nobody could go on with it, and nobody needs to. */
const AT_ONCE_BYTES = 4 * 1024 * 1024;
const STOPPED = Symbol("stopped");

/** Why the host took no bytes: a status, 0 if nobody answered, and its sentence for the person, if it has one. */
class Refusal extends Error {
  constructor(status, request) {
    super(String(status));
    this.status = status;
    this.isGone = status === 404 || status === 410;
    // 409: it is further than was known here, and is asked how far.
    this.passes = passes(status) || status === 409;
    this.wait_s = Number(request?.getResponseHeader("retry-after")) || 0;
    const isForPerson = [403, 404, 410, 413, 422, 429, 507].includes(status);
    this.sentence = isForPerson ? request.responseText.trim() : "";
  }
}

class Sending {
  #file;
  #target;
  #address;
  #request;
  #turn = 0;
  #offset = 0;

  /** `address`: of an upload of the same file that was begun before. */
  constructor(file, target, address) {
    this.#file = file;
    this.#target = target;
    this.#address = address;
  }

  /** Called with the bytes that are there; with the address once it is known; before each wait. */
  onBytes = () => {};
  onAddress = () => {};
  onTrouble = () => {};

  /** Sends to the end and gives the upload's id. Throws STOPPED after `stop`, and a Refusal that will not pass. */
  async run() {
    this.#turn += 1;
    const turn = this.#turn;
    for (let tries = 0; ; tries += 1) {
      const before = this.#offset;
      try {
        return await this.#bring(turn);
      } catch (trouble) {
        if (turn !== this.#turn) throw STOPPED;
        if (!(trouble instanceof Refusal) || !trouble.passes) throw trouble;
        if (this.#offset > before) tries = 0;
        this.onTrouble();
        await pause(tries, trouble.wait_s);
        if (turn !== this.#turn) throw STOPPED;
      }
    }
  }

  stop() {
    this.#turn += 1;
    this.#request?.abort();
  }

  /** Stops, and lets the host forget what came. */
  async end() {
    this.stop();
    if (this.#address) await this.#send("DELETE", {}).catch(() => {});
  }

  async #bring(turn) {
    if (this.#address) await this.#find();
    if (!this.#address) await this.#create();
    while (this.#offset < this.#file.size && turn === this.#turn) {
      const piece = this.#file.slice(this.#offset, this.#offset + PIECE_BYTES);
      const answer = await this.#send("PATCH", { "Upload-Offset": this.#offset }, piece);
      this.#reach(Number(answer.getResponseHeader("upload-offset")));
    }
    if (turn !== this.#turn) throw STOPPED;
    return this.#address.split("/").pop();
  }

  /** How far it is. One that is gone, or that an object has already, is begun anew. */
  async #find() {
    try {
      const answer = await this.#send("HEAD", {});
      if (answer.getResponseHeader("veillee-object")) throw new Refusal(410, answer);
      this.#reach(Number(answer.getResponseHeader("upload-offset")));
    } catch (trouble) {
      if (!trouble.isGone) throw trouble;
      this.#address = undefined;
      this.#reach(0);
    }
  }

  async #create() {
    const { size, name } = this.#file;
    const metadata = Object.entries({ target: this.#target, then: "form", filename: name });
    const headers = {
      "Upload-Length": size,
      "Upload-Metadata": metadata.map(([key, value]) => `${key} ${base64(value)}`).join(","),
    };
    const answer = await this.#send("POST", headers, size <= AT_ONCE_BYTES ? this.#file : undefined);
    this.#address = answer.getResponseHeader("location");
    this.#reach(Number(answer.getResponseHeader("upload-offset") ?? 0));
    this.onAddress(this.#address);
  }

  #reach(offset) {
    this.#offset = offset;
    this.onBytes(offset);
  }

  /** `fetch` tells nothing while it sends. */
  #send(method, headers, bytes) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.#request = request;
      request.open(method, this.#address ?? "/-/uploads");
      request.setRequestHeader("Tus-Resumable", "1.0.0");
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      if (bytes) request.setRequestHeader("Content-Type", "application/offset+octet-stream");
      request.upload.onprogress = (event) => this.onBytes(this.#offset + event.loaded);
      request.onload = () => (request.status < 300 ? resolve(request) : reject(new Refusal(request.status, request)));
      request.onerror = () => reject(new Refusal(0));
      request.onabort = () => reject(STOPPED);
      request.send(bytes);
    });
  }
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
