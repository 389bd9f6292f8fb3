import { posts } from "../site.js";

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export async function GET() {
  const newest = (await posts()).slice(0, 30);
  const entries = newest.map(({ id, data, rendered }) => {
    const address = `http://localhost/${id}/`;
    return `<entry><title>${escaped(data.title)}</title><link href="${address}"/><id>${address}</id>`
      + `<updated>${data.date.toISOString()}</updated><summary>${escaped(data.summary)}</summary>`
      + `<content type="html">${escaped(rendered.html)}</content></entry>\n`;
  });
  return new Response(`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>The clinic</title><id>http://localhost/</id><updated>${newest[0].data.date.toISOString()}</updated>
${entries.join("")}</feed>\n`);
}
