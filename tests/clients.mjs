/** What fetch-sparql-endpoint, the client of Comunica and Linked Data Fragments, gets of a server. */

import { createRequire } from "node:module";

// The package is installed beside the scripts of the page.
const require = createRequire(new URL("../scripts/npm/", import.meta.url));
const { SparqlEndpointFetcher } = require("fetch-sparql-endpoint");

const [endpoint, token] = process.argv.slice(2);
const fetcher = new SparqlEndpointFetcher({
  defaultHeaders: token ? new Headers({ authorization: `Bearer ${token}` }) : undefined,
});

/** @param {any} stream */
async function all(stream) {
  const found = [];
  for await (const each of stream) found.push(each);
  return found;
}

if (token) {
  await fetcher.fetchUpdate(endpoint, 'INSERT DATA { GRAPH <a:g> { <a:s> <a:p> "from node" } }');
}
const rows = await all(
  await fetcher.fetchBindings(endpoint, "SELECT ?i ?l WHERE { ?i a st:Issue ; rdfs:label ?l } ORDER BY ?l"),
);
const triples = await all(
  await fetcher.fetchTriples(endpoint, "CONSTRUCT { ?i a st:Issue } WHERE { ?i a st:Issue }"),
);
const yes = await fetcher.fetchAsk(endpoint, "ASK { ?s a st:Stance }");
const problem = await fetcher.fetchBindings(endpoint, "SELECT * {").then(
  () => "",
  (error) => String(error.message ?? error),
);
console.log(
  JSON.stringify({
    labels: rows.map((row) => row.l.value),
    subjects: triples.map((triple) => triple.subject.value),
    yes,
    problem,
  }),
);
