// <veillee-share>: leads to the host's page of sharing. With a link to give, which only that page has, it opens the
// sharing of the device: messages, mail, whatever is installed.

class VeilleeShare extends HTMLElement {
  connectedCallback() {
    const { address, title } = this.dataset;
    if (!address || !navigator.share || this.isReady) return;
    this.isReady = true;
    // Whoever closes the device's list changed their mind: nothing is wrong.
    const open = () => navigator.share({ title, url: address }).catch(() => {});
    this.append(makeButton(say("share-device"), open));
  }
}

customElements.define("veillee-share", VeilleeShare);
