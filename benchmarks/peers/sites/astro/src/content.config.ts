import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";
import { z } from "astro/zod";

const posts = defineCollection({
  loader: glob({ pattern: "*.md", base: "./posts" }),
  schema: z.object({
    title: z.string(), date: z.coerce.date(), summary: z.string(), reviewer: z.string(),
    topic: z.string(), person: z.string(), words: z.array(z.string()),
    regions: z.array(z.string()), key_points: z.array(z.string()), see_us: z.array(z.string()),
  }),
});

export const collections = { posts };
