/* A scanner is a keyboard that types fast and ends with Enter: wherever the focus is, unless one
   is writing, what it types goes into the scan field. Where the browser reads barcodes itself, a
   camera may do the same. Without scripts the field works all the same. */
(() => {
  const field = document.querySelector("[data-scan]");
  if (!field) return;
  const writes = (one) => one && (one.matches("textarea, select") || (one.matches("input")
    && !["radio", "checkbox", "button", "submit", "file"].includes(one.type)));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (event.key === " " || writes(document.activeElement)) return;
    field.focus();
  });

  const open = document.querySelector("[data-camera]");
  if (!open || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const place = document.getElementById(open.dataset.camera);
  let stream = null;
  const close = () => {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = null;
    place.hidden = true;
    field.focus();
  };
  const look = async (detector, video) => {
    if (!stream) return;
    try {
      const [found] = await detector.detect(video);
      if (found && found.rawValue) {
        field.value = found.rawValue;
        close();
        field.form.requestSubmit();
        return;
      }
    } catch { /* a frame that cannot be read: the next one */ }
    requestAnimationFrame(() => look(detector, video));
  };
  open.hidden = false;
  open.addEventListener("click", async () => {
    if (stream) { close(); return; }
    const video = place.querySelector("video");
    try {
      const detector = new BarcodeDetector();
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      place.hidden = false;
      await video.play();
      look(detector, video);
    } catch {
      close();
      open.hidden = true; // no camera, or not allowed: the field remains
    }
  });
})();
