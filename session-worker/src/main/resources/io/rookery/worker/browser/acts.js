// What may be done twice without harm: to messages, in chats, with numbers.
const acts = (() => {
  const nothing = () => done([]);

  const UNREACHED = new Set(['ERROR_NETWORK', 'ERROR_EXPIRED', 'ERROR_CANCELLED']);

  /**
   * Changes a message. What fails while the page is connected is refused: WhatsApp Web has no codes for most of it. What failed for want of a connection is no answer, and is tried again.
   * isDone: whether the change is there although it failed
   */
  async function changed(code, why, change, isDone = () => false) {
    let result;
    try {
      const answer = await change();
      const told = await answer?.sendMsgResult;
      result = told?.messageSendResult ?? told;
    } catch (error) {
      if (isDone()) return;
      throw usable() ? refusal(code, why) : error;
    }
    if (UNREACHED.has(result)) throw new Error(`WhatsApp Web answers ${result}`);
    if (String(result).startsWith('ERROR_')) throw refusal(code, why);
  }

  async function edit({ to, messageId, text: body }) {
    const message = await chats.message(await chats.open(to), messageId);
    if (!message.id.fromMe) throw refusal('EDIT_REFUSED', 'only own messages can be edited');
    if ((message.caption ?? message.body) === body) return nothing();
    await changed(
      'EDIT_REFUSED',
      'WhatsApp does not allow it: too late, or not a text',
      () => WPP.chat.editMessage(text(message.id), body, { markIsRead: false, linkPreview: false, detectMentioned: false, waitForAck: true }),
      () => (message.caption ?? message.body) === body,
    );
    return nothing();
  }

  /** Where it can't be deleted for everyone, wa-js deletes it on this device alone. */
  function checkRevoked({ isRevoked }) {
    if (!isRevoked) throw new Error('it is not deleted for everyone');
  }

  async function remove({ to, messageId }) {
    const chat = await chats.open(to);
    const message = await chats.message(chat, messageId);
    if (!message.id.fromMe) throw refusal('DELETE_REFUSED', 'only own messages can be deleted for everyone');
    if (message.type === 'revoked') return nothing();
    const why = 'WhatsApp does not allow it: too late';
    const isDone = () => message.type === 'revoked';
    await changed('DELETE_REFUSED', why, () => WPP.chat.deleteMessage(chat.id, text(message.id), true, true).then(checkRevoked), isDone);
    return nothing();
  }

  async function react({ to, messageId, emoji }) {
    const message = await chats.message(await chats.open(to), messageId);
    const why = 'WhatsApp does not allow it: the message was deleted, or is none that people react to';
    await changed('REACTION_REFUSED', why, () => WPP.chat.sendReactionToMessage(message, emoji || false));
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
