'use strict';
/* Messages that quote another one. */

__d('sim/quotes', (require, module) => {
  const addresses = require('sim/addresses');

  module.exports = {
    encode: ({ quotedStanzaID: id, quotedParticipant, quotedMsg }) =>
      id
        ? {
            quoted: {
              id,
              author: addresses.of(quotedParticipant),
              type: quotedMsg?.type ?? 'chat',
              text: quotedMsg ? require('sim/content').text(quotedMsg) : '',
            },
          }
        : {},
    decode: ({ quoted }, chatId) =>
      quoted
        ? {
            quotedStanzaID: quoted.id,
            quotedParticipant: addresses.person(quoted.author, chatId),
            quotedMsg: { type: quoted.type, ...require('sim/content').textOf(quoted, quoted.text) },
          }
        : {},
  };
});

__d('WAWebMsgReply', (require, module, exports) => {
  const NEVER = new Set(['ciphertext', 'protocol', 'revoked']);
  exports.canReplyMsg = (msg) => !NEVER.has(msg.type);
});

__d('WAWebQuotedMsgModelUtils', (require, module, exports) => {
  /** The message that a message quotes: the one that this page has, or what came with the quotation. */
  exports.getQuotedMsgObj = (msg) => {
    if (!msg.quotedMsg || !msg.quotedStanzaID) {
      return undefined;
    }
    const { remote } = msg.id;
    const participant = msg.quotedParticipant;
    const id = new (require('WAWebMsgKey'))({
      fromMe: require('WAWebUserPrefsMeUser').isMeAccount(participant),
      remote,
      id: msg.quotedStanzaID,
      participant: remote.isGroup() ? participant : undefined,
    });
    const known = require('WAWebMsgCollection').MsgCollection.get(id);
    return known ?? new (require('WAWebMsgModel').Msg)({ ...msg.quotedMsg, id, from: participant });
  };
});
