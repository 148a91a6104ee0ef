// Leave quickly: the button, or Escape three times within a second and a half. What was filled in and shown is taken away
// first, and the other page takes the place of this one. Without scripts the button is a plain link.
(() => {
  const button = document.querySelector("[data-exit]");
  const hint = document.querySelector("[data-exit-hint]");
  if (!button) return;
  if (hint) hint.hidden = false;
  let pressed = [];
  const leave = () => {
    document.querySelectorAll("form").forEach((form) => form.reset());
    document.querySelectorAll("textarea, input").forEach((field) => { if (field.type !== "radio") field.value = ""; });
    document.title = " ";
    document.body.hidden = true;
    window.location.replace(button.href);
  };
  button.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") { pressed = []; return; }
    pressed = [...pressed.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
    if (pressed.length >= 3) leave();
  });
  // A page that the browser kept for "back" is asked for again, empty.
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
})();
