// A picture as PNG: the SVG file that the server gives, drawn on a canvas at twice its size. Without script, or where
// the browser cannot draw it, the SVG is there.
const TWICE = 2;
const WORDS = "This browser could not draw the picture. Download the SVG instead.";

function sizeOf(svg) {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) || [];
  return { width: Number(width) * TWICE, height: Number(height) * TWICE };
}

async function drawn(svg, { width, height }) {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(image, 0, 0, width, height);
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error(WORDS))), "image/png");
  });
}

function take(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

class PictureFile extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => this.give(button));
  }

  async give(button) {
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.svg);
      const svg = await answer.text();
      take(await drawn(svg, sizeOf(svg)), button.dataset.name);
    } catch {
      button.after(Object.assign(document.createElement("span"), { role: "status", className: "meta", textContent: WORDS }));
    } finally {
      button.disabled = false;
    }
  }
}

customElements.define("picture-file", PictureFile);
