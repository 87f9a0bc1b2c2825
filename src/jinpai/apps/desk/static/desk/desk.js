/* A sound when more falls due than before, if the reader asked for one. The count comes from the
   server once a minute while the page is looked at. */
(() => {
  const button = document.querySelector("[data-sound]");
  if (!button) return;
  const key = "jinpai-desk-sound";
  let known = null;
  let wanted = false;
  try { wanted = localStorage.getItem(key) === "on"; } catch { /* private windows keep nothing */ }
  const show = () => {
    button.textContent = wanted ? button.dataset.on : button.dataset.off;
    button.setAttribute("aria-pressed", String(wanted));
  };
  const ring = () => {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 660;
    volume.gain.setValueAtTime(0.15, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.6);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.6);
  };
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/desk/count", { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { due } = await answer.json();
      if (known !== null && due > known && wanted) ring();
      known = due;
    } catch { /* offline for a moment: the next minute asks again */ }
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    wanted = !wanted;
    try { localStorage.setItem(key, wanted ? "on" : "off"); } catch { /* not kept */ }
    show();
    if (wanted) ring();
  });
  show();
  look();
  setInterval(look, 60000);
})();
