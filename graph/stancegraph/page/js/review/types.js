/** What the modules of the review agree on. Types only: nothing of this file is in the page. */

/** A stance or an entity of a draft, its fields by name. @typedef {Record<string, any>} Fields */

/**
 * A draft as its file has it.
 * @typedef {object} Draft
 * @property {Fields} source
 * @property {Fields[]} [entities]
 * @property {Fields[]} stances
 */

/** Who decides, and on which day. @typedef {{ by: string, at: string }} Reviewer */

/**
 * Words around a stance; all places count characters (code points), as Python does.
 * @typedef {object} Context
 * @property {string} text
 * @property {[number, number]} evidence
 * @property {[string, number, number][]} marks what the machine went by: a kind and a place
 * @property {[boolean, boolean]} cut whether the article goes on before, and after
 */

/**
 * @typedef {object} DraftFile
 * @property {string} name of the file
 * @property {string} key what tells this state of this file from all others
 * @property {string} head the comments with which it begins
 * @property {Draft} draft
 * @property {Record<string, Context>} contexts by stance
 */

/** @typedef {{ id: string, label: string, type: string, aliases: string[] }} Entity */
/** @typedef {import("../core/data.js").Pole} Pole */
/** @typedef {{ id: string, label: string, summary: string, pole: Pole }} Position */
/** @typedef {{ id: string, label: string, short: string, positions: Position[] }} Issue */

/**
 * The data of the page.
 * @typedef {object} Block
 * @property {string} title
 * @property {string} by who reviews, if that is known
 * @property {DraftFile[]} files
 * @property {Entity[]} entities
 * @property {Issue[]} issues
 * @property {string[]} modes
 * @property {string} version
 */

export {};
