// Looks whether someone is known already, a moment after their name, year of birth or phone number was typed. The server
// makes what is shown; without this a button asks for it.
(function () {
  const place = document.querySelector("[data-similar]");
  if (!place) return;
  const form = place.closest("form");
  const found = place.querySelector("[data-similar-found]");
  const NAMES = ["name", "birth_year", "phone"];
  const PAUSE = 600;
  let waiting = 0;
  let asked = null;

  // A script does what the button does, and Enter in a field must not press it.
  place.querySelector("[data-similar-without]").remove();

  function typed() {
    const data = new FormData();
    for (const name of NAMES) data.append(name, form.elements[name].value);
    return data;
  }

  // What was chosen stays chosen while that person is still in the list.
  function show(answer) {
    const chosen = form.querySelector("[name=repeat_of]:checked");
    const open = found.querySelector("details[open]");
    found.replaceChildren(...[...answer.childNodes].map((node) => document.importNode(node, true)));
    const again = chosen && found.querySelector(`[name=repeat_of][value="${CSS.escape(chosen.value)}"]`);
    if (again) again.checked = true;
    const fold = found.querySelector("details");
    if (fold && open) fold.open = true;
  }

  function ask() {
    if (asked) asked.abort();
    asked = new XMLHttpRequest(); // unlike fetch it reads a page without a sink for text
    asked.open("POST", place.dataset.similar);
    asked.responseType = "document";
    asked.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    asked.addEventListener("load", function () {
      const answer = this.status === 200 && this.response && this.response.getElementById("found");
      if (answer) show(answer);
    });
    asked.send(typed());
  }

  form.addEventListener("input", function (event) {
    if (!NAMES.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  if (NAMES.some((name) => form.elements[name].value) && !found.childElementCount) ask();
})();
