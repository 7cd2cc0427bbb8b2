/**
 * Puts the styles and the scripts of the page into it, which lie in it gzipped. The policy of the
 * page has their hashes: nothing else would run.
 */
(async () => {
  const text = async (/** @type {string} */ id) => {
    const packed = document.getElementById(id)?.textContent ?? "";
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };
  const add = (/** @type {string} */ tag, /** @type {string} */ content) => {
    const made = document.createElement(tag);
    made.textContent = content;
    document.head.append(made);
  };
  add("style", await text("style"));
  add("script", await text("code"));
})();
