/** What the console, its engines and its page agree on. Types only: nothing of this file is in the page. */

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("./answers.js").SparqlResult} SparqlResult */
/** @typedef {import("./question-text.js").Question} Question */
/** @typedef {import("./question-text.js").Names} Names */

/** @typedef {Pick<App, "model" | "state" | "go" | "choose" | "say">} Around what a console needs of its page */

/**
 * @typedef {object} Engine
 * @property {() => Promise<string>} start says when it is ready, in words
 * @property {(query: string, seconds: number) => Promise<SparqlResult>} answer
 * @property {() => void} stop ends what it does
 */

/**
 * Who answers, and what the console does differently for that.
 * @typedef {object} Answering
 * @property {(prefixes: Record<string, string>, tell: (words: string) => void) => Engine} engine
 * @property {number} seconds that a query may take
 * @property {(model: import("../core/data.js").Model) => (Node | string)[]} scope what is asked
 * @property {string} whole the same, where filters are in force that do not count
 * @property {(engine: Engine, names: Names) => Promise<void>} learn what things are called
 * @property {(engine: Engine, names: Names, result: SparqlResult) => Promise<void>} [learnOf] what
 *   the things in an answer are called, where not all names are known
 * @property {(engine: Engine, names: Names, question: Question, values: Record<string, string>) =>
 *   Promise<void>} [lookUp] learns what the values of a question mean, where not all names are known
 * @property {() => boolean} [isLarge] whether a question over everything may take long
 * @property {import("./results.js").LinkOf} [linkOf] where things have pages of their own
 */

export {};
