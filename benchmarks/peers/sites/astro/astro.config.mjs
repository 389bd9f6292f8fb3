import { defineConfig } from "astro/config";

export default defineConfig({
  site: "http://localhost",
  trailingSlash: "always",
  cacheDir: "./.astro-cache",
  devToolbar: { enabled: false },
  markdown: { syntaxHighlight: false },
});
