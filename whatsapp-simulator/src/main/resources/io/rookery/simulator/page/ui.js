'use strict';
/* What a human sees: the QR code, or a line that says how things stand. */

__d('sim/ui', (require, module) => {
  const app = () => document.getElementById('app');

  function say(text) {
    const line = document.createElement('p');
    line.textContent = text;
    app().replaceChildren(line);
  }

  async function showQr(text) {
    const { rows } = await require('sim/socket').ask({ t: 'qr-matrix', text });
    if (require('WAWebSocketModel').Socket.state !== 'UNPAIRED') {
      return; // meanwhile the code has run out, or was scanned
    }
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = rows.length * 4;
    canvas.setAttribute('aria-label', 'Scan this QR code to link a device!');
    const paint = canvas.getContext('2d');
    paint.fillStyle = '#fff';
    paint.fillRect(0, 0, canvas.width, canvas.height);
    paint.fillStyle = '#000';
    rows.forEach((row, y) => [...row].forEach((dark, x) => dark === '1' && paint.fillRect(x * 4, y * 4, 4, 4)));
    const frame = document.createElement('div');
    frame.dataset.ref = text;
    frame.append(canvas);
    app().replaceChildren(frame);
  }

  function showIdle() {
    const button = document.createElement('button');
    button.textContent = 'Click to reload QR code';
    button.onclick = () => require('sim/pairing').refresh();
    app().replaceChildren(button);
  }

  module.exports = {
    showQr,
    showIdle,
    follow() {
      const { Socket } = require('WAWebSocketModel');
      Socket.on('change:state', (model, state) => {
        if (!state.startsWith('UNPAIRED')) {
          say(state);
        }
      });
    },
  };
});
