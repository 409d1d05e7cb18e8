// Bundles the text editor of the workbench into kehoach/web/static: node bundle.mjs [FOLDER], after npm ci.
// The bundle depends on the lock file and on editor.js alone: the same bytes wherever it is made.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? join(here, "../../kehoach/web/static");

// The policy of the screens lets no script write a style element. Sheets that are adopted are let in; the library takes them
// inside of shadow roots only.
const adopted = {
  name: "adopted-sheets",
  setup({ onLoad }) {
    onLoad({ filter: /style-mod\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8"), changed = text.replace("!root.head && root.adoptedStyleSheets", "root.adoptedStyleSheets");
      if (changed === text) throw new Error("style-mod chooses sheets in another way than before");
      return { contents: changed, loader: "js" };
    });
  },
};
const made = await build({
  absWorkingDir: here, entryPoints: ["editor.js"], bundle: true, minify: true, format: "esm", target: "es2022",
  charset: "utf8", legalComments: "none", metafile: true, write: false, plugins: [adopted],
});
const bundle = Buffer.from(made.outputFiles[0].contents);
writeFileSync(join(folder, "editor.bundle.js"), bundle);

const packages = [...new Set(Object.keys(made.metafile.inputs).map((name) => name.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean))].sort();
const licences = packages.map((name) => {
  const at = join(here, "node_modules", name), { version, license } = JSON.parse(readFileSync(join(at, "package.json")));
  const file = readdirSync(at).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${version}, ${license}\n\n${file ? readFileSync(join(at, file), "utf8").trim() : ""}\n`;
});
writeFileSync(join(folder, "editor.bundle.LICENSES"), licences.join(`\n${"-".repeat(72)}\n\n`));

const hash = (data) => createHash("sha256").update(data).digest("hex");
const sources = Object.fromEntries(["bundle.mjs", "editor.js", "package-lock.json", "package.json"].map((name) => [name, hash(readFileSync(join(here, name)))]));
writeFileSync(join(here, "bundle.json"), `${JSON.stringify({ bundle: hash(bundle), sources }, null, 2)}\n`);
