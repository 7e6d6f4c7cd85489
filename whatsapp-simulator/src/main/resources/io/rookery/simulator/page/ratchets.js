'use strict';

/**
 * How far the ratchet with each account has turned: once per message that this device has sent to it. A device that
 * was restored from an older state cannot read what was encrypted for a later one, until it has asked for it again.
 */
__d('sim/ratchets', (require, module) => {
  const storage = require('sim/storage');
  const turns = new Map();
  const entry = (number) => ['ratchet', number, { number, turn: module.exports.turn(number) }];

  module.exports = {
    turn: (number) => turns.get(number) ?? 0,

    async load() {
      (await storage.ratchets.all()).forEach(({ number, turn }) => turns.set(number, turn));
    },

    async clear() {
      turns.clear();
      await storage.ratchets.clear();
    },

    /** Answers what is to be kept together with the message that turned it. */
    advance(number) {
      turns.set(number, module.exports.turn(number) + 1);
      return entry(number);
    },

    /** What is known of a message that cannot be read. */
    sealed: ({ id, from, to, t, name, lid }) => ({ id, from, to, t, name, lid, type: 'ciphertext', text: '' }),

    canRead: ({ from, turn }) => turn === undefined || turn <= module.exports.turn(from),
  };
});
