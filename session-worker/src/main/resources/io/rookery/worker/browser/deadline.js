// The page's last guard. Runs first in every document, before WhatsApp's own scripts.
//
// The worker owns this session until a moment that it keeps moving forward. A worker that is stopped, hung or cut off moves nothing, and then this page must fall silent by
// itself: it leaves for about:blank, which takes its web socket with it. An absolute time, so that a refresh that arrives late grants nothing.
//
// `rookery` is what the page was opened with (see InitScript): origin, deadline, linked, pairing, binding, call.
const tell = window[rookery.binding];
delete window[rookery.binding];

const deadline = (() => {
  const KEY = 'rookery.deadline';
  const LOOK_AGAIN_MS = 500; // a timer sleeps with the machine, so none is set for long
  // Another document of this page (WhatsApp reloads itself) may know a later one.
  let until = Math.max(rookery.deadline, Number(sessionStorage.getItem(KEY)) || 0);
  let cut = false;
  let timer;

  function watch() {
    clearTimeout(timer);
    if (passed()) leave();
    else timer = setTimeout(watch, Math.max(0, Math.min(until - Date.now(), LOOK_AGAIN_MS)));
  }

  function leave() {
    if (cut) return;
    cut = true;
    if (tell) tell(JSON.stringify({ event: 'cut' }));
    silence();
  }

  /** Drops the document, and with it every connection. */
  function silence() {
    cut = true;
    window.stop();
    location.replace('about:blank');
  }

  function extend(to) {
    if (cut) return;
    until = Math.max(until, to);
    sessionStorage.setItem(KEY, String(until));
    watch();
  }

  function passed() {
    return cut || Date.now() >= until;
  }

  // Nobody may ask whether to leave.
  window.addEventListener('beforeunload', (event) => cut && event.stopImmediatePropagation(), true);
  watch();
  return { extend, passed, silence };
})();
if (deadline.passed()) return;
