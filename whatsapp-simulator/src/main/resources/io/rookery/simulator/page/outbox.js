'use strict';
/* Sending messages. */

__d('WAWebE2EProtoGenerator', (require, module, exports) => {
  const FIELDS = {
    chat: 'extendedTextMessage',
    image: 'imageMessage',
    video: 'videoMessage',
    audio: 'audioMessage',
    ptt: 'audioMessage',
    document: 'documentMessage',
    sticker: 'stickerMessage',
    location: 'locationMessage',
    vcard: 'contactMessage',
    multi_vcard: 'contactsArrayMessage',
    poll_creation: 'pollCreationMessage',
  };

  exports.createMsgProtobuf = (msg) => ({ [FIELDS[msg.type]]: require('sim/content').encode(msg) });
});

__d('WAWebBackendJobsCommon', (require, module, exports) => {
  exports.mediaTypeFromProtobuf = () => null;
  exports.encodeMaybeMediaType = (type) => type;
});

__d('WAWebE2EProtoUtils', (require, module, exports) => {
  exports.typeAttributeFromProtobuf = () => 'text';
});

__d('WAWebSendMsgCreateFanoutStanza', (require, module, exports) => {
  exports.createFanoutMsgStanza = async ({ msgRecord: { data }, msgProtobuf }) => ({
    t: 'send',
    id: data.id.id,
    to: require('sim/addresses').of(data.to),
    type: data.type,
    ...Object.values(msgProtobuf)[0],
  });
});

__d('WAWebSendMsgJob', (require, module, exports) => {
  /** Resolves with the server's answer, however long it takes and however often the socket breaks. */
  exports.encryptAndSendMsg = async (msgRecord) => {
    const msgProtobuf = require('WAWebE2EProtoGenerator').createMsgProtobuf(msgRecord.data);
    const stanza = await require('WAWebSendMsgCreateFanoutStanza').createFanoutMsgStanza({ msgRecord, msgProtobuf });
    return require('sim/outbox').deliver(stanza);
  };
});

/** Messages on their way to the server; they are sent again after each log-in until the server has answered. */
__d('sim/outbox', (require, module) => {
  const waiting = new Map();

  module.exports = {
    deliver(stanza) {
      let entry = waiting.get(stanza.id);
      if (!entry) {
        entry = { stanza, ...Promise.withResolvers() };
        waiting.set(stanza.id, entry);
      }
      require('sim/socket').send(stanza);
      return entry.promise;
    },

    acknowledged(answer) {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    },

    isWaiting: (id) => waiting.has(id),

    resume() {
      waiting.forEach(({ stanza }) => require('sim/socket').send(stanza));
    },

    /** The attributes that every message of this page to a chat has. */
    envelope(chat, id) {
      const me = require('WAWebUserPrefsMeUser');
      const from = chat.id.isGroup() ? me.getMeLidUserOrThrow() : me.getMeUserOrThrow();
      const participant = chat.id.isGroup() ? from : undefined;
      return {
        id: new (require('WAWebMsgKey'))({ fromMe: true, remote: chat.id, id, participant }),
        from,
        to: chat.id,
        t: require('WATimeUtils').unixTime(),
        self: 'out',
        ack: 0,
        isNewMsg: true,
        local: true,
      };
    },
  };
});

__d('WAWebSendMsgChatAction', (require, module, exports) => {
  const { SendMsgResult } = require('WAWebSendMsgResultAction');

  async function send(chat, msg, ...more) {
    const { keep, keepMessage } = require('sim/inbox');
    await keep(chat, [msg], ...more);
    const answer = await require('WAWebSendMsgJob').encryptAndSendMsg({ type: msg.type, data: msg });
    msg.updateAck(answer.ack);
    await keepMessage(msg);
    return {
      messageSendResult: answer.ack > 0 ? SendMsgResult.OK : SendMsgResult.ERROR_UNKNOWN,
      t: answer.at,
      count: null,
    };
  }

  /** Answers at once: a promise of the message in its chat, and one of the server's answer. */
  exports.addAndSendMsgToChat = (chat, raw) => {
    const msg = require('sim/sending').add(chat, raw);
    return [Promise.resolve(msg), send(chat, msg, require('sim/ratchets').advance(chat.id.user))];
  };

  exports.resendMsgToChat = (chat, msg) => send(chat, msg);
});

__d('sim/sending', (require, module) => {
  module.exports = {
    /** Puts a message into its chat; one that is there already stays what it is. */
    add(chat, raw) {
      const { MsgCollection } = require('WAWebMsgCollection');
      const { Msg } = require('WAWebMsgModel');
      const msg = MsgCollection.get(raw.id) ?? (raw instanceof Msg ? raw : new Msg(raw));
      chat.msgs.add(msg);
      MsgCollection.add(msg);
      require('sim/inbox').noteNew(chat, [msg]);
      return msg;
    },
  };
});
