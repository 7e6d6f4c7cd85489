// Messages and their acks, each told once.
const REMEMBERED_MESSAGES = 5_000;

/** A set that forgets its oldest entries. */
function recent() {
  const entries = new Map();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.set(key, value);
      if (entries.size > REMEMBERED_MESSAGES) entries.delete(entries.keys().next().value);
    },
  };
}

const seenMessages = recent();
const seenAcks = recent();

function tellMessage(message, again = false) {
  const key = text(message.id);
  if (message.type !== 'chat' || (seenMessages.get(key) && !again)) return;
  seenMessages.set(key, true);
  const timestamp = message.t * 1000;
  say('message', {
    messageId: message.id.id,
    chatId: text(message.id.remote),
    from: text(message.author ?? message.from),
    to: text(message.to),
    fromMe: Boolean(message.id.fromMe),
    text: message.body,
    timestamp,
    // Older than this connection: it waited for us at the server. Its clock counts whole seconds.
    backfill: !message.id.fromMe && (again || !connection.ready || timestamp + 1_000 < connection.readySince),
  });
}

function tellAck(id, chat, level, again = false) {
  if (!id.fromMe || !(level >= 1 && level <= 4)) return;
  const key = text(id);
  if ((seenAcks.get(key) ?? 0) >= level && !again) return;
  seenAcks.set(key, level);
  say('ack', { messageId: id.id, chatId: text(chat ?? id.remote), level });
}

WPP.on('chat.new_message', (message) => tellMessage(message));
WPP.on('chat.msg_ack_change', ({ ids, chat, ack }) => ids.forEach((id) => tellAck(id, chat, ack)));

/** What came before wa-js listened: a restored device is connected before wa-js is ready. */
function catchUp() {
  WPP.whatsapp.MsgStore.on('change:ack', (message) => tellAck(message.id, undefined, message.ack));
  WPP.whatsapp.MsgStore.getModelsArray()
    .filter((message) => message.isNewMsg)
    .forEach((message) => tellMessage(message));
}

const RECENT_ACKS_MS = 120_000;

/** Everything from a time on once more: what was told before may not have arrived. The worker knows what is news. */
function tellAgain(since) {
  WPP.whatsapp.MsgStore.getModelsArray()
    .filter((message) => message.t * 1000 >= since)
    .sort((a, b) => a.t - b.t)
    .forEach((message) => {
      tellMessage(message, true);
      if (message.t * 1000 >= Date.now() - RECENT_ACKS_MS) tellAck(message.id, undefined, message.ack, true);
    });
}
