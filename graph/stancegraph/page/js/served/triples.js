/** N-Triples (W3C RDF 1.2) as terms. */

/** @typedef {import("../sparql/engine.js").Term} Term */

const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";

const SPACE = /[ \t]*/y;
const END = /[ \t]*(?:#[^\n\r]*)?(?:\r?\n|\r|$)/y;
const IRI = /<((?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*)>/y;
const BLANK = /_:([\p{L}\p{N}_:](?:[\p{L}\p{N}\p{M}_:.·-]*[\p{L}\p{N}\p{M}_:·-])?)/uy;
const TEXT = /"([^"\\\n\r]*(?:\\[^\n\r][^"\\\n\r]*)*)"/y;
const LANGUAGE = /@([a-zA-Z]+(?:-[a-zA-Z0-9]+)*(?:--[a-z]+)?)/y;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([^]))/g;
/** @type {Record<string, string>} */
const ESCAPED = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f", '"': '"', "'": "'", "\\": "\\" };
const SHOWN = 40; // letters of what cannot be read

/**
 * Reads triples.
 * @param {string} text
 * @returns {[Term, Term, Term][]}
 * @throws {SyntaxError} naming the line that is no triple
 */
export function readTriples(text) {
  const reader = new Reader(text);
  const triples = [];
  while (reader.at < text.length) {
    if (reader.take(END)) continue;
    const triple = reader.triple();
    reader.sign(".");
    if (!reader.take(END)) reader.fail();
    triples.push(triple);
  }
  return triples;
}

class Reader {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  /** What stands here, if it is that. @param {RegExp} pattern a sticky one */
  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  /** Goes over a sign, which must be there. @param {string} sign */
  sign(sign) {
    this.take(SPACE);
    if (!this.text.startsWith(sign, this.at)) this.fail();
    this.at += sign.length;
  }

  /** @returns {[Term, Term, Term]} */
  triple() {
    const subject = this.iri() ?? this.blank() ?? this.fail();
    const predicate = this.iri() ?? this.fail();
    const object = this.iri() ?? this.blank() ?? this.literal() ?? this.tripleTerm() ?? this.fail();
    return [subject, predicate, object];
  }

  /** @returns {Term | undefined} */
  iri() {
    this.take(SPACE);
    const found = this.take(IRI);
    return found ? { type: "uri", value: this.plain(found[1] ?? "") } : undefined;
  }

  /** @returns {Term | undefined} */
  blank() {
    const found = this.take(BLANK);
    return found ? { type: "bnode", value: found[1] ?? "" } : undefined;
  }

  /** @returns {Term | undefined} */
  literal() {
    const found = this.take(TEXT);
    if (!found) return undefined;
    const value = this.plain(found[1] ?? "");
    const language = this.take(LANGUAGE)?.[1];
    if (language) return { type: "literal", value, "xml:lang": language };
    if (!this.text.startsWith("^^", this.at)) return { type: "literal", value };
    this.at += 2;
    const datatype = this.take(IRI)?.[1];
    if (datatype === undefined) return this.fail();
    // What is a text and nothing else needs no datatype.
    return datatype === XSD_STRING
      ? { type: "literal", value }
      : { type: "literal", value, datatype: this.plain(datatype) };
  }

  /** @returns {Term | undefined} */
  tripleTerm() {
    if (!this.text.startsWith("<<(", this.at)) return undefined;
    this.at += 3;
    const [subject, predicate, object] = this.triple();
    this.sign(")>>");
    return { type: "triple", value: { subject, predicate, object } };
  }

  /** What a text with escapes stands for. @param {string} text */
  plain(text) {
    if (!text.includes("\\")) return text;
    return text.replace(ESCAPE, (_, four, eight, letter) => {
      if (letter) return ESCAPED[letter] ?? this.fail();
      const code = parseInt(four ?? eight, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : this.fail();
    });
  }

  /** @returns {never} */
  fail() {
    const line = this.text.slice(0, this.at).split(/\r\n|\n|\r/).length;
    const [rest = ""] = this.text.slice(this.at, this.at + SHOWN).split(/[\r\n]/);
    throw new SyntaxError(`line ${line} is no triple at “${rest}”`);
  }
}
