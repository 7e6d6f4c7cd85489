// Chats, numbers and messages by the names that commands use.
const chats = (() => {
  const onWhatsApp = recent(); // chat id as it was asked → chat id of the account

  const idOf = (to) => (to.includes('@') ? to : `${to.replace(/\D/g, '')}@c.us`);
  const all = () => WPP.whatsapp.MsgStore.getModelsArray();
  const own = (messageId) => all().findLast((message) => message.id.fromMe && message.id.id === messageId);

  /** Null where the number has no account. Throws where nobody could say. */
  async function account(chatId) {
    const answer = await WPP.contact.queryExists(chatId);
    if (answer) return answer;
    // wa-js says "none" for an error too: ask WhatsApp's own function, which throws.
    return WPP.whatsapp.functions.queryWidExists(WPP.whatsapp.WidFactory.createWid(chatId));
  }

  /** The chat id that WhatsApp has for a number; undefined where it has none. Throws where nobody could say. */
  async function accountOf(chatId) {
    const known = onWhatsApp.get(chatId);
    if (known) return known;
    const answer = await account(chatId);
    if (!answer?.wid) return undefined;
    onWhatsApp.set(chatId, text(answer.wid));
    return text(answer.wid);
  }

  /** The chat id, of a number that surely has an account. Throws a refusal. */
  async function address(to) {
    const chatId = idOf(to);
    if (chatId.endsWith('@c.us')) {
      let known;
      try {
        known = await accountOf(chatId);
      } catch (error) {
        throw refusal('NOT_CONNECTED', `WhatsApp could not be asked for the number: ${messageOf(error)}`);
      }
      if (!known) throw refusal('NOT_ON_WHATSAPP', 'the number has no WhatsApp account');
    }
    return chatId;
  }

  /** Whether a send would begin a chat. Where that can't be told it would not: WhatsApp's server has the last word. */
  async function isNew(to) {
    const chatId = await address(to);
    if (!/@(c\.us|lid)$/.test(chatId) || WPP.chat.get(chatId)) return false;
    try {
      const { lid, phoneNumber } = await WPP.contact.getPnLidEntry(chatId); // a chat goes by one of two names
      return ![lid, phoneNumber].some((other) => other && WPP.chat.get(text(other)));
    } catch {
      return false;
    }
  }

  /** The chat, made where it is not there yet. Throws a refusal. */
  async function open(to) {
    const chatId = await address(to);
    try {
      return await WPP.chat.find(chatId);
    } catch (error) {
      if (!usable()) throw refusal('NOT_CONNECTED', `WhatsApp could not be asked for the chat: ${messageOf(error)}`);
      throw refusal('CHAT_NOT_FOUND', `there is no such chat: ${messageOf(error)}`);
    }
  }

  async function keyOf(chat, messageId) {
    const chatId = text(chat.id);
    if (!chatId.endsWith('@g.us')) return `true_${chatId}_${messageId}`;
    return `true_${chatId}_${messageId}_${text(WPP.conn.getMyUserLid?.() ?? WPP.conn.getMyUserId())}`;
  }

  /** A message of the chat, whoever wrote it. Throws a refusal. */
  async function message(chat, messageId) {
    const chatId = text(chat.id);
    const known = all().find((one) => one.id.id === messageId && text(one.id.remote) === chatId);
    if (known) return known;
    for (const key of [await keyOf(chat, messageId), `false_${chatId}_${messageId}`]) {
      try {
        return await WPP.chat.getMessageById(key);
      } catch (error) {
        if (error?.code !== 'msg_not_found') throw error;
      }
    }
    throw refusal('MESSAGE_NOT_FOUND', 'WhatsApp Web does not know this message in this chat');
  }

  return { idOf, own, accountOf, address, isNew, open, keyOf, message };
})();
