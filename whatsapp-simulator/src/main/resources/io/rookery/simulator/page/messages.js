'use strict';
/* Sending, receiving, finding and keeping messages. */

__d('sim/inbox', (require, module) => {
  const storage = require('sim/storage');
  const { createWid } = require('WAWebWidFactory');
  const MsgKey = require('WAWebMsgKey');

  const plain = (msg) => ({
    id: String(msg.id),
    body: msg.body,
    type: msg.type,
    t: msg.t,
    from: String(msg.from),
    to: String(msg.to),
    ack: msg.ack,
    notifyName: msg.notifyName,
    rowId: rowId(msg),
  });

  let rows = Date.now() * 1000;

  /** Messages of one second keep their order by this. */
  function rowId(msg) {
    if (!msg.rowId) {
      msg.set('rowId', rows++, { silent: true });
    }
    return msg.rowId;
  }

  const messageEntry = (msg) => ['message', String(msg.id), plain(msg)];

  function chatEntry({ id, t, unreadCount, lastReceivedKey }) {
    const key = lastReceivedKey && String(lastReceivedKey);
    return ['chat', String(id), { id: String(id), t, unreadCount, lastReceivedKey: key }];
  }

  const keepMessage = (msg) => storage.putTogether([messageEntry(msg)]);
  const keepChat = (chat) => storage.putTogether([chatEntry(chat)]);

  /** A message and its chat are kept together or not at all: a message without a chat would never be seen again. */
  const keep = (chat, messages, ...more) =>
    storage.putTogether([chatEntry(chat), ...messages.map(messageEntry), ...more]);

  /** A chat moves up with its newest message; what others wrote is unread. */
  function noteNew(chat, models) {
    for (const msg of models) {
      chat.set({ t: msg.t, lastReceivedKey: msg.id });
      if (!msg.id.fromMe) {
        chat.set('unreadCount', chat.unreadCount + 1);
      }
    }
  }

  /** A message from the server. Resolves when it is stored, so that it may be acknowledged. */
  async function receive({ id, from, to, text, type, t, name }) {
    const { MsgCollection } = require('WAWebMsgCollection');
    const me = require('WAWebUserPrefsMeUser').getMaybeMePnUser();
    const fromMe = me.user === from;
    const chatId = createWid(`${fromMe ? to : from}@c.us`);
    const key = new MsgKey({ fromMe, remote: chatId, id });
    const known = MsgCollection.get(key);
    const { ChatCollection } = require('WAWebChatCollection');
    if (known?.type === 'ciphertext' && type !== 'ciphertext') {
      known.set({ body: text, type });
      await keep(ChatCollection.get(chatId), [known]);
    }
    if (known) {
      return;
    }
    const [chat] = ChatCollection.add({ id: chatId, t });
    if (!fromMe) {
      chat.contact.set('pushname', name);
    }
    await require('WAWebHandleSingleMsgWorkerCompatible').handleSingleMsg(chatId, {
      id: key,
      body: text,
      type,
      t,
      from: createWid(`${from}@c.us`),
      to: createWid(`${to}@c.us`),
      ack: 1,
      self: fromMe ? 'out' : 'in',
      isNewMsg: true,
      notifyName: name,
    });
  }

  /** Everything that this profile has kept. */
  async function restore() {
    const { MsgCollection } = require('WAWebMsgCollection');
    const { ChatCollection } = require('WAWebChatCollection');
    await require('sim/ratchets').load();
    const chats = await storage.chats.all();
    ChatCollection.add(chats);
    const messages = (await storage.messages.all()).sort((one, other) => one.rowId - other.rowId);
    for (const msg of MsgCollection.add(messages)) {
      const chat = ChatCollection.get(msg.id.remote);
      chat?.msgs.add(msg);
      if (msg.id.fromMe && msg.ack === 0) {
        require('WAWebSendMsgChatAction').resendMsgToChat(chat, msg); // the server never answered: send it again
      }
    }
  }

  const forget = () => Promise.all([storage.messages.clear(), storage.chats.clear(), require('sim/ratchets').clear()]);

  module.exports = { receive, restore, forget, noteNew, keep, keepMessage, keepChat };
});

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

    canRead: ({ from, turn }) => turn === undefined || turn <= module.exports.turn(from),
  };
});

__d('WAWebHandleSingleMsgWorkerCompatible', (require, module, exports) => {
  exports.handleSingleMsg = async (chatId, message) => {
    const models = await require('WAWebMsgCollection').MsgCollection.processMultipleMessages(chatId, [message]);
    await require('sim/inbox').keep(require('WAWebChatCollection').ChatCollection.get(chatId), models);
  };
});

__d('WAWebE2EProtoGenerator', (require, module, exports) => {
  exports.createMsgProtobuf = (msg) => ({ conversation: msg.body });
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
    to: data.to.user,
    type: data.type,
    body: msgProtobuf.conversation,
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
    const { MsgCollection } = require('WAWebMsgCollection');
    const msg = MsgCollection.get(raw.id) ?? new (require('WAWebMsgModel').Msg)(raw);
    chat.msgs.add(msg);
    MsgCollection.add(msg);
    require('sim/inbox').noteNew(chat, [msg]);
    return [Promise.resolve(msg), send(chat, msg, require('sim/ratchets').advance(chat.id.user))];
  };

  exports.resendMsgToChat = (chat, msg) => send(chat, msg);
});

__d('WAWebDBMessageFindLocal', (require, module, exports) => {
  function find(anchor, count, direction) {
    const { ChatCollection } = require('WAWebChatCollection');
    const all = ChatCollection.get(anchor.remote)?.msgs.getModelsArray() ?? [];
    const at = all.findIndex(({ id }) => id.equals(anchor));
    const part = direction === 'after' ? all.slice(at + 1, at + 1 + count) : all.slice(Math.max(0, at - count), at);
    return { messages: at < 0 ? [] : part, status: 200 };
  }

  exports.msgFindByDirection = async ({ anchor, count, direction }) => find(anchor, count, direction);
  exports.msgFindBefore = async ({ anchor, count }) => find(anchor, count, 'before');
  exports.msgFindAfter = async ({ anchor, count }) => find(anchor, count, 'after');
  exports.msgFindCallLog = async () => [];
  exports.msgFindMedia = async () => ({ messages: [] });
  exports.msgFindStarred = async () => ({ messages: [] });
  exports.msgFindSearch = async () => ({ messages: [] });
  exports.msgFindEvents = async () => ({ messages: [] });
});

__d('WAWebChatMessageSearch', (require, module, exports) => {
  exports.getSearchContext = ({ chat }) => {
    const collection = chat.msgs;
    collection.loadAroundPromise = Promise.resolve();
    return { collection };
  };
});

__d('WAWebChatLoadMessages', (require, module, exports) => {
  exports.loadEarlierMsgs = async () => [];
});
