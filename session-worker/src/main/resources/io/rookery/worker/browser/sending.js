// Sends one message of whatever content.
const sending = (() => {
  const FILE_TYPES = { image: 'image', video: 'video', audio: 'audio', voice: 'audio', sticker: 'sticker', document: 'document' };
  const REFUSALS = {
    file_too_large: 'MEDIA_TOO_LARGE',
    quoted_msg_can_not_reply: 'REPLY_REFUSED',
    mentioned_is_not_user: 'MENTION_REFUSED',
  };
  const NO_CHAT = new Set(['CHAT_NOT_FOUND', 'NOT_ON_WHATSAPP']); // so nothing was sent there
  const underWay = new Map();

  const sent = (message) => ({ messageId: message.id.id, chatId: text(message.id.remote), ack: message.ack ?? 0 });

  /** What of a message is the same when it is forwarded. wa-js' own way of forwarding chooses the message's id itself. */
  const FORWARDED = [
    'type', 'body', 'caption', 'lat', 'lng', 'loc', 'clientUrl', 'vcardFormattedName', 'vcardList',
    'mimetype', 'filename', 'size', 'filehash', 'encFilehash', 'mediaKey', 'mediaKeyTimestamp', 'directPath', 'deprecatedMms3Url',
    'width', 'height', 'duration', 'waveform', 'pageCount', 'isGif', 'preview', 'thumbnail',
  ];

  function copyOf(message) {
    const raw = { isForwarded: true, forwardingScore: (message.forwardingScore ?? 0) + 1 };
    for (const name of FORWARDED) if (message[name] !== undefined) raw[name] = message[name];
    return raw;
  }

  async function forward(chat, { chatId, messageId }, options) {
    const original = await chats.message(await chats.open(chatId), messageId);
    if (original.type === 'revoked' || original.type === 'ciphertext') throw refusal('FORWARD_REFUSED', 'the message has no content any more, or not yet');
    return WPP.chat.sendRawMessage(chat.id, copyOf(original), options);
  }

  function hand(chat, { content, file, source }, options) {
    switch (content.kind) {
      case 'text':
        return WPP.chat.sendTextMessage(chat.id, content.text, options);
      case 'location':
        return WPP.chat.sendLocationMessage(chat.id, { ...options, lat: content.latitude, lng: content.longitude, name: content.name, address: content.address });
      case 'contact':
        return WPP.chat.sendVCardContactMessage(chat.id, { id: chats.idOf(content.phoneNumber), name: content.name }, options);
      case 'poll':
        return WPP.chat.sendCreatePollMessage(chat.id, content.question, content.options, { ...options, selectableCount: content.selectable ?? 1 });
      case 'forward':
        return forward(chat, content, options);
      case 'media': {
        if (!source) throw new Error('the file was not handed in');
        const named = new File([source], file.fileName, { type: file.mimeType });
        return WPP.chat.sendFileMessage(chat.id, named, { ...options, type: FILE_TYPES[file.kind], isPtt: file.kind === 'voice', caption: content.caption });
      }
    }
    throw new Error(`no content ${content.kind}`);
  }

  async function attempt(call) {
    if (!usable()) return refused('NOT_CONNECTED', 'the page is not connected to WhatsApp');
    const { messageId, to, replyTo, mentions, linkPreview, until } = call;
    let chat;
    try {
      // Before the chat is opened: that makes it.
      const restricted = restrictions.newChatRefusal();
      if (restricted && (await chats.isNew(to))) return restricted;
      chat = await chats.open(to);
      const options = {
        messageId: await chats.keyOf(chat, messageId),
        createChat: true,
        waitForAck: false, // acks come as events
        markIsRead: false, // wa-js would send read receipts
        linkPreview, // wa-js would ask other hosts
        detectMentioned: false,
      };
      if (mentions.length > 0) options.mentionedList = mentions.map(chats.idOf);
      if (replyTo) options.quotedMsg = await chats.message(chat, replyTo);
      // What hung until here may have been given up, and looked up, and answered by now.
      if (deadline.passed() || Date.now() >= until) return { lost: 'the call came too late' };
      const known = chats.own(messageId);
      if (known) return done(sent(known));
      await hand(chat, call, options);
    } catch (error) {
      const handedOver = chats.own(messageId);
      if (handedOver) return done(sent(handedOver));
      if (error?.refusal) return error.refusal;
      const otherwise = call.file ? 'MEDIA_REFUSED' : 'SEND_REFUSED';
      return refused(REFUSALS[error?.code] ?? otherwise, messageOf(error));
    }
    const message = chats.own(messageId);
    return done(message ? sent(message) : { messageId, chatId: text(chat.id), ack: 0 });
  }

  /** One that is asked for again while a slow try of it is still under way – a file that is being uploaded – is not tried twice. */
  async function send(call) {
    const known = chats.own(call.messageId);
    if (known) return done(sent(known));
    const running = underWay.get(call.messageId);
    if (running) return running;
    const trying = attempt(call).finally(() => underWay.delete(call.messageId));
    underWay.set(call.messageId, trying);
    return trying;
  }

  async function find({ messageId, to }) {
    await underWay.get(messageId);
    const known = chats.own(messageId);
    if (known) return done(sent(known));
    try {
      const chat = await chats.open(to);
      return done(sent(await WPP.chat.getMessageById(await chats.keyOf(chat, messageId))));
    } catch (error) {
      if (error?.code === 'msg_not_found' || NO_CHAT.has(error?.refusal?.refused)) return done();
      throw error;
    }
  }

  return { send, find };
})();
