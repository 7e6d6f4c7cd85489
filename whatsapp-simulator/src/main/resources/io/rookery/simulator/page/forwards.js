'use strict';
/* Messages that are passed on to another chat. */

__d('sim/forwards', (require, module) => {
  module.exports = {
    encode: ({ isForwarded }) => (isForwarded ? { forwarded: true } : {}),
    decode: ({ forwarded }) => (forwarded ? { isForwarded: true, forwardingScore: 1 } : {}),
  };
});

__d('WAWebChatForwardMessage', (require, module, exports) => {
  const NEVER = new Set(['ciphertext', 'protocol', 'revoked', 'poll_creation']);

  /** What goes along, in the new chat: everything but the quotation and the mentions. */
  exports.getForwardedMessageFields = (msg) => {
    const { encode, decode } = require('sim/content');
    const { quoted, mentions, ...fields } = encode(msg);
    return { ...decode({ ...fields, type: msg.type }, msg.id.remote), type: msg.type, isForwarded: true };
  };

  async function forward(chat, msg) {
    const { newId } = require('WAWebMsgKey');
    const raw = require('sim/outbox').envelope(chat, newId());
    const fields = exports.getForwardedMessageFields(msg);
    const [, sent] = require('WAWebSendMsgChatAction').addAndSendMsgToChat(chat, { ...raw, ...fields });
    return (await sent).messageSendResult === 'OK';
  }

  /** Answers the messages that could not be forwarded. */
  exports.forwardMessages = async ({ chat, msgs }) => {
    const failed = [];
    for (const msg of msgs) {
      if (NEVER.has(msg.type) || !(await forward(chat, msg))) {
        failed.push(msg);
      }
    }
    return failed;
  };
});

__d('WAWebForwardMessagesToChat', (require, module, exports) => {
  exports.forwardMessagesToChats = async (msgs, chats) => {
    const { forwardMessages } = require('WAWebChatForwardMessage');
    const failed = await Promise.all(chats.map((chat) => forwardMessages({ chat, msgs })));
    return failed.flat().length === 0;
  };
});
