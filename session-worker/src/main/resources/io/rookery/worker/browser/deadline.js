// The page's last guard. Runs before WhatsApp's own scripts.
//
// The worker owns this session until a moment that it keeps moving forward. A worker that is stopped, hung or cut off moves nothing, and then this page must fall silent by
// itself: it leaves for about:blank, which takes its web socket with it. An absolute time, so that a refresh that arrives late grants nothing. What is left of it also runs on a
// clock that nobody sets: a wall clock that is set back grants nothing either. One that is set forward looks like a machine that has slept, so the page leaves.

const deadline = (() => {
  const KEY = 'rookery.deadline';
  const LOOK_AGAIN_MS = 500; // a timer sleeps with the machine, so none is set for long
  const ASK_MS = 6_000; // a worker whose thread waits for another page still answers questions
  // Another document of this page (WhatsApp reloads itself) may know a later one.
  let until = Math.max(rookery.deadline, Number(sessionStorage.getItem(KEY)) || 0);
  let runsOut = performance.now() + until - Date.now();
  let cut = false;
  let timer;
  let asking = false;

  function watch() {
    clearTimeout(timer);
    if (passed()) {
      leave();
      return;
    }
    const left = Math.min(until - Date.now(), runsOut - performance.now());
    timer = setTimeout(watch, Math.max(0, Math.min(left, LOOK_AGAIN_MS)));
    if (left < ASK_MS) ask();
  }

  async function ask() {
    if (asking || !line.isThere) return;
    asking = true;
    const known = await line.say(JSON.stringify({ event: 'deadline' }));
    asking = false;
    extend(JSON.parse(known).deadline);
  }

  function leave() {
    if (cut) return;
    cut = true;
    if (line.isThere) line.shout(JSON.stringify({ event: 'cut' }));
    silence();
  }

  /** Drops the document, and with it every connection. */
  function silence() {
    cut = true;
    window.stop();
    location.replace('about:blank');
  }

  function extend(to) {
    const now = performance.now();
    if (cut || (to === until && now + to - Date.now() >= runsOut)) return;
    until = to;
    runsOut = now + to - Date.now();
    sessionStorage.setItem(KEY, String(until));
    watch();
  }

  function passed() {
    return cut || Date.now() >= until || performance.now() >= runsOut;
  }

  // Nobody may ask whether to leave.
  window.addEventListener('beforeunload', (event) => cut && event.stopImmediatePropagation(), true);
  watch();
  return { extend, passed, silence };
})();
if (deadline.passed()) return;
