// Looks words up in the pieces of the index. The words it says stand in the markup; what it does to
// words, plugins/search/core.py does too. Without this file the lists of the page are the way.
const form = document.querySelector(".search");
const { index, pages, size, one, many, none, some, also, failed, shards, common, synonyms } = form.dataset;
const field = form.querySelector("input");
const status = form.querySelector("[role=status]");
const list = document.querySelector(".found");
const more = document.querySelector(".search__more");
const STEP = 10;
const starts = new Set(shards.split(" "));
const everyday = new Set(common.split(" "));
const files = new Map();
let asked = 0;

function normal(text) {
  const plain = text.toLowerCase().normalize("NFKD").replace(/[\p{M}'’]/gu, "");
  return (plain.match(/[\p{L}\p{N}]+/gu) || []).map((word) => {
    if (word.length < 4) return word;
    if (word.endsWith("ies")) return word.slice(0, -3) + "y";
    if (/(sses|shes|ches|xes)$/.test(word)) return word.slice(0, -2);
    return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
  });
}

function file(name) {
  if (!files.has(name)) {
    files.set(name, fetch(index + name).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    }).catch((error) => { files.delete(name); throw error; }));
  }
  return files.get(name);
}

// Whether two words differ by one letter: another, one more, one less, or two in turn.
function near(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  return a.slice(i + 1) === b.slice(i + 1) || a.slice(i) === b.slice(i + 1)
    || a.slice(i + 1) === b.slice(i)
    || (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2));
}

// How well a word of the index fits one that was typed: 0 to 1.
function fit(word, typed) {
  if (word === typed) return 1;
  if (typed.length > 2 && word.startsWith(typed)) return 0.6;
  if (word.length > 3 && typed.startsWith(word) && typed.length - word.length < 4) return 0.5;
  return 0;
}

// The pages that have a word, or one like it, each with how much it says of them.
async function lookUp(typed) {
  const letters = [...typed];
  const start = [3, 2, 1].map((n) => letters.slice(0, n).join("")).find((each) => starts.has(each));
  const scores = new Map();
  if (!start) return scores;
  const name = start.replace(/[^\0-\x7f]/gu, (c) => `-${c.codePointAt(0).toString(16)}`);
  const words = await file(`${name}.json`);
  const known = Object.keys(words);
  let fitting = known.map((word) => [word, fit(word, typed)]).filter((each) => each[1]);
  if (!fitting.length && typed.length > 4) {
    fitting = known.filter((word) => near(word, typed)).map((word) => [word, 0.4]);
  }
  for (const [word, quality] of fitting) {
    const all = words[word];
    const rarity = Math.log(1 + pages / all.reduce((sum, each) => sum + each.length - 1, 0));
    for (const [weight, ...numbers] of all) {
      for (const number of numbers) {
        scores.set(number, Math.max(scores.get(number) || 0, weight * rarity * quality));
      }
    }
  }
  return scores;
}

// What was typed, and the same with what the clinic writes for it.
function readings(typed) {
  const found = [typed.join(" ")];
  for (const [said, written] of JSON.parse(synonyms)) {
    const other = ` ${found[0]} `.replace(` ${said} `, ` ${written} `).trim();
    if (other !== found[0]) found.push(other);
  }
  return found;
}

async function rank(typed) {
  const best = new Map();
  for (const reading of readings(typed)) {
    const words = reading.split(" ").filter((word) => !everyday.has(word));
    const found = await Promise.all(words.map(lookUp));
    const sums = new Map();
    for (const scores of found) {
      for (const [number, score] of scores) {
        const [sum, count] = sums.get(number) || [0, 0];
        sums.set(number, [sum + score, count + 1]);
      }
    }
    for (const [number, [sum, count]] of sums) {
      const whole = count === words.length;
      const old = best.get(number);
      if (!old || whole > old.whole || (whole === old.whole && sum > old.sum)) {
        best.set(number, { number, sum, whole });
      }
    }
  }
  const all = [...best.values()].sort((a, b) => b.sum - a.sum || b.number - a.number);
  const whole = all.filter((each) => each.whole);
  return { hits: whole.length ? whole : all, whole: whole.length > 0 };
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

async function show(hits, from) {
  const next = hits.slice(from, from + STEP);
  const found = await Promise.all(next.map(async ({ number }) => (
    await file(`titles/${Math.floor(number / size)}.json`))[number % size]));
  const items = found.map(([href, title, summary, label]) => {
    const item = document.createElement("li");
    const link = element("a", title, "found__link");
    link.href = href;
    item.append(link, element("p", summary, "found__summary"), element("p", label, "found__label"));
    item.className = "found__item";
    return item;
  });
  return () => {
    list.append(...items);
    more.hidden = from + STEP >= hits.length;
    more.onclick = async () => {
      const print = await show(hits, from + STEP);
      print();
      list.children[from + STEP].querySelector("a").focus();
    };
  };
}

async function search(query) {
  const mine = asked += 1;
  const typed = normal(query);
  list.textContent = "";
  more.hidden = true;
  status.textContent = "";
  if (!typed.length) return;
  try {
    const { hits, whole } = await rank(typed);
    const print = await show(hits, 0);
    if (mine !== asked) return; // another search has begun
    print();
    const told = hits.length === 0 ? none : hits.length === 1 ? one : many;
    const others = readings(typed).slice(1);
    status.textContent = [
      told.replace("{n}", hits.length).replace("{q}", query),
      whole || !hits.length || typed.length < 2 ? "" : some,
      others.length ? also.replace("{q}", others.join(", ")) : "",
    ].filter(Boolean).join(" ");
  } catch {
    if (mine === asked) status.textContent = failed;
  }
}

const inAddress = () => new URLSearchParams(location.search).get("q") || "";

function fromAddress() {
  field.value = inAddress().slice(0, 100);
  search(field.value);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.pushState(null, "", `?q=${encodeURIComponent(field.value)}`);
  search(field.value);
});
addEventListener("popstate", fromAddress);
// What was typed before this file arrived stays, and is looked for when the reader asks.
if (inAddress() || !field.value) fromAddress();
