// What the pages share, made once in a build.
import { getCollection } from "astro:content";

export const slug = (text) => text.toLowerCase().replaceAll(" ", "-");
const days = new Intl.DateTimeFormat(
  "en-US", { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" });
export const day = (date) => days.format(date);
export const KINDS = { topics: "topic", regions: "regions", tags: "words", people: "person" };

let made, named;
const load = async () => (await getCollection("posts")).sort(
  (one, other) => other.data.date - one.data.date || (one.id < other.id ? -1 : 1));

export async function posts() {
  if (import.meta.env.DEV) return load(); // a page asked for anew must show what was saved
  return (made ??= load());
}

export const topics = async () => (import.meta.env.DEV ? undefined : named)
  ?? (named = lists(await posts(), "topic").map(([name]) => name));

export function lists(posts, field) {
  const found = new Map();
  for (const post of posts)
    for (const name of [post.data[field]].flat())
      found.has(name) ? found.get(name).push(post) : found.set(name, [post]);
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
}

export async function listPaths(place, paginate) {
  return lists(await posts(), KINDS[place]).flatMap(([title, found]) => paginate(found, {
    params: { term: slug(title) }, props: { title }, pageSize: 24 }));
}

export async function terms(place) {
  return lists(await posts(), KINDS[place]).map(([name, found]) => ({ name, number: found.length }));
}

// The number of lists in common, newer first among equals.
export function related(posts) {
  const found = new Map(), users = new Map();
  const words = (post) => [...post.data.words, ...post.data.regions, post.data.topic];
  posts.forEach((post, place) => {
    for (const word of words(post))
      users.has(word) ? users.get(word).push(place) : users.set(word, [place]);
  });
  const counts = new Uint8Array(posts.length);
  posts.forEach((post, here) => {
    counts.fill(0);
    for (const word of words(post)) for (const place of users.get(word)) counts[place]++;
    counts[here] = 0;
    const best = [];
    counts.forEach((count, place) => {
      if (count && (best.length < 3 || count > counts[best[2]])) {
        best.push(place);
        best.sort((one, other) => counts[other] - counts[one] || one - other);
        best.length = Math.min(best.length, 3);
      }
    });
    found.set(post.id, best.map((place) => posts[place]));
  });
  return found;
}
