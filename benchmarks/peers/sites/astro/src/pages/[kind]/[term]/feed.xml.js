import { feed } from "../../../feed.js";
import { KINDS, lists, posts, slug } from "../../../site.js";

export async function getStaticPaths() {
  const all = await posts();
  return Object.entries(KINDS).flatMap(([kind, field]) => lists(all, field).map(
    ([title, found]) => ({ params: { kind, term: slug(title) }, props: { title, found } })));
}

export const GET = ({ params, props }) =>
  feed(props.title, `/${params.kind}/${params.term}/`, props.found.slice(0, 10));
