/*
 * A picture that is larger than is shown anywhere is made smaller before it is sent:
 *   data-shrink="n"  on a file input of one picture: its longer side becomes n pixels at most. A file that the browser
 *                    cannot draw is sent as it is, and the server says what is wrong with it.
 */
(() => {
  "use strict";

  const smaller = async (file, most, limit) => {
    const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
    const part = Math.min(1, most / Math.max(drawn.width, drawn.height));
    if (part === 1 && file.size <= limit) return null;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(drawn.width * part);
    canvas.height = Math.round(drawn.height * part);
    const paper = canvas.getContext("2d");
    // JPEG has no transparency.
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(drawn, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.86));
    if (!blob) return null;
    const name = `${file.name.replace(/\.[^.]*$/, "")}.jpg`;
    return { file: new File([blob], name, { type: "image/jpeg" }), from: drawn, to: canvas };
  };

  const say = (input, text) => {
    let place = input.closest(".field")?.querySelector(".picture-shrunk");
    if (!place) {
      place = document.createElement("p");
      place.className = "picture-shrunk dim";
      place.setAttribute("role", "status");
      (input.closest(".control") ?? input).after(place);
    }
    place.textContent = text;
  };

  document.addEventListener(
    "change",
    async (event) => {
      const input = event.target;
      if (!input.matches?.("input[type=file][data-shrink]")) return;
      if (input.dataset.shrunk) {
        delete input.dataset.shrunk;
        return;
      }
      const file = input.files[0];
      say(input, "");
      if (!file?.type.startsWith("image/")) return;
      // The others that look at the choice see the smaller file.
      event.stopImmediatePropagation();
      const made = await smaller(file, Number(input.dataset.shrink), Number(input.dataset.maxBytes)).catch(() => null);
      // Another file may have been chosen meanwhile.
      if (input.files[0] !== file) return;
      if (made) {
        const chosen = new DataTransfer();
        chosen.items.add(made.file);
        input.files = chosen.files;
        const { from, to } = made;
        say(input, `原图 ${from.width}×${from.height} 像素，上传前已缩小为 ${to.width}×${to.height} 像素。`);
      }
      input.dataset.shrunk = "yes";
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    true,
  );
})();
