// Says at once that a file is too large or a video, before anything is sent. The server says the same without this.
(function () {
  const form = document.querySelector("form[data-files]");
  if (!form) return;
  const field = form.querySelector("input[type=file]");
  const box = field.closest(".rd-field");
  const said = document.createElement("p");
  said.className = "utrecht-form-field-error-message";
  said.id = field.id + "_said";
  said.setAttribute("role", "alert");
  field.before(said);

  function fault() {
    const file = field.files[0];
    if (!file) return "";
    if (file.type.startsWith("video/")) return form.dataset.video;
    return file.size > Number(field.dataset.most) ? form.dataset.tooLarge : "";
  }

  function look() {
    const words = fault();
    said.textContent = words;
    box.classList.toggle("rd-field--error", words !== "");
    if (words) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", said.id + " " + field.id + "_helptext");
    } else {
      field.removeAttribute("aria-invalid");
    }
    return words;
  }

  field.addEventListener("change", look);
  form.addEventListener("submit", function (event) {
    if (look()) {
      event.preventDefault();
      field.focus();
    }
  });
})();
