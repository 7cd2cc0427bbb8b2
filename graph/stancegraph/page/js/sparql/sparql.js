/** The SPARQL engine as the page uses it: started when it is needed, stopped when it runs away. */

import { said, unpacked } from "../core/dom.js";
import { count, number } from "../core/words.js";
import { readAnswer } from "./answers.js";

/** @typedef {import("./answers.js").SparqlResult} SparqlResult */
/** @typedef {import("./engine.js").EngineReply} EngineReply */

const SLOW = "The query took longer than";
const TOO_LARGE =
  "The answer is larger than the memory that the page has for it. Ask for less, or add a LIMIT.";
const SECONDS = 60; // a query may take

// Everything that has a name, with all its names; and the countries there are.
const NAMES_QUERY = `SELECT ?id ?by ?name WHERE { ?id ?by ?name FILTER(?by IN (rdfs:label, skos:altLabel, dct:title)) FILTER(isIRI(?id)) }`;
const COUNTRIES_QUERY = `SELECT DISTINCT ?code WHERE { ?who st:country ?code } ORDER BY ?code`;

/**
 * The engine and the graph that are in the page.
 * @type {import("./types.js").Answering}
 */
export const embedded = {
  seconds: SECONDS,
  whole: "all stances of this page",
  engine: (prefixes, tell) => new SparqlEngine(prefixes, tell),
  scope: ({ stances, note }) => [
    `the ${count(stances.length, "stance")} of this page`,
    ...(note ? [" (", said(note), ")"] : []),
  ],
  async learn(engine, names) {
    names.learnRows(await engine.answer(NAMES_QUERY, SECONDS));
    names.learnCountries(await engine.answer(COUNTRIES_QUERY, SECONDS));
  },
};

class SparqlEngine {
  /**
   * @param {Record<string, string>} prefixes declared in every query
   * @param {(words: string) => void} tell is told what the first start is about
   */
  constructor(prefixes, tell) {
    this.prefixes = prefixes;
    this.tell = tell;
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {Promise<string> | null} */
    this.ready = null;
    /** @type {Promise<{ address: string, module: WebAssembly.Module, graph: Uint8Array }> | null} */
    this.parts = null;
    /** @type {((reply: EngineReply) => void) | null} */
    this.settle = null;
    /** @type {((result: SparqlResult) => void) | null} */
    this.giveUp = null;
  }

  /**
   * Starts the engine, once.
   * @returns {Promise<string>} how many statements it knows, in words
   */
  start() {
    this.ready ??= this.started(this.tell);
    return this.ready;
  }

  /** Ends the engine with all that it does, and starts another. */
  startAnew() {
    this.worker?.terminate();
    this.settle = null;
    this.ready = this.started(() => {});
    // Should it fail, the next query is told.
    this.ready.catch(() => {});
  }

  /** @param {(words: string) => void} tell */
  async started(tell) {
    tell("Starting the query engine …");
    // Unpacked once, and kept for when the engine has to start anew.
    this.parts ??= engineParts();
    const { address, module, graph } = await this.parts;
    tell("Loading the graph …");
    this.worker = new Worker(address);
    const reply = await this.told({ start: { module, graph, prefixes: this.prefixes } });
    if (!("started" in reply)) throw new Error("broken" in reply ? reply.broken : "no reply");
    return `Ready: ${number(reply.started)} statements.`;
  }

  /**
   * Answers one query; only one at a time.
   * @param {string} query
   * @param {number} limit how many seconds it may take
   * @returns {Promise<SparqlResult>}
   */
  async answer(query, limit) {
    await this.start();
    /** @type {number | undefined} */
    let timer;
    /** @type {Promise<SparqlResult>} */
    const ended = new Promise((done) => {
      this.giveUp = done;
      timer = setTimeout(() => this.stop(`${SLOW} ${limit} seconds and was stopped.`), limit * 1000);
    });
    const result = await Promise.race([this.told({ query }).then((reply) => this.resultOf(reply)), ended]);
    clearTimeout(timer);
    this.giveUp = null;
    return result;
  }

  /**
   * Stops the query that runs, with the engine, and starts the engine anew.
   * @param {string} [words] why
   */
  stop(words = "Stopped. The query engine starts anew.") {
    const { giveUp } = this;
    if (!giveUp) return;
    this.startAnew();
    giveUp({ kind: "stopped", words });
  }

  /** @param {import("./engine.js").EngineOrder} order @returns {Promise<EngineReply>} */
  told(order) {
    const { worker } = this;
    return new Promise((done) => {
      this.settle = done;
      if (!worker) return done({ broken: "it was not started" });
      worker.onmessage = ({ data }) => this.settle?.(data);
      worker.onerror = (event) => {
        event.preventDefault();
        this.settle?.({ broken: event.message || "the browser does not let it start" });
      };
      worker.onmessageerror = () => this.settle?.({ broken: "its answer cannot be read" });
      worker.postMessage(order);
    });
  }

  /** @param {EngineReply} reply @returns {SparqlResult} */
  resultOf(reply) {
    if ("problem" in reply) return { kind: "problem", problem: reply.problem };
    try {
      if ("answer" in reply) return readAnswer(reply.answer, reply.took);
    } catch {
      // The text came whole, and what it stands for is what there is no room for.
    }
    this.startAnew();
    return { kind: "stopped", words: TOO_LARGE };
  }
}

/** What the engine is made of. */
async function engineParts() {
  const names = ["engine-code", "engine-wasm", "engine-data"];
  const [code, wasm, graph] = /** @type {Uint8Array<ArrayBuffer>[]} */ (
    await Promise.all(names.map(unpacked))
  );
  if (!code || !wasm || !graph) throw new Error("it is not in this file");
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  return { address, module: await WebAssembly.compile(wasm), graph };
}
