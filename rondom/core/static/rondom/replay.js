// Plays the rondomkaart over time: goes to the next moment every few seconds, until someone pauses it or the last is there.
(function () {
  const button = document.querySelector("[data-replay-play]");
  const next = document.querySelector("[data-replay] a[rel=next]");
  const PLAYS = "replay";
  const EVERY = 2500; // milliseconds
  if (!button || !next) {
    sessionStorage.removeItem(PLAYS);
    return;
  }
  const label = button.querySelector(".nl-button__label");
  const words = [label.textContent, button.dataset.replayPause];
  let timer = 0;

  function play(on) {
    clearTimeout(timer);
    label.textContent = words[on ? 1 : 0];
    if (on) {
      sessionStorage.setItem(PLAYS, location.pathname);
      timer = setTimeout(() => location.assign(next.href), EVERY);
    } else {
      sessionStorage.removeItem(PLAYS);
    }
  }

  button.hidden = false;
  button.addEventListener("click", () => play(!sessionStorage.getItem(PLAYS)));
  if (sessionStorage.getItem(PLAYS) === location.pathname) {
    play(true);
    button.focus({ preventScroll: true });
  } else {
    sessionStorage.removeItem(PLAYS);
  }
})();
