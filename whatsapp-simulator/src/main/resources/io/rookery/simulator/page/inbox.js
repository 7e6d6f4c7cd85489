'use strict';
/* Receiving messages and keeping them. */

__d('sim/inbox', (require, module) => {
  const storage = require('sim/storage');
  const addresses = require('sim/addresses');
  const content = require('sim/content');

  /** What is kept of a message besides its content. */
  const KEPT = [
    'type', 'subtype', 't', 'ack', 'notifyName', 'body', 'latestEditSenderTimestampMs', 'reactions', 'votes',
  ];

  function plain(msg) {
    const kept = { id: String(msg.id), from: String(msg.from), to: String(msg.to), rowId: rowId(msg) };
    for (const name of KEPT) {
      kept[name] = msg.attributes[name];
    }
    kept.author = msg.author && String(msg.author);
    kept.latestEditMsgKey = msg.latestEditMsgKey && String(msg.latestEditMsgKey);
    return { ...kept, content: content.encode(msg) };
  }

  function revived({ content: fields, ...kept }) {
    const { remote } = require('WAWebMsgKey').fromString(kept.id);
    return fields ? { ...kept, ...content.decode({ ...fields, type: kept.type }, remote) } : kept;
  }

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
    const lid = require('sim/lids').lidOf(id)?.user;
    const group = require('sim/groups').kept(id);
    return ['chat', String(id), { id: String(id), t, unreadCount, lastReceivedKey: key, lid, group }];
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
  async function receive(message) {
    const { from, to, type, t, name, lid } = message;
    const { MsgCollection } = require('WAWebMsgCollection');
    const { ChatCollection } = require('WAWebChatCollection');
    if (lid) {
      require('sim/lids').learn(addresses.user(from), lid);
    }
    const chatId = addresses.chatOf(message);
    const key = addresses.key(message);
    const known = MsgCollection.get(key);
    if (known?.type === 'ciphertext' && type !== 'ciphertext') {
      known.set({ ...content.decode(message, chatId), type });
      require('sim/media').attach(known);
      await keep(ChatCollection.get(chatId), [known]);
    }
    if (known) {
      return;
    }
    const [chat] = ChatCollection.add({ id: chatId, t });
    const sender = addresses.person(from, chatId);
    if (!key.fromMe) {
      require('WAWebContactCollection').ContactCollection.gadd(sender).set('pushname', name);
    }
    const isOthersInGroup = chatId.isGroup() && !key.fromMe;
    await require('WAWebHandleSingleMsgWorkerCompatible').handleSingleMsg(chatId, {
      ...content.decode(message, chatId),
      id: key,
      type,
      t,
      from: isOthersInGroup ? chatId : sender,
      to: isOthersInGroup ? require('WAWebUserPrefsMeUser').getMeUserOrThrow() : addresses.chat(to),
      author: chatId.isGroup() ? sender : undefined,
      ack: 1,
      self: key.fromMe ? 'out' : 'in',
      isNewMsg: true,
      notifyName: name,
    });
    return chat;
  }

  /** Everything that this profile has kept. */
  async function restore() {
    const { MsgCollection } = require('WAWebMsgCollection');
    const { ChatCollection } = require('WAWebChatCollection');
    await require('sim/ratchets').load();
    for (const { lid, group, ...chat } of await storage.chats.all()) {
      if (group) {
        require('sim/groups').learn(group);
      } else if (lid) {
        require('sim/lids').learn(require('WAWebWidFactory').createWid(chat.id), lid);
      }
      ChatCollection.add({ ...chat, name: group?.subject });
    }
    const messages = (await storage.messages.all()).sort((one, other) => one.rowId - other.rowId);
    for (const msg of MsgCollection.add(messages.map(revived))) {
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

__d('WAWebHandleSingleMsgWorkerCompatible', (require, module, exports) => {
  exports.handleSingleMsg = async (chatId, message) => {
    const models = await require('WAWebMsgCollection').MsgCollection.processMultipleMessages(chatId, [message]);
    await require('sim/inbox').keep(require('WAWebChatCollection').ChatCollection.get(chatId), models);
  };
});

/** What the server brings, by its kind. Each is taken in when its promise resolves. */
__d('sim/items', (require, module) => {
  const kinds = {
    message: ({ message }) => require('sim/inbox').receive(message),
    receipt: (receipt) => require('sim/receipts').take(receipt),
    seen: ({ chat }) => require('sim/receipts').seen(chat),
    group: ({ group }) => require('sim/groups').take(group),
    amendment: ({ amendment }) => require('sim/amendments').take(amendment),
  };

  module.exports = { take: ({ kind, ...item }) => kinds[kind](item) };
});
