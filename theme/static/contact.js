// Without this file the browser checks and sends. Services and words stand in the form's markup.
for (const form of document.querySelectorAll(".contact__form")) {
  const wire = form.dataset;
  const problem = form.querySelector(".problem");
  const list = problem.querySelector("ul");
  const button = form.querySelector("[type=submit]");
  const status = form.querySelector("[role=status]");
  const fields = [...form.querySelectorAll(".field")];
  const title = document.title;
  let busy = false;
  let late;

  const control = (field) => field.querySelector("input, select, textarea");
  const marked = (field) => field.matches("fieldset") ? field : control(field);

  function rest() {
    busy = false;
    clearTimeout(late);
    button.removeAttribute("aria-disabled");
    status.textContent = "";
  }

  function clear() {
    problem.hidden = true;
    list.textContent = "";
    document.title = title;
    for (const note of form.querySelectorAll(".field__error")) note.remove();
    for (const field of fields) {
      marked(field).removeAttribute("aria-invalid");
      marked(field).removeAttribute("aria-describedby");
    }
  }

  function note(field, words) {
    const made = document.createElement("p");
    made.className = "field__error";
    made.id = control(field).id + "-error";
    made.textContent = words;
    field.firstElementChild.after(made);
    marked(field).setAttribute("aria-invalid", "true");
    marked(field).setAttribute("aria-describedby", made.id);
  }

  // A fault is a text, with its field if it has one.
  function show(faults) {
    rest();
    clear();
    for (const [words, field] of faults) {
      const item = list.appendChild(document.createElement("li"));
      if (field) {
        const link = item.appendChild(document.createElement("a"));
        link.href = "#" + control(field).id;
        link.onclick = (event) => {
          event.preventDefault();
          control(field).focus();
        };
        note(field, words);
      }
      (item.firstChild || item).textContent = words;
    }
    document.title = problem.dataset.title + title;
    problem.hidden = false;
    problem.focus();
  }

  const failed = (kind) => show([[problem.dataset[kind]]]);

  function faults() {
    return fields.flatMap((field) => {
      const { validity, required, value } = control(field);
      const empty = validity.valueMissing || (required && !value.trim());
      return empty || !validity.valid
        ? [[!empty && field.dataset.invalid || field.dataset.missing, field]] : [];
    });
  }

  function refused(reply) {
    const told = Array.isArray(reply[wire.errors]) ? reply[wire.errors] : [];
    return fields.flatMap((field) => {
      const fault = told.find((each) => each[wire.field] === control(field).name);
      return fault ? [[fault[wire.message] || field.dataset.invalid || field.dataset.missing
        || problem.dataset.refused, field]] : [];
    });
  }

  async function send() {
    const patience = new AbortController();
    setTimeout(() => patience.abort(), 1e4);
    const data = new FormData(form);
    for (const own of form.querySelectorAll("[data-browser]")) data.delete(own.name);
    // It may arrive even if we hear nothing: never send again by ourselves.
    const answer = await fetch(wire.send, {
      method: "POST",
      body: wire.encoding === "multipart" ? data : new URLSearchParams(data),
      headers: { Accept: "application/json" },
      credentials: "omit",
      referrerPolicy: "strict-origin",
      signal: patience.signal,
    });
    const reply = wire.ok || wire.errors ? await answer.json().catch(() => ({})) : {};
    const said = reply[wire.ok];
    if (answer.ok && (!wire.ok || (said && said !== "false"))) {
      busy = "sent";
      form.reset(); // so that nobody finds the text by going back
      location.assign(wire.thanks);
    } else if (answer.status === 429) failed("limit");
    else if (answer.status > 499) failed("fault");
    else if (answer.ok && said === undefined) failed("unknown");
    else {
      const told = refused(reply);
      if (told.length) show(told); else failed("refused");
    }
  }

  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    const found = busy ? [] : faults();
    const offline = !navigator.onLine;
    const stop = busy || found.length || (offline && !wire.send);
    if (stop || wire.send) event.preventDefault();
    if (busy) return;
    if (found.length) return show(found);
    if (stop) return failed("offline");
    if (form.querySelector(".cf-turnstile") && !new FormData(form).get("cf-turnstile-response")) {
      event.preventDefault();
      return failed("robot");
    }
    clear();
    busy = true;
    button.setAttribute("aria-disabled", "true");
    status.textContent = status.dataset.sending;
    const trap = form.querySelector("[data-seconds]");
    if (trap) trap.value = Math.round(performance.now() / 1000);
    // A browser may be wrong about being offline: what took ten seconds was sent.
    if (wire.send) {
      send().catch(({ name }) => failed(offline && name !== "AbortError" ? "offline" : "unknown"));
    } else late = setTimeout(failed, 1e4, "unknown");
  });
  // A try that was under way may have arrived.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    if (busy === true && wire.send) failed("unknown"); else rest();
    if (window.turnstile) turnstile.reset();
  });
}
