// While a report is noted: shows the acute windows as soon as a moment is typed. The page works without this: then they
// show after sending. Only the moments, kinds of violence and gender are sent, and nothing of it is kept.
(function () {
  const place = document.querySelector("[data-windows]");
  const form = place && place.closest("form");
  if (!form) return;
  const ASKED = ["csrfmiddlewaretoken", "event_earliest", "event_latest", "violence_types", "gender"];
  let waiting = 0;
  let asked = 0;

  function ask() {
    const turn = ++asked;
    const typed = new FormData(form);
    const data = new FormData();
    for (const name of ASKED) for (const value of typed.getAll(name)) data.append(name, value);
    const request = new XMLHttpRequest();
    request.open("POST", place.dataset.windows);
    // A document without scripts running, so that nothing is ever written as HTML here.
    request.responseType = "document";
    request.addEventListener("load", function () {
      if (turn !== asked || request.status !== 200 || !request.responseXML) return;
      const found = Array.from(request.responseXML.body.childNodes, (node) => document.importNode(node, true));
      place.replaceChildren(...found);
    });
    request.send(data);
  }

  form.addEventListener("input", function (event) {
    if (!ASKED.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 400);
  });
})();
