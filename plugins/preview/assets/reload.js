// Live reload and the problems panel of the local preview. Never part of a published site.
(() => {
  "use strict";

  // The state of the server this page was made from: a header of the page's own answer. If the
  // server has moved on by the time the stream opens (a build in between, a restart), reload once.
  const navigation = performance.getEntriesByType("navigation")[0];
  const timing = navigation && navigation.serverTiming;
  const entry = timing && [...timing].find((item) => item.name === "preview");
  let seen = entry ? entry.description : null;
  const isViewer = location.pathname === "/__preview__/messages";
  let source = null;
  let panel = null;
  let notes = null;

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/__preview__/preview.css";
  document.head.append(style);

  function element(name, className) {
    const made = document.createElement(name);
    made.className = className;
    return made;
  }

  function show(problems) {
    if (!problems) {
      if (panel) panel.remove();
      panel = null;
      return;
    }
    if (!panel) {
      panel = element("div", "preview-problems");
      panel.setAttribute("role", "alert");
      panel.tabIndex = 0; // a long text must scroll by keyboard too
      panel.append(element("p", "preview-problems-title"), element("div", "preview-problems-text"));
      document.body.append(panel);
    }
    panel.firstChild.textContent = "This page is not up to date: the last build stopped.";
    panel.lastChild.replaceChildren(...problems.split("\n").map((line) => {
      const told = document.createElement("p");
      told.textContent = line;
      return told;
    }));
  }

  // Warnings about the text of this page, folded away: they do not stop anything.
  async function ask() {
    const answer = await fetch("/__preview__/notes?page=" + encodeURIComponent(
      decodeURI(location.pathname))).catch(() => null);
    const lines = answer && answer.ok ? await answer.json() : [];
    const open = Boolean(notes && notes.open);
    if (notes) notes.remove();
    notes = null;
    if (!lines.length) return;
    notes = element("details", "preview-notes");
    notes.open = open;
    const title = element("summary", "preview-notes-title");
    title.textContent = lines.length === 1 ? "1 note for the author"
      : lines.length + " notes for the author";
    const list = element("ul", "preview-notes-list");
    for (const line of lines) {
      const item = document.createElement("li");
      item.textContent = line;
      list.append(item);
    }
    notes.append(title, list);
    document.body.append(notes);
  }

  function compare(state) {
    if (seen !== null && seen !== state) {
      close();
      location.reload();
    }
    seen = state;
  }

  // Whether a change concerns this page. A changed style sheet is put in the place of the old one
  // without loading the page again.
  function concerned(places) {
    if (!places) return true;
    const here = decodeURI(location.pathname);
    let touched = false;
    for (const place of places) {
      if (place === here) touched = true;
      else if (place.endsWith(".css")) swap(place);
      else if (!place.endsWith("/") && document.querySelector(
        `[src$=${JSON.stringify(place)}], [srcset*=${JSON.stringify(place)}]`)) {
        touched = true; // a picture or a script
      }
    }
    return touched;
  }

  function swap(place) {
    for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
      if (new URL(link.href).pathname !== place) continue;
      const fresh = link.cloneNode();
      fresh.href = place + "?" + Date.now();
      fresh.addEventListener("load", () => link.remove());
      link.after(fresh);
    }
  }

  function follow(told) {
    if (concerned(told.places)) compare(told.state);
    seen = told.state;
  }

  function open() {
    if (source || document.hidden) return;
    source = new EventSource("/__preview__/events");
    source.addEventListener("hello", (event) => {
      compare(JSON.parse(event.data));
      ask();
    });
    source.addEventListener("notes", ask);
    source.addEventListener("reload", (event) => follow(JSON.parse(event.data)));
    source.addEventListener("problems", (event) => show(JSON.parse(event.data)));
    source.addEventListener("message-kept", () => {
      if (isViewer) location.reload();
    });
    source.onerror = () => {
      // The browser tries again by itself, except after an answer it takes as final.
      if (!source || source.readyState !== EventSource.CLOSED) return;
      close();
      setTimeout(open, 1000);
    };
  }

  function close() {
    if (source) source.close();
    source = null;
  }

  // A browser keeps about six connections to one server. A tab nobody looks at gives its own back,
  // and learns from "hello" what it missed.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) close();
    else if (isViewer) location.reload(); // "hello" does not tell of messages
    else open();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
})();
