// Saves what is typed a moment after typing pauses, and says so. Without this there is a button to keep a draft.
// What is not saved yet is kept in this page alone: nothing in the storage of a browser, which may be shared.
(function () {
  const mark = document.querySelector("[data-draft]");
  if (!mark) return;
  const form = mark.form;
  const states = [...document.querySelectorAll("[data-draft-state]")];
  const OWN = ["csrfmiddlewaretoken", "draft", "draft-version", "draft-page", "draft-turn"];
  const PAUSE = 800;
  const LONGEST = 30000;
  const LATEST = 15000; // a save that is not answered by then is tried again
  const SMALL = 60000; // bytes that a browser sends for a page that is being left

  let save = mark.dataset.draft;
  let timer;
  let sending = false;
  let leaving = false;
  let wait = 1000;
  let refused = null; // words that the server does not take: not sent again until they change
  let saved = "draftUnsaved" in mark.dataset ? null : words();
  let counted = words();

  function words() {
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      // With the line ends that a form is sent with, so that the server sees the same words whichever way they come.
      if (!OWN.includes(name) && typeof value === "string") typed.append(name, value.replace(/\r\n?|\n/g, "\r\n"));
    }
    return typed.toString();
  }

  function field(name) {
    return form.elements.namedItem(name);
  }

  function body(typed) {
    if (typed !== counted) {
      counted = typed;
      mark.value = Number(mark.value) + 1;
    }
    const own = new URLSearchParams(OWN.map((name) => [name, field(name).value]));
    return `${typed}&${own}`;
  }

  function unsaved() {
    return words() !== saved;
  }

  function say(state, words) {
    for (const box of states) {
      box.dataset.draftState = state;
      for (const one of box.querySelectorAll("[data-draft-on]")) {
        const mine = one.dataset.draftOn === state;
        if (mine && words && one.textContent !== words) one.textContent = words;
        if (one.hidden === mine) one.hidden = !mine;
      }
    }
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(keep, milliseconds);
  }

  function ask(typed, more) {
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
    return fetch(save, { method: "POST", body: body(typed), headers, redirect: "manual", ...more });
  }

  // Gives whether nothing stands in the way of going on: false when there was no answer.
  async function keep() {
    clearTimeout(timer);
    if (sending) {
      later(PAUSE);
      return true;
    }
    const typed = words();
    if (typed === saved || typed === refused) return true;
    sending = true;
    try {
      const answer = await ask(typed, { signal: AbortSignal.timeout(LATEST) });
      return await take(typed, answer);
    } catch {
      again("retry");
      return false;
    } finally {
      sending = false;
      if (unsaved() && words() !== typed) later(PAUSE);
    }
  }

  async function take(typed, answer) {
    if (answer.ok) {
      took(typed, await answer.json());
      return true;
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      again("out");
      await renew();
      return true;
    }
    if (answer.status >= 500) {
      again("retry");
      return false;
    }
    refused = typed;
    say("refused");
    return true;
  }

  function took(typed, found) {
    saved = typed;
    wait = 1000;
    save = found.save;
    field("draft").value = found.draft;
    field("draft-version").value = found.version;
    for (const one of document.querySelectorAll("[data-draft-beside]")) one.hidden = !found.versions;
    for (const one of document.querySelectorAll("[data-draft-versions]")) one.href = found.versions;
    for (const one of document.querySelectorAll("[data-draft-case]")) one.href = found.case;
    history.replaceState(history.state, "", found.address);
    document.dispatchEvent(new CustomEvent("rondom:heard", { detail: found.left }));
    if (words() !== typed) say("unsaved");
    else if (found.case) say("case");
    else say("saved", found.said);
  }

  function again(state) {
    say(state);
    later(wait);
    wait = Math.min(wait * 2, LONGEST);
  }

  // Who signed in anew in another tab has another token; the server gives it to whose draft this is alone.
  async function renew() {
    const answer = await fetch(save, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.ok) field("csrfmiddlewaretoken").value = (await answer.json()).token;
  }

  function leave() {
    if (leaving || !unsaved()) return;
    const typed = words();
    const small = new Blob([typed]).size < SMALL;
    ask(typed, { keepalive: small }).catch(function () {});
  }

  form.addEventListener("input", function () {
    if (!unsaved()) return;
    if (!["retry", "out"].includes(states[0]?.dataset.draftState)) say("unsaved");
    later(Math.max(PAUSE, states[0]?.dataset.draftState === "unsaved" ? 0 : wait));
  });
  form.addEventListener("change", function () {
    if (unsaved()) later(PAUSE);
  });
  form.addEventListener("focusout", function () {
    if (unsaved() && states[0]?.dataset.draftState === "unsaved") later(0);
  });
  addEventListener("online", function () {
    if (unsaved()) later(0);
  });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") leave();
    else if (unsaved()) later(0); // perhaps someone signed in again in another tab
  });
  addEventListener("pagehide", leave);
  addEventListener("beforeunload", function (event) {
    const here = navigator.userActivation?.hasBeenActive ?? true; // else browsers do not ask, and complain
    if (here && !leaving && unsaved()) event.preventDefault();
  });

  // Before the form goes, what it holds is safe; when there is no connection it stays, and says so.
  form.addEventListener("submit", async function (event) {
    if (leaving) return;
    if (!sending && (!unsaved() || words() === refused)) {
      goes();
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    if (!(await settled())) return;
    // Not before this event is over: a form that is being sent cannot be sent.
    await new Promise((done) => setTimeout(done));
    goes();
    form.requestSubmit(button);
  });

  function goes() {
    leaving = true;
    setTimeout(function () {
      leaving = false; // the answer did not come: the page is still here
    }, LATEST);
  }

  async function settled() {
    for (let turn = 0; sending && turn < 50; turn += 1) {
      await new Promise((done) => setTimeout(done, 100));
    }
    return keep();
  }

  if (unsaved()) later(0);
})();
