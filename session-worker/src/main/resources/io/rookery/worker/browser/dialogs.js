// WhatsApp greets a new device with a "What's new" dialog; one that nobody closes can cost the link. Only greetings are closed, and only by their last button.
const dialogs = (() => {
  const GREETING = /what['’]s new|welcome to whatsapp|new on whatsapp/i;
  const WATCHED_MS = 120_000;
  let until = 0;

  function dismiss() {
    for (const dialog of document.querySelectorAll('[role="dialog"]')) {
      if (!GREETING.test(dialog.textContent)) continue;
      [...dialog.querySelectorAll('button, [role="button"]')].at(-1)?.click();
    }
    if (Date.now() < until) setTimeout(dismiss, 2_000);
  }

  return {
    watch() {
      until = Date.now() + WATCHED_MS;
      dismiss();
    },
  };
})();
