// Builds widget.js and page.css next to this file, or in the folder given: `node build.mjs [folder]`.
import { build } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? here;
const common = { bundle: true, minify: true, charset: "utf8", legalComments: "none", logLevel: "warning" };

await build({ ...common, entryPoints: [join(here, "src/widget.ts")], outfile: join(out, "widget.js"), target: "es2017", format: "iife" });
await build({ ...common, entryPoints: [join(here, "src/page.css")], outfile: join(out, "page.css"), target: "chrome66", external: ["data:*"] });
await build({ ...common, entryPoints: [join(here, "src/offline.ts")], outfile: join(out, "offline.js"), target: "es2017", format: "iife" });
