/**
 * Writes what the page holds of other projects to a folder: node vendor.js FOLDER DIGEST
 *
 * The same packages give the same bytes; the digest tells of which input they were made.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { gzipAsync } from "@gfx/zopfli";
import { build } from "esbuild";

const [out, digest] = /** @type {[string, string]} */ (process.argv.slice(2));
const here = fileURLToPath(new URL(".", import.meta.url));
const packages = join(here, "node_modules");
const versions = Object.fromEntries(["d3-force", "oxigraph"].map((name) => [name, versionOf(name)]));

// The licence of d3-force is also that of the three small parts it is made of.
const licences = {
  "d3-force": readFileSync(join(packages, "d3-force", "LICENSE"), "utf8").trim(),
  // Its package comes without the text; this is the one of its repository.
  oxigraph: readFileSync(join(here, "LICENSE-oxigraph.txt"), "utf8").trim(),
};

/** @param {string} name */
function versionOf(name) {
  return JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")).version;
}

/** @param {string} name */
const noticeOf = (name) => `${name} ${versions[name]}\n\n${licences[name]}`;

/**
 * One script that makes a library a global.
 * @param {string} name its package
 * @param {string} file what is written
 * @param {string} global
 * @param {string} exported what of it is needed
 */
async function bundled(name, file, global, exported) {
  await build({
    stdin: { contents: exported, resolveDir: here },
    outfile: join(out, file),
    bundle: true,
    minify: true,
    format: "iife",
    globalName: global,
    target: ["es2022"],
    legalComments: "none",
    banner: { js: `/*! ${noticeOf(name)}\n*/` },
    // The engine is always handed its WebAssembly, so where its script lies does not matter.
    logOverride: { "empty-import-meta": "silent" },
    logLevel: "warning",
  });
}

/** The engine as small as gzip can have it: it is most of the page. */
async function packed() {
  const plain = readFileSync(join(packages, "oxigraph", "web_bg.wasm"));
  const small = await gzipAsync(plain, { numiterations: 5 });
  if (!gunzipSync(small).equals(plain)) throw new Error("zopfli did not pack oxigraph as it is");
  writeFileSync(join(out, "oxigraph.wasm.gz"), small);
}

await bundled("d3-force", "d3-force.js", "d3", 'export * from "d3-force";');
await bundled("oxigraph", "oxigraph.js", "oxigraph", 'export { Store, initSync } from "oxigraph/web.js";');
await packed();
writeFileSync(join(out, "LICENSES.txt"), Object.keys(licences).map(noticeOf).join("\n\n\n") + "\n");
writeFileSync(join(out, "versions.json"), JSON.stringify({ ...versions, "made-of": digest }, null, 2) + "\n");
