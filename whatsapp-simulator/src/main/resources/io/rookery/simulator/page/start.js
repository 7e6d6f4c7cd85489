'use strict';
/* Puts the page to work. */
(async () => {
  window.Debug = { VERSION: require('WAWebBuildConstants').VERSION_STR };
  const identity = require('sim/identity');
  require('sim/ui').follow();
  await identity.load();
  if (identity.linked()) {
    require('WAWebStreamModel').Stream.set({ mode: 'SYNCING', info: 'RESUMING' });
    await require('sim/inbox').restore();
    // A restored WhatsApp Web takes a moment before it connects; "boot" in the address sets it.
    const boot = Number(new URLSearchParams(location.search).get('boot') ?? 1500);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, boot - performance.now())));
  }
  // As the real page does, but only where it is wanted: "kept" in the address.
  if (new URLSearchParams(location.search).has('kept')) {
    try {
      await navigator.serviceWorker.register('/service-worker.js');
      await Promise.race([navigator.serviceWorker.ready, new Promise((resolve) => setTimeout(resolve, 1000))]);
    } catch {
      // A page works without one, too.
    }
  }
  require('sim/socket').open();
})();
