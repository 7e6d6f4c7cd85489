'use strict';
/* Messages that are deleted: for everybody, or here only. */

__d('sim/revokes', (require, module) => {
  module.exports = {
    /** Somebody has deleted a message for everybody: that comes as a message about it. */
    async apply(msg, { id, at }) {
      const { remote, fromMe, participant } = msg.id;
      await require('WAWebMsgCollection').MsgCollection.processMultipleMessages(remote, [
        {
          id: new (require('WAWebMsgKey'))({ remote, fromMe, participant, id }),
          type: 'protocol',
          subtype: 'sender_revoke',
          protocolMessageKey: msg.id,
          from: msg.from,
          to: msg.to,
          author: msg.author,
          t: Math.floor(at / 1000),
          isNewMsg: true,
        },
      ]);
    },

    /** Nothing is left of a deleted message but its place. */
    empty(msg) {
      const { encode, decode } = require('sim/content');
      const gone = Object.keys(decode({ ...encode(msg), type: msg.type }, msg.id.remote));
      msg.set({ ...Object.fromEntries(gone.map((name) => [name, undefined])), body: '' });
      require('sim/media').detach(msg);
      msg.set({ type: 'revoked', subtype: 'sender', revokeTimestamp: require('WATimeUtils').unixTime() });
    },
  };
});

__d('WAWebChatSendMessages', (require, module, exports) => {
  /** Deletes own messages for everybody. */
  exports.sendRevokeMsgs = async (chat, { list }) => {
    const { canSenderRevokeMsg } = require('WAWebMsgActionCapability');
    for (const msg of list) {
      if (!canSenderRevokeMsg(msg) || !(await require('sim/amendments').send(msg, { action: 'revoke' }))) {
        throw new Error(`${msg.id} cannot be deleted for everyone`);
      }
      require('sim/revokes').empty(msg);
      await require('sim/inbox').keepMessage(msg);
    }
  };

  /** Deletes messages on this device; everybody else keeps them. */
  exports.sendDeleteMsgs = async (chat, { list }) => {
    for (const msg of list) {
      chat.msgs.remove(msg);
      require('WAWebMsgCollection').MsgCollection.remove(msg);
      await require('sim/storage').messages.delete(String(msg.id));
    }
  };
});
