'use strict';
/* What the server does to this page on purpose, and the dialogs that WhatsApp Web puts in front of a human. */

__d('sim/faults', (require, module) => {
  module.exports = {
    /** Nothing else runs in this page until it is over. */
    freeze(millis) {
      const end = performance.now() + millis;
      while (performance.now() < end);
    },
  };
});

__d('sim/dialogs', (require, module) => {
  function show(name, title, text, ...buttons) {
    close(name);
    const dialog = document.createElement('div');
    dialog.setAttribute('role', 'dialog');
    dialog.setAttribute('aria-modal', 'true');
    dialog.setAttribute('aria-label', title);
    dialog.dataset.dialog = name;
    const heading = document.createElement('h1');
    heading.textContent = title;
    const line = document.createElement('p');
    line.textContent = text;
    dialog.append(heading, line, ...buttons.map(([label, action]) => button(name, label, action)));
    document.body.append(dialog);
  }

  function button(name, label, action) {
    const made = document.createElement('button');
    made.textContent = label;
    made.onclick = () => {
      close(name);
      action?.();
    };
    return made;
  }

  function close(name) {
    document.querySelector(`[data-dialog="${name}"]`)?.remove();
  }

  module.exports = {
    close,

    /** Greets; the server waits for the answer. */
    whatsNew() {
      const tell = () => require('sim/socket').send({ t: 'dialog-dismissed' });
      show('whats-new', "What's new on WhatsApp Web", 'See what has changed since you were here.', ['Continue', tell]);
    },

    /** Another page has this device's connection now. */
    conflict() {
      const here = () => require('WAWebSocketModel').Socket.takeover();
      show('conflict', 'WhatsApp is open in another window', 'Click "Use here" to use it in this one.', ['Close'], ['Use here', here]);
    },
  };
});
