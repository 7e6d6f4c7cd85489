// What may be done twice without harm: to messages, in chats, with numbers.
const acts = (() => {
  const nothing = () => done([]);

  async function edit({ to, messageId, text: body }) {
    const message = await chats.message(await chats.open(to), messageId);
    if (!message.id.fromMe) throw refusal('EDIT_REFUSED', 'only own messages can be edited');
    if ((message.caption ?? message.body) === body) return nothing();
    try {
      await WPP.chat.editMessage(text(message.id), body, { markIsRead: false, linkPreview: false, detectMentioned: false, waitForAck: true });
    } catch (error) {
      if (error?.code === 'edit_message_error') throw refusal('EDIT_REFUSED', 'WhatsApp does not allow it: too late, or not a text');
      throw error;
    }
    return nothing();
  }

  async function remove({ to, messageId }) {
    const chat = await chats.open(to);
    const message = await chats.message(chat, messageId);
    if (!message.id.fromMe) throw refusal('DELETE_REFUSED', 'only own messages can be deleted for everyone');
    if (message.type === 'revoked') return nothing();
    const answer = await WPP.chat.deleteMessage(chat.id, text(message.id), true, true);
    if (!answer.isRevoked) throw refusal('DELETE_REFUSED', 'WhatsApp does not allow it');
    return nothing();
  }

  async function react({ to, messageId, emoji }) {
    const message = await chats.message(await chats.open(to), messageId);
    await WPP.chat.sendReactionToMessage(message, emoji || false);
    return nothing();
  }

  async function seen({ to }) {
    const chat = await chats.open(to);
    await WPP.chat.markIsRead(chat.id);
    return nothing();
  }

  let typingEnds;

  async function typing({ to, state, seconds }) {
    const chat = await chats.open(to);
    clearTimeout(typingEnds);
    // Without wa-js' own time: it would answer only when that is over.
    if (state === 'stopped') await WPP.chat.markIsPaused(chat.id);
    else {
      await (state === 'recording' ? WPP.chat.markIsRecording(chat.id) : WPP.chat.markIsComposing(chat.id));
      typingEnds = setTimeout(() => WPP.chat.markIsPaused(chat.id).catch(() => {}), seconds * 1000);
    }
    return nothing();
  }

  async function presence({ available }) {
    await WPP.conn.markAvailable(available);
    return nothing();
  }

  async function check({ numbers }) {
    const answers = [];
    for (const number of numbers) {
      const chatId = await chats.accountOf(chats.idOf(number));
      answers.push(chatId ? { number, onWhatsApp: true, chatId } : { number, onWhatsApp: false });
    }
    return done(answers);
  }

  const kinds = { edit, delete: remove, react, seen, typing, presence, check, query: queries.query };

  async function act(call) {
    if (!usable()) return refused('NOT_CONNECTED', 'the page is not connected to WhatsApp');
    return kinds[call.act](call);
  }

  return { act };
})();
