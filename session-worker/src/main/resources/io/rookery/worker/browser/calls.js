// What the worker asks for. A call returns at once: the worker's thread serves many pages.
const calls = (() => {
  const done = (value) => ({ done: value ?? null });
  const refused = (code, why) => ({ refused: code, text: why });
  const onWhatsApp = new Set();

  const sent = (message) => ({ messageId: message.id.id, chatId: text(message.id.remote), ack: message.ack ?? 0 });
  const own = (messageId) => WPP.whatsapp.MsgStore.getModelsArray().find((message) => message.id.fromMe && message.id.id === messageId);
  const chatIdOf = (to) => (to.includes('@') ? to : `${to.replace(/\D/g, '')}@c.us`);

  /** Null where the number has no account. Throws where nobody could say. */
  async function account(chatId) {
    const answer = await WPP.contact.queryExists(chatId);
    if (answer) return answer;
    // wa-js says "none" for an error too: ask WhatsApp's own function, which throws.
    return WPP.whatsapp.functions.queryWidExists(WPP.whatsapp.WidFactory.createWid(chatId));
  }

  async function keyOf(chat, messageId) {
    const chatId = text(chat.id);
    if (!chatId.endsWith('@g.us')) return `true_${chatId}_${messageId}`;
    return `true_${chatId}_${messageId}_${text(WPP.conn.getMyUserLid?.() ?? WPP.conn.getMyUserId())}`;
  }

  async function send({ messageId, to, text: body, until }) {
    const known = own(messageId);
    if (known) return done(sent(known));
    if (!usable()) return refused('NOT_CONNECTED', 'the page is not connected to WhatsApp');
    const chatId = chatIdOf(to);
    if (chatId.endsWith('@c.us') && !onWhatsApp.has(chatId)) {
      let answer;
      try {
        answer = await account(chatId);
      } catch (error) {
        return refused('NOT_CONNECTED', `WhatsApp could not be asked for the number: ${messageOf(error)}`);
      }
      if (!answer?.wid) return refused('NOT_ON_WHATSAPP', 'the number has no WhatsApp account');
      onWhatsApp.add(chatId);
    }
    let key;
    try {
      const chat = await WPP.chat.find(chatId);
      key = await keyOf(chat, messageId);
      // What hung until here may have been given up, and looked up, and answered by now.
      if (deadline.passed() || Date.now() >= until) return { lost: 'the call came too late' };
      if (own(messageId)) return done(sent(own(messageId)));
      await WPP.chat.sendTextMessage(chat.id, body, {
        messageId: key,
        createChat: true,
        waitForAck: false, // acks come as events
        markIsRead: false, // wa-js would send read receipts
        linkPreview: false, // wa-js would ask other hosts
        detectMentioned: false,
      });
    } catch (error) {
      const handedOver = own(messageId);
      if (handedOver) return done(sent(handedOver));
      return refused('SEND_REFUSED', messageOf(error));
    }
    const message = own(messageId);
    return message ? done(sent(message)) : done({ messageId, chatId, ack: 0 });
  }

  async function find({ messageId, to }) {
    const known = own(messageId);
    if (known) return done(sent(known));
    const chat = await WPP.chat.find(chatIdOf(to));
    try {
      return done(sent(await WPP.chat.getMessageById(await keyOf(chat, messageId))));
    } catch (error) {
      if (error?.code === 'msg_not_found') return done();
      throw error;
    }
  }

  async function logOut() {
    if (!registered()) return done();
    connection.loggingOut = true;
    await WPP.conn.logout();
    return done();
  }

  async function catchUp({ since }) {
    tellAgain(Number(since));
    return done();
  }

  const kinds = { send, find, logOut, catchUp };
  let chain = Promise.resolve();

  async function run(call) {
    // Checked here, right before the effect, and not when the call was made.
    if (deadline.passed()) return { lost: 'the deadline has passed' };
    if (Date.now() >= call.until) return { lost: 'the call came too late' };
    if (!window.WPP?.isFullReady) return refused('NOT_CONNECTED', 'the page is not loaded yet');
    try {
      return await kinds[call.kind](call);
    } catch (error) {
      return { lost: messageOf(error) };
    }
  }

  function receive(json) {
    const call = JSON.parse(json);
    if (call.kind === 'deadline') {
      deadline.extend(call.until);
      return;
    }
    // In order, but none waits for one that hangs.
    const late = (answer) => new Promise((resolve) => setTimeout(() => resolve(answer), Math.max(0, call.until - Date.now())));
    chain = chain
      .then(() => Promise.race([run(call), late({ lost: 'the page did not answer in time' })]))
      .then((answer) => line.say(JSON.stringify({ answer: call.id, ...answer })));
  }

  return { receive };
})();
