/**
 * What a page in a browser is measured by; put into it before its own scripts, as `bench`.
 *
 * Times are in seconds, and end when the picture is on the screen: with the task after the next
 * animation frame. Every action goes the way of a reader, through the controls of the page.
 */

globalThis.bench = (() => {
  // So long the search waits for the next letter; that is no work of the page.
  const PATIENCE = 120;
  const MOVED = 4; // seconds
  const SCROLLED = 1;

  const painted = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now() / 1000);
        port2.postMessage(null);
      }),
    );

  /** When something happens below an element, once it is as wanted. */
  const changed = (element, how, wanted) =>
    new Promise((done) => {
      const watch = new MutationObserver((records) => {
        if (!wanted(records)) return;
        watch.disconnect();
        done(performance.now() / 1000);
      });
      watch.observe(element, how);
    });

  const isReady = () => document.documentElement?.dataset.ready;

  /** From the start of the navigation, until our page says that it is there. */
  const ready = changed(document, { subtree: true, attributeFilter: ["data-ready"] }, isReady).then(painted);

  /** Likewise, until pyvis's page has its first places, which it says as vis-network's event. */
  const settled = new Promise((done) => {
    let network;
    Object.defineProperty(globalThis, "network", {
      configurable: true,
      get: () => network,
      set(value) {
        network = value;
        network?.once("stabilizationIterationsDone", () => painted().then(done));
      },
    });
  });

  /** How long an action takes that fills the view anew. */
  async function drawn(act, spare = 0) {
    const filled = changed(document.getElementById("view"), { childList: true }, () => true);
    const start = performance.now();
    act();
    await filled;
    return (await painted()) - (start + spare) / 1000;
  }

  const press = (selector) => drawn(() => document.querySelector(selector).click());

  function search(text) {
    const field = document.getElementById("search");
    return drawn(() => {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, PATIENCE);
  }

  /** How many pictures there are in a second, while `step` moves something before each. */
  const frames = (seconds, step) =>
    new Promise((done) => {
      let [start, count] = [0, 0];
      const next = (now) => {
        start ||= now;
        const gone = (now - start) / 1000;
        if (gone >= seconds) return done(count / gone);
        count += 1;
        step(gone);
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });

  /** Half of the time a canvas is dragged in circles, then the wheel goes nearer and back. */
  function moved(selector) {
    const canvas = document.querySelector(selector);
    const { left, top, width, height } = canvas.getBoundingClientRect();
    // Only the pointer of a hand can be captured.
    canvas.setPointerCapture = () => {};
    const fire = (Kind, type, x, y, more) => {
      const [clientX, clientY] = [left + width / 2 + x, top + height / 2 + y];
      const about = {
        bubbles: true,
        cancelable: true,
        pointerId: 1,
        pointerType: "mouse",
        button: 0,
        clientX,
        clientY,
      };
      canvas.dispatchEvent(new Kind(type, { ...about, ...more }));
    };
    let isHeld = true;
    fire(PointerEvent, "pointerdown", 0, 0, { buttons: 1 });
    return frames(MOVED, (gone) => {
      const turn = (8 * gone) / MOVED;
      const [x, y] = [180 * Math.sin(turn), 120 - 120 * Math.cos(turn)];
      if (gone < MOVED / 2) return fire(PointerEvent, "pointermove", x, y, { buttons: 1 });
      if (isHeld) fire(PointerEvent, "pointerup", x, y);
      isHeld = false;
      fire(WheelEvent, "wheel", 0, 0, { deltaY: gone < (3 * MOVED) / 4 ? -40 : 40 });
    });
  }

  /** The view is scrolled to its end and back. */
  function scrolled() {
    const view = document.getElementById("view");
    const isTall = view.scrollHeight > view.clientHeight && getComputedStyle(view).overflowY !== "visible";
    const place = isTall ? view : document.scrollingElement;
    const way = place.scrollHeight - place.clientHeight;
    return frames(SCROLLED, (gone) =>
      place.scrollTo(0, (way * (1 - Math.cos((2 * Math.PI * gone) / SCROLLED))) / 2),
    );
  }

  /** How long the console takes to have its engine, and to show its first answer. */
  async function asked() {
    const start = performance.now() / 1000;
    document.getElementById("tab-sparql").click();
    const status = document.getElementById("query-status");
    const says = (words) =>
      changed(status, { childList: true }, (records) => {
        const texts = records.flatMap(({ addedNodes }) =>
          [...addedNodes].map(({ textContent }) => textContent),
        );
        return texts.some((text) => words.test(text));
      });
    const [started] = await Promise.all([says(/^Ready/), says(/ in [\d.]+ m?s$/)]);
    return { started: started - start, answered: (await painted()) - start };
  }

  return { ready, settled, press, search, moved, scrolled, asked };
})();
