'use strict';
/* Delivered, read, played: what others tell of our messages, and what we tell of theirs. */

__d('sim/receipts', (require, module) => {
  const addresses = require('sim/addresses');
  const NAMES = { 2: 'delivery', 3: 'read', 4: 'played' };

  module.exports = {
    async take({ chat, by, ids, ack, at }) {
      const from = addresses.chat(chat);
      const receipt = { ack, ackString: NAMES[ack], from, recipient: undefined, externalIds: ids, ts: at };
      // By the modules' exports each time: clients replace them to listen in.
      await (from.isGroup()
        ? require('WAWebHandleGroupChatReceipt').handleGroupSimpleReceipt({
            ...receipt,
            participant: addresses.person(by, from),
          })
        : require('WAWebHandleDirectChatReceipt').handleChatSimpleReceipt({ ...receipt, participant: undefined }));
    },

    async raise(keys, ack) {
      const { MsgCollection } = require('WAWebMsgCollection');
      for (const key of keys) {
        const msg = MsgCollection.get(key);
        if (msg) {
          msg.updateAck(ack);
          await require('sim/inbox').keepMessage(msg);
        }
      }
    },

    /** Another device of this account, or its phone, has read a chat. */
    async seen(address) {
      const chat = require('WAWebChatCollection').ChatCollection.get(addresses.chat(address));
      if (chat) {
        await require('WAWebUpdateUnreadChatAction').markSeen(chat);
      }
    },
  };
});

__d('WAWebHandleDirectChatReceipt', (require, module, exports) => {
  /** Somebody's phone has got, or somebody has read, messages of ours. */
  exports.handleChatSimpleReceipt = async ({ from, externalIds, ack }) => {
    const MsgKey = require('WAWebMsgKey');
    const keys = externalIds.map((id) => new MsgKey({ fromMe: true, remote: from, id }));
    await require('sim/receipts').raise(keys, ack);
  };
});

__d('WAWebHandleGroupChatReceipt', (require, module, exports) => {
  /** The same from one member of a group: the first one counts. */
  exports.handleGroupSimpleReceipt = async ({ from, externalIds, ack }) => {
    const MsgKey = require('WAWebMsgKey');
    const participant = require('WAWebUserPrefsMeUser').getMeLidUserOrThrow();
    const keys = externalIds.map((id) => new MsgKey({ fromMe: true, remote: from, id, participant }));
    await require('sim/receipts').raise(keys, ack);
  };
});

__d('WAWebHandleStatusReceipt', (require, module, exports) => {
  exports.handleStatusSimpleReceipt = async () => {};
});

__d('WAWebUpdateUnreadChatAction', (require, module, exports) => {
  async function seen(chat) {
    if (chat.unreadCount !== 0) {
      chat.set('unreadCount', 0);
      await require('sim/inbox').keepChat(chat);
      return true;
    }
    return false;
  }

  /** Marks a chat as read and tells its people so. */
  exports.sendSeen = async ({ chat }) => {
    if (await seen(chat)) {
      require('sim/socket').send({ t: 'read', chat: require('sim/addresses').of(chat.id) });
    }
  };
  exports.markSeen = seen;
  exports.markUnread = async (chat) => {
    chat.set('unreadCount', -1);
    await require('sim/inbox').keepChat(chat);
  };
});
