// WhatsApp greets a new device, and one that it has news for, with a "What's new" dialog; one that nobody closes can cost the link. Only greetings are closed, and only by their last button.
const dialogs = (() => {
  const GREETING = /what['’]s new|welcome to whatsapp|new on whatsapp/i;
  const LOOK_MS = 2_000;
  let watched = false;

  function dismiss() {
    for (const dialog of document.querySelectorAll('[role="dialog"]')) {
      if (!GREETING.test(dialog.textContent)) continue;
      [...dialog.querySelectorAll('button, [role="button"]')].at(-1)?.click();
    }
  }

  return {
    /** From now on, for as long as the document lives: looking is cheap, and nobody says when the next one comes. */
    watch() {
      if (watched) return;
      watched = true;
      dismiss();
      setInterval(dismiss, LOOK_MS);
    },
  };
})();
