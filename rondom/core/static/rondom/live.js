// Keeps a page of the MDT up to date: listens to what changed, fetches those parts under one's own rights, and follows the
// meeting. Without this there is a link to refresh. What someone types is in no such part, so it is never replaced.
(function () {
  const page = document.querySelector("[data-live-page]");
  if (!page) return;
  const say = page.querySelector("[data-live-say]");
  const goto = page.querySelector("[data-live-goto]");
  const root = document.documentElement;
  const OF_CASE = ["views", "decision", "written"];
  const DEAF = 12000; // milliseconds without a sign of life after which the connection counts as lost
  const SOONEST = 3000; // between questions while there is no connection
  const LONGEST = 30000;
  const SLACK = 2000; // what may lie between the making of a page and its showing

  let source = null;
  let heard = 0; // when the page was last known to be up to date: as counted by performance.now()
  let alive = 0;
  let broken = false;
  let wait = SOONEST;
  let timer = 0;
  let stopped = ""; // why this page hears nothing any more
  let asking = null;
  let asked = new Set();
  let follows = "liveFollow" in page.dataset;
  let began = 0; // when what is discussed began, by the clock of this page
  const was = discussedAtFirst();

  // What a screen reader hears, and only when it changes.
  function tell(state) {
    const words = state ? page.querySelector(`[data-live-text="${state}"]`).textContent : "";
    if (say.textContent !== words) say.textContent = words;
    say.dataset.liveSay = state;
  }

  function lost() {
    if (stopped) return;
    root.dataset.live = "broken";
    if (!broken) tell("broken");
    broken = true;
    later();
  }

  function back() {
    root.dataset.live = source ? "on" : "asks";
    if (broken) tell("mended");
    broken = false;
    wait = SOONEST;
  }

  // Who is signed out goes on when they come back from signing in; who may not see this page any more sees it go.
  function over(why) {
    if (why === "ended" && !typed()) location.reload();
    stopped = why;
    root.dataset.live = "broken";
    tell(why);
    clearTimeout(timer);
    timer = 0;
    if (source) source.close();
    source = null;
  }

  // Asking, while nothing is heard: less and less often, and at once when the browser says that it is online.
  function later() {
    if (timer) return;
    timer = setTimeout(function () {
      timer = 0;
      fetchParts(["all"]);
      if (page.dataset.liveStream && (!source || source.readyState === EventSource.CLOSED)) listen();
    }, wait);
    wait = Math.min(wait * 1.6, LONGEST);
  }

  function address(place, names) {
    const found = new URL(place, location.href);
    if (place === page.dataset.liveItem && !names.has("all")) {
      for (const name of names) if (OF_CASE.includes(name)) found.searchParams.append("deel", name);
    }
    if (page.dataset.liveCase) found.searchParams.set("zaak", page.dataset.liveCase);
    if (!follows) found.searchParams.set("zelf", "1");
    return found;
  }

  function fetchParts(names) {
    for (const name of names) asked.add(name);
    if (!asking) next();
  }

  // One question at a time; what changes meanwhile is asked for in the next.
  function next() {
    const names = asked;
    asked = new Set();
    const places = [];
    const all = names.has("all");
    if (page.dataset.liveItem && (all || OF_CASE.some((name) => names.has(name)))) places.push(page.dataset.liveItem);
    if (all || [...names].some((name) => !OF_CASE.includes(name))) places.push(page.dataset.livePage);
    const moment = performance.now();
    asking = Promise.all(places.map((place) => get(place, names))).then(
      function (answers) {
        asking = null;
        heard = moment;
        answers.forEach((answer) => show(answer, names));
        if (broken && (!page.dataset.liveStream || (source && source.readyState === EventSource.OPEN))) back();
        if (broken || !page.dataset.liveStream) later();
        if (asked.size) next();
      },
      function (why) {
        asking = null;
        if (why) over(why);
        else lost();
      },
    );
  }

  function get(place, names) {
    return new Promise(function (done, failed) {
      const request = new XMLHttpRequest(); // unlike fetch it reads a page without a sink for text
      const wanted = address(place, names);
      request.open("GET", wanted);
      request.responseType = "document";
      request.timeout = 10000;
      request.addEventListener("load", function () {
        const same = new URL(this.responseURL || wanted).pathname === wanted.pathname;
        if (!same) failed("out");
        else if (this.status === 403 || this.status === 404) failed("ended");
        else if (this.status === 200 && this.response) done(this.response);
        else failed("");
      });
      for (const sort of ["error", "timeout", "abort"]) request.addEventListener(sort, () => failed(""));
      request.send();
    });
  }

  function show(answer, names) {
    for (const part of answer.querySelectorAll("[data-live]")) {
      const mine = document.querySelector(`[data-live="${part.dataset.live}"]`);
      if (mine && put(mine, document.importNode(part, true)) && OF_CASE.includes(part.dataset.live)) {
        if (!broken && part.dataset.live !== "written") tell(part.dataset.live);
      }
    }
    if (document.querySelector("[data-live-over]")) close();
    tick();
    go();
  }

  // Puts the new content in its place; gives whether it differs. What was unfolded stays so, and so does where one is.
  function put(mine, fresh) {
    for (const [name, value] of Object.entries(fresh.dataset)) mine.dataset[name] = value;
    const folds = [...mine.querySelectorAll("details")];
    [...fresh.querySelectorAll("details")].forEach(function (fold, place) {
      if (folds[place]) fold.open = folds[place].open;
    });
    if (alike(mine) === alike(fresh)) return false;
    if (mine.dataset.live === "now") began = 0;
    const focused = mine.contains(document.activeElement) ? document.activeElement : null;
    const reach = "a, button, summary";
    const place = focused ? [...mine.querySelectorAll(reach)].indexOf(focused) : -1;
    mine.replaceChildren(...fresh.childNodes);
    if (focused) {
      const controls = [...mine.querySelectorAll(reach)];
      const again = controls.find((one) => one.href && one.href === focused.href) || controls[place] || controls[0];
      if (again) again.focus({ preventScroll: true });
    }
    return true;
  }

  // What is shown, without what differs between two answers that are the same to a reader.
  function alike(part) {
    const copy = part.cloneNode(true);
    for (const one of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) one.remove();
    for (const one of copy.querySelectorAll("[data-live-timer]")) one.remove();
    const links = [...copy.querySelectorAll("a, form")].map((one) => one.getAttribute("href") || one.action);
    return copy.textContent.replace(/\s+/g, " ") + links.join(" ");
  }

  // Whether someone typed something here that is not sent.
  function typed() {
    return "liveTyped" in page.dataset || [...document.querySelectorAll("main form")].some((form) =>
      [...form.elements].some(function (one) {
        if (one.type === "radio" || one.type === "checkbox") return one.checked !== one.defaultChecked;
        if (one.tagName === "SELECT") return [...one.options].some((option) => option.selected !== option.defaultSelected) && touched.has(one);
        return one.type !== "hidden" && "defaultValue" in one && one.value !== one.defaultValue;
      }),
    );
  }
  const touched = new WeakSet();
  document.addEventListener("change", (event) => touched.add(event.target));

  // After a decision the empty forms go; one in which someone typed stays, as it was.
  function close() {
    if (!typed()) for (const form of document.querySelectorAll("#decide, #own")) form.hidden = true;
  }

  function nowAt() {
    return document.querySelector("[data-live=now]").dataset.liveNow;
  }

  // What was discussed when one came to this page: who then opened another case meant to. A page that comes back, as after
  // saving something, is the same one.
  function discussedAtFirst() {
    const [path, then] = (sessionStorage.getItem("live") || "").split("|");
    const found = path === location.pathname ? then : nowAt();
    sessionStorage.setItem("live", `${location.pathname}|${found}`);
    return found;
  }

  // Takes the page along when the meeting went on to another case; never for anything else that changed.
  function go() {
    const place = nowAt();
    const stays = !place || place === was || new URL(place, location.href).pathname === location.pathname || !follows;
    goto.hidden = stays || !typed();
    if (!stays && !typed()) location.assign(place);
  }

  // The quiet clock of what is discussed: minutes, no alarm.
  function tick() {
    const clock = document.querySelector("[data-live-timer]");
    if (!clock) return;
    if (!began || clock.dataset.liveTimer !== clock.dataset.liveWas) {
      clock.dataset.liveWas = clock.dataset.liveTimer;
      began = performance.now() - Number(clock.dataset.liveTimer) * 1000;
    }
    const minutes = Math.floor((performance.now() - began) / 60000);
    const shown = clock.querySelector("[data-live-minutes]");
    if (shown.textContent !== String(minutes)) shown.textContent = String(minutes);
    const hand = clock.querySelector(".v");
    if (hand) hand.setAttribute("stroke-dasharray", `${minutes} ${clock.dataset.livePlanned}`);
  }

  function listen() {
    const stream = page.dataset.liveStream;
    const base = stream.startsWith(":") ? `${location.protocol}//${location.hostname}${stream}` : stream;
    const where = new URL(`${base}${page.dataset.liveRegion}/`, location.href);
    if (page.dataset.liveCase) where.searchParams.set("zaak", page.dataset.liveCase);
    if (source) source.close();
    source = new EventSource(where, { withCredentials: true });
    source.addEventListener("hello", function (event) {
      alive = performance.now();
      clearTimeout(timer);
      timer = 0;
      // Only what changed since this page was up to date need be fetched.
      if (Number(event.data) < alive - heard + SLACK) fetchParts(["all"]);
      else back();
    });
    source.addEventListener("changed", function (event) {
      alive = performance.now();
      fetchParts([event.data]);
    });
    source.addEventListener("beat", function () {
      alive = performance.now();
      if (!asking && !broken) heard = alive;
    });
    source.addEventListener("end", function (event) {
      if (event.data === "again") lost();
      else over(event.data);
    });
    source.addEventListener("error", lost);
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-live-browse]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    follows = false;
    goto.hidden = true;
    history.replaceState(history.state, "", "?zelf=1");
    fetchParts(["now"]);
  });
  addEventListener("offline", lost);
  function again() {
    stopped = "";
    clearTimeout(timer);
    timer = 0;
    wait = 200;
    lost();
  }
  addEventListener("online", again);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible" && stopped === "out") again();
  });

  root.dataset.live = "on";
  tick();
  setInterval(function () {
    tick();
    if (source && !broken && alive && performance.now() - alive > DEAF) lost();
  }, 1000);
  if (page.dataset.liveStream) listen();
  else {
    root.dataset.live = "asks";
    wait = LONGEST / 2;
    later();
  }
})();
