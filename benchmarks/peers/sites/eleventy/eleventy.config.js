// The clinic's pages with Eleventy: Markdown typographed, Nunjucks for the templates.
const days = new Intl.DateTimeFormat(
  "en-US", { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" });
const slug = (text) => text.toLowerCase().replaceAll(" ", "-");

function lists(posts, field) {
  const found = new Map();
  for (const post of posts)
    for (const name of [post.data[field]].flat())
      found.has(name) ? found.get(name).push(post) : found.set(name, [post]);
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
}

function* pages(posts, size, first, title) {
  const of = Math.max(1, Math.ceil(posts.length / size));
  for (let number = 1; number <= of; number++)
    yield { title, number, of, posts: posts.slice((number - 1) * size, number * size),
      url: number === 1 ? first : `${first}page/${number}/`,
      newer: number === 1 ? "" : number === 2 ? first : `${first}page/${number - 1}/`,
      older: number === of ? "" : `${first}page/${number + 1}/` };
}

// The number of lists in common, newer first among equals.
function related(posts) {
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
    found.set(post.url, best.map((place) => posts[place]));
  });
  return found;
}

export default function (config) {
  config.amendLibrary("md", (md) => md.set({ typographer: true, linkify: false }));
  config.addPassthroughCopy("site.css");
  config.addFilter("slug", slug);
  config.addFilter("day", (date) => days.format(date));
  config.addFilter("iso", (date) => date.toISOString().slice(0, 10));
  config.addFilter("json", (value) => JSON.stringify(value).replaceAll("<", "\\u003c"));
  const known = new WeakMap();
  config.addFilter("related", (url, posts) => {
    if (!known.has(posts)) known.set(posts, related(posts));
    return known.get(posts).get(url);
  });
  const newest = (api) => api.getFilteredByGlob("posts/*.md").reverse();
  config.addCollection("newest", newest);
  config.addCollection("topics", (api) => lists(newest(api), "topic"));
  const kinds = { topics: "topic", regions: "regions", tags: "words", people: "person" };
  config.addCollection("lists", (api) => [
    ...pages(newest(api), 100, "/posts/", "All posts"),
    ...Object.entries(kinds).flatMap(([place, field]) => lists(newest(api), field).flatMap(
      ([name, posts]) => [...pages(posts, 24, `/${place}/${slug(name)}/`, name)]))]);
  config.addCollection("feeds", (api) => [
    { url: "/feed.xml", title: "The clinic", posts: newest(api).slice(0, 30) },
    ...Object.entries(kinds).flatMap(([place, field]) => lists(newest(api), field).map(
      ([name, posts]) => ({ url: `/${place}/${slug(name)}/feed.xml`, title: name,
        posts: posts.slice(0, 10) })))]);
  config.addCollection("indexes", (api) => Object.entries(kinds).map(([place, field]) => ({
    place, terms: lists(newest(api), field).map(([name, posts]) => ({ name, number: posts.length })) })));
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk",
    dir: { input: ".", output: "_site", includes: "_includes" } };
}
