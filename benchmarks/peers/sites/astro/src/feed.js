// A feed of whole posts, as the site and each of its lists have one.
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export function feed(title, place, posts) {
  const entries = posts.map(({ id, data, rendered }) => {
    const address = `http://localhost/${id}/`;
    return `<entry><title>${escaped(data.title)}</title><link href="${address}"/><id>${address}</id>`
      + `<updated>${data.date.toISOString()}</updated><summary>${escaped(data.summary)}</summary>`
      + `<content type="html">${escaped(rendered.html)}</content></entry>\n`;
  });
  return new Response(`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>${title}</title><id>http://localhost${place}</id><updated>${posts[0].data.date.toISOString()}</updated>
${entries.join("")}</feed>\n`);
}
