// Asks the browser for a passkey and sends its answer with the form. Without this one uses a code.
(function () {
  const place = document.querySelector("[data-passkey]");
  if (!place || !window.PublicKeyCredential || !window.webauthnJSON) return;
  const form = place.closest("form");
  const failed = form.querySelector("[data-passkey-failed]");
  place.hidden = false;
  for (const one of form.querySelectorAll("[data-passkey-without]")) one.hidden = true;

  place.querySelector("button").addEventListener("click", async function () {
    failed.hidden = true;
    try {
      const question = JSON.parse(place.dataset.question);
      const answer = await window.webauthnJSON[place.dataset.passkey](question);
      form.querySelector("[name=credential]").value = JSON.stringify(answer);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
})();
