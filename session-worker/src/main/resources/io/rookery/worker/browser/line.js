// The page's line to the worker. Runs first in every document.
//
// One call at a time, with all that there is to say by then. The worker's thread is handed what comes in while it answers a call inside that answer, so a burst of calls – the
// messages of an hour, told again – would be nested until its stack is full, and with that thread go many sessions.
//
// `rookery` is what the page was opened with (see InitScript): origin, deadline, linked, pairing, binding, call.
const line = (() => {
  const MOST = 200;
  const call = window[rookery.binding];
  delete window[rookery.binding];
  const waiting = [];
  let busy = false;

  async function speak() {
    busy = true;
    while (waiting.length > 0) {
      const said = waiting.splice(0, MOST);
      try {
        const answers = await call(said.map((one) => one.text));
        said.forEach((one, number) => one.answered(answers[number]));
      } catch (error) {
        said.forEach((one) => one.failed(error));
      }
    }
    busy = false;
  }

  return {
    /** Promises the worker's answer. */
    say: (text) =>
      new Promise((answered, failed) => {
        waiting.push({ text, answered, failed });
        if (!busy) speak();
      }),
    /** Past all that waits: for the last word of a document. */
    shout: (text) => call([text]),
    isThere: Boolean(call),
  };
})();
