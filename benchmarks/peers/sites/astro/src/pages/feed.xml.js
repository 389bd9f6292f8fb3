import { feed } from "../feed.js";
import { posts } from "../site.js";

export const GET = async () => feed("The clinic", "/", (await posts()).slice(0, 30));
