/* What is due is announced on every page: a number beside the desk, in the title too, and a sound
   for whoever asked for one. Asked for once a minute for all tabs of a browser together. */
(() => {
  const script = document.querySelector("script[data-announce]");
  if (!script) return;
  const MINUTE = 60000;
  const url = script.dataset.announce;
  const soundKey = "jinpai-desk-sound";
  const countKey = `jinpai-desk-due-${script.dataset.who}`;
  const button = document.querySelector("[data-sound]");
  const title = document.title;
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private windows keep nothing */ } };
  const last = () => { try { return JSON.parse(kept(countKey)) || {}; } catch { return {}; } };

  const show = (due) => {
    for (const badge of document.querySelectorAll("[data-due]")) {
      badge.hidden = !due;
      badge.firstElementChild.textContent = due > 99 ? "99+" : String(due);
    }
    document.title = due ? `(${due}) ${title}` : title;
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

  const ask = async (oldest) => {
    const before = last();
    const age = Date.now() - before.at;
    if (age >= 0 && age < oldest) { show(before.due); return; }
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { due } = await answer.json();
      if (before.due !== undefined && due > before.due && kept(soundKey) === "on") ring();
      keep(countKey, JSON.stringify({ at: Date.now(), due }));
      show(due);
    } catch { /* offline for a moment: the next minute asks again */ }
  };

  if (button) {
    const say = () => {
      const on = kept(soundKey) === "on";
      button.textContent = on ? button.dataset.on : button.dataset.off;
      button.setAttribute("aria-pressed", String(on));
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      const on = kept(soundKey) !== "on";
      keep(soundKey, on ? "on" : "off");
      say();
      if (on) ring();
    });
    say();
  }
  window.addEventListener("storage", (event) => { if (event.key === countKey) show(last().due); });
  ask(3000);
  setInterval(() => ask(MINUTE - 5000), MINUTE);
})();
