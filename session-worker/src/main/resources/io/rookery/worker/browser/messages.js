// Messages, what becomes of them, and their acks, each told once.
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

const KINDS = {
  chat: 'text', image: 'image', video: 'video', audio: 'audio', ptt: 'voice', sticker: 'sticker', document: 'document', location: 'location',
  vcard: 'contact', multi_vcard: 'contact', poll_creation: 'poll',
};
const MEDIA = new Set(['image', 'video', 'audio', 'voice', 'sticker', 'document']);
/** What stands in a chat and is not a message of a person, or is none yet. */
const NOT_TOLD = new Set([
  'ciphertext', 'revoked', 'protocol', 'reaction', 'e2e_notification', 'notification', 'notification_template', 'gp2', 'call_log', 'broadcast_notification', 'debug', 'pinned_message',
  'poll_update', 'keep_in_chat', 'newsletter_notification',
]);

function cardOf({ body, vcard, vcardFormattedName, displayName }) {
  const card = vcard ?? body ?? '';
  const number = /waid=(\d+)/.exec(card)?.[1] ?? /TEL[^:]*:([+\d][\d ()-]*)/.exec(card)?.[1]?.replace(/\D/g, '');
  return { name: displayName ?? vcardFormattedName ?? /^FN:(.*)$/m.exec(card)?.[1]?.trim() ?? '', phoneNumber: number ? `+${number}` : '' };
}

function quotedBy(message) {
  if (!message.quotedStanzaID) return undefined;
  const original = message.quotedMsg;
  return { messageId: message.quotedStanzaID, from: text(message.quotedParticipant), text: original?.caption ?? (original?.type === 'chat' ? original.body : undefined) };
}

/** What a message says, by its kind. */
function contentOf(message, kind) {
  if (kind === 'text') return { text: message.body };
  if (MEDIA.has(kind))
    return {
      text: message.caption && message.caption !== message.filename ? message.caption : undefined,
      media: { mimeType: message.mimetype, fileName: message.filename, size: message.size, seconds: message.duration === undefined ? undefined : Math.round(Number(message.duration)) },
    };
  if (kind === 'location') {
    const [name, ...address] = (message.loc ?? '').split('\n');
    return { location: { latitude: message.lat, longitude: message.lng, name: name || undefined, address: address.join('\n') || undefined } };
  }
  if (kind === 'contact') return { contacts: (message.type === 'vcard' ? [message] : message.vcardList ?? []).map(cardOf) };
  if (kind === 'poll')
    return { poll: { question: message.pollName, options: (message.pollOptions ?? []).map((option) => option.name), selectable: message.pollSelectableOptionsCount || undefined } };
  return {};
}

/** A message as it is told. */
function described(message) {
  const kind = KINDS[message.type] ?? 'other';
  return {
    messageId: message.id.id,
    chatId: text(message.id.remote),
    from: text(message.author ?? message.from),
    to: text(message.to),
    fromMe: Boolean(message.id.fromMe),
    senderName: message.id.fromMe ? undefined : message.notifyName,
    kind,
    ...contentOf(message, kind),
    quoted: quotedBy(message),
    mentions: message.mentionedJidList?.length ? message.mentionedJidList.map(text) : undefined,
    forwarded: message.isForwarded ? true : undefined,
    timestamp: message.t * 1000,
  };
}

function tellMessage(message, again = false) {
  const key = text(message.id);
  if (NOT_TOLD.has(message.type) || (seenMessages.get(key) && !again)) return;
  seenMessages.set(key, true);
  const told = described(message);
  // Older than this connection: it waited for us at the server. Its clock counts whole seconds.
  const backfill = !told.fromMe && (again || !connection.ready || told.timestamp + 1_000 < connection.readySince);
  say('message', { ...told, backfill });
}

function tellAck(id, chat, level, again = false) {
  if (!id.fromMe || !(level === -1 || (level >= 1 && level <= 4))) return;
  const key = text(id);
  if ((seenAcks.get(key) ?? 0) >= level && level > 0 && !again) return;
  seenAcks.set(key, level);
  say('ack', { messageId: id.id, chatId: text(chat ?? id.remote), level });
}

WPP.on('chat.new_message', (message) => tellMessage(message));
WPP.on('chat.msg_ack_change', ({ ids, chat, ack }) => ids.forEach((id) => tellAck(id, chat, ack)));
WPP.on('chat.msg_edited', ({ msg }) =>
  say('edited', {
    messageId: msg.id.id,
    chatId: text(msg.id.remote),
    from: text(msg.author ?? msg.from),
    fromMe: Boolean(msg.id.fromMe),
    text: msg.type === 'chat' ? msg.body : msg.caption,
    timestamp: Number(msg.latestEditSenderTimestampMs) > 1e12 ? Number(msg.latestEditSenderTimestampMs) : Date.now(),
  }),
);
WPP.on('chat.msg_revoke', ({ refId, author, from }) =>
  say('deleted', { messageId: refId.id, chatId: text(refId.remote), by: text(author ?? from), fromMe: Boolean(refId.fromMe) }),
);
WPP.on('chat.new_reaction', ({ msgId, sender, reactionText, timestamp }) =>
  say('reaction', { messageId: msgId.id, chatId: text(msgId.remote), from: text(sender), emoji: reactionText ?? '', timestamp: Number(timestamp) < 1e12 ? Number(timestamp) * 1000 : Number(timestamp) }),
);
WPP.on('chat.poll_response', ({ msgId, chatId, sender, selectedOptions, timestamp }) =>
  say('vote', {
    messageId: msgId.id,
    chatId: text(chatId),
    from: text(sender),
    options: (selectedOptions ?? []).filter(Boolean).map((option) => option.name),
    timestamp: Number(timestamp),
  }),
);

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
