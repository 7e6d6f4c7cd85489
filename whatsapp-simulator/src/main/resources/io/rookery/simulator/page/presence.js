'use strict';
/* Who is there, types or records. */

__d('sim/presence', (require, module) => {
  const addresses = require('sim/addresses');

  module.exports = {
    tell(wid, state) {
      require('sim/socket').send({ t: 'presence', to: addresses.of(wid), state });
    },

    /** Somebody types, records, stops, comes or goes. */
    take({ from, chat, state }) {
      const id = addresses.chat(chat);
      const presence = require('WAWebPresenceCollection').PresenceCollection.gadd(id);
      const now = { type: state === 'paused' ? 'available' : state, t: Date.now() };
      presence.set({ hasData: true, isOnline: state !== 'unavailable' });
      if (id.isGroup()) {
        presence.chatstates.add({ id: addresses.person(from, id), ...now }, { merge: true });
      }
      presence.chatstate.set(now);
    },
  };
});

__d('WAWebPresenceChatAction', (require, module, exports) => {
  const tell = (state) => async (chat) => require('sim/presence').tell(chat.id, state);
  exports.markComposing = tell('composing');
  exports.markPaused = tell('paused');
  exports.markRecording = tell('recording');
  exports.sendPresenceAvailable = () => {};
  exports.sendPresenceUnavailable = () => {};
  exports.clearPresence = () => {};
});

__d('WAWebContactPresenceBridge', (require, module, exports) => {
  exports.subscribeUserPresence = async () => {};
  exports.subscribeGroupPresence = async () => {};
});

__d('WAWebChatStateBridge', (require, module, exports) => {
  const tell = (state) => async (wid) => require('sim/presence').tell(wid, state);
  exports.sendChatStateComposing = tell('composing');
  exports.sendChatStatePaused = tell('paused');
  exports.sendChatStateRecording = tell('recording');
});
