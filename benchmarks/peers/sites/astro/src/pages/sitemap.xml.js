import { posts, lists, slug, KINDS } from "../site.js";

export async function GET() {
  const all = await posts();
  const terms = Object.entries(KINDS).flatMap(([place, field]) => lists(all, field).flatMap(
    ([name, found]) => Array.from({ length: Math.ceil(found.length / 24) }, (_, number) =>
      `/${place}/${slug(name)}/${number ? `${number + 1}/` : ""}`)));
  const addresses = ["/", ...terms, ...all.map((post) => `/${post.id}/`)];
  return new Response(`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${addresses.map((each) => `<url><loc>http://localhost${each}</loc></url>`).join("\n")}
</urlset>\n`);
}
