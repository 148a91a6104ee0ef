// Warns two minutes before a session ends, and renews it when asked. Every page works without this.
(function () {
  const box = document.querySelector("[data-session-left]");
  if (!box) return;
  const soon = box.querySelector("[data-session-soon]");
  const over = box.querySelector("[data-session-over]");
  const form = box.querySelector("form");
  const WARNING = 120;
  let ends = Date.now() + Number(box.dataset.sessionLeft) * 1000;

  function look() {
    const left = (ends - Date.now()) / 1000;
    box.hidden = left > WARNING;
    soon.hidden = left <= 0;
    form.hidden = left <= 0;
    over.hidden = left > 0;
  }

  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers, redirect: "error" });
      ends = Date.now() + (await answer.json()).left * 1000;
      look();
    } catch {
      form.submit();
    }
  });

  // Other scripts of ours say so when the server heard from this page.
  document.addEventListener("rondom:heard", function (event) {
    ends = Date.now() + event.detail * 1000;
    look();
  });

  look();
  setInterval(look, 1000);
})();
