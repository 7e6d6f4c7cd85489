// Between the worker and wa-js. The worker's calls come in through window[rookery.call] and are answered through `tell`, as is everything that happens by itself.
// A call returns at once: the worker's thread serves many pages.

const TICK_MS = 500;
const FIRST_QR_MS = 60_000; // WhatsApp keeps the first code of a screen for a minute, the next ones for 20 s
const NEXT_QR_MS = 20_000;
const PAIRING_CODE_MS = 180_000;
const REMEMBERED_MESSAGES = 5_000;
const REFUSAL_GRACE_MS = 5_000;

const say = (event, data) => tell(JSON.stringify({ event, ...data }));
const text = (value) => (value === undefined || value === null ? undefined : String(value._serialized ?? value));
/** Without numbers: they may be somebody's. */
const messageOf = (error) => String(error?.code ?? error?.message ?? error).replace(/\d{5,}/g, '#').slice(0, 200);

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

// ---- connection: what the worker is told about the device ------------------------------------------------------------------------------------------------------------

const connection = {
  over: false, // logged out or broken: nothing more is told
  first: true, // the first document of this page
  authenticated: false,
  ready: false,
  conflict: false,
  everRegistered: false,
  readySince: 0, // when the connection came up, ms
  loggingOut: false,
  unregisteredSince: 0,
};

const registered = () => WPP.conn.isRegistered();
const socketState = () => WPP.whatsapp.Socket.state;
const connected = () => socketState() === 'CONNECTED';
const usable = () => registered() && connected() && WPP.conn.getStreamData().mode === 'MAIN' && WPP.conn.isMainLoaded();

function finish(event, data) {
  if (connection.over) return;
  connection.over = true;
  say(event, data);
}

function broken(reason) {
  finish('broken', { reason });
  deadline.silence();
}

/** Looks at the device's state and tells what changed. Cheap; called on every signal and on a clock, because no signal is sure. */
async function look() {
  if (connection.over || deadline.passed()) return;
  if (registered()) await lookRegistered();
  else lookUnregistered();
}

async function lookRegistered() {
  connection.everRegistered = true;
  connection.unregisteredSince = 0;
  const conflict = socketState() === 'CONFLICT';
  if (conflict && !connection.conflict) say('conflict'); // never "use here" by itself: the newer connection may be the owner's
  connection.conflict = conflict;
  if (usable()) {
    if (connection.ready) return;
    connection.ready = true;
    connection.readySince = Date.now();
    await authenticated();
    say('ready', { number: text(WPP.conn.getMyUserId()).split('@')[0].split(':')[0], name: WPP.whatsapp.Conn.pushname });
    dialogs.watch();
  } else if (connection.ready && !connected()) {
    connection.ready = false;
    say('disconnected');
  } else if (connected()) {
    await authenticated();
  }
}

async function authenticated() {
  if (connection.authenticated) return;
  connection.authenticated = true;
  await sentinel.write();
  say('authenticated');
}

function lookUnregistered() {
  if (connection.everRegistered || !connection.first && (rookery.linked || connection.authenticated) || rookery.linked && sentinel.clearedSinceStart()) {
    finish('loggedOut', { reason: connection.loggingOut ? 'LOGGED_OUT' : 'DEVICE_REMOVED' });
    return;
  }
  if (!rookery.linked) {
    pairing.offer();
    return;
  }
  // Linked, but WhatsApp Web holds no device, and has not said that it was removed.
  connection.unregisteredSince ||= Date.now();
  if (Date.now() - connection.unregisteredSince > REFUSAL_GRACE_MS) broken('WhatsApp Web finds no device in it');
}

// ---- pairing ---------------------------------------------------------------------------------------------------------------------------------------------------------

const pairing = (() => {
  let shown; // the code that the worker knows
  let expiresAt = 0;
  let count = 0;
  let asking = false;

  async function offer() {
    if (asking) return;
    asking = true;
    try {
      await (rookery.pairing.method === 'code' ? offerCode() : offerQr());
    } catch (error) {
      say('trouble', { what: 'pairing', reason: messageOf(error) });
    } finally {
      asking = false;
    }
  }

  async function offerQr() {
    const code = (await WPP.conn.getAuthCode())?.fullCode;
    if (code && code !== shown) {
      shown = code;
      count += 1;
      expiresAt = Date.now() + (count === 1 ? FIRST_QR_MS : NEXT_QR_MS);
      if (!registered()) say('qr', { code, expiresAt });
    } else if (count > 0 && Date.now() > expiresAt + 1_000) {
      // The screen waits for a click: ask for new codes.
      expiresAt = Date.now() + NEXT_QR_MS;
      count = 0;
      Promise.resolve(WPP.conn.refreshQR()).catch((error) => say('trouble', { what: 'qr', reason: messageOf(error) }));
    }
  }

  async function offerCode() {
    if (Date.now() < expiresAt || !WPP.whatsapp.Conn.ref) return;
    expiresAt = Date.now() + NEXT_QR_MS; // not again at once where it fails
    const code = await WPP.conn.genLinkDeviceCodeForPhoneNumber(rookery.pairing.phone);
    expiresAt = Date.now() + PAIRING_CODE_MS;
    say('code', { code, expiresAt });
  }

  return { offer };
})();

// ---- messages --------------------------------------------------------------------------------------------------------------------------------------------------------

const seenMessages = recent();
const seenAcks = recent();

function tellMessage(message) {
  const key = text(message.id);
  if (message.type !== 'chat' || seenMessages.get(key)) return;
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
    backfill: !message.id.fromMe && (!connection.ready || timestamp + 1_000 < connection.readySince),
  });
}

function tellAck(id, chat, level) {
  if (!id.fromMe || !(level >= 1 && level <= 4)) return;
  const key = text(id);
  if ((seenAcks.get(key) ?? 0) >= level) return;
  seenAcks.set(key, level);
  say('ack', { messageId: id.id, chatId: text(chat ?? id.remote), level });
}

WPP.on('chat.new_message', tellMessage);
WPP.on('chat.msg_ack_change', ({ ids, chat, ack }) => ids.forEach((id) => tellAck(id, chat, ack)));

/** What came before wa-js listened: a restored device is connected before wa-js is ready. */
function catchUp() {
  WPP.whatsapp.MsgStore.on('change:ack', (message) => tellAck(message.id, undefined, message.ack));
  WPP.whatsapp.MsgStore.getModelsArray()
    .filter((message) => message.isNewMsg)
    .forEach(tellMessage);
}

// ---- the worker's calls ----------------------------------------------------------------------------------------------------------------------------------------------

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

  async function send({ messageId, to, text: body }) {
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
      if (deadline.passed()) return { lost: 'the deadline has passed' };
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

  const kinds = { send, find, logOut };
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
      .then((answer) => tell(JSON.stringify({ answer: call.id, ...answer })));
  }

  return { receive };
})();

// ---- dialogs ---------------------------------------------------------------------------------------------------------------------------------------------------------

// WhatsApp greets a new device with a "What's new" dialog; one that nobody closes can cost the link. Only greetings are closed, and only by their last button.
const dialogs = (() => {
  const GREETING = /what['’]s new|welcome to whatsapp|new on whatsapp/i;
  const WATCHED_MS = 120_000;
  let until = 0;

  function dismiss() {
    for (const dialog of document.querySelectorAll('[role="dialog"]')) {
      if (!GREETING.test(dialog.textContent)) continue;
      [...dialog.querySelectorAll('button, [role="button"]')].at(-1)?.click();
    }
    if (Date.now() < until) setTimeout(dismiss, 2_000);
  }

  return {
    watch() {
      until = Date.now() + WATCHED_MS;
      dismiss();
    },
  };
})();

// ---- start -----------------------------------------------------------------------------------------------------------------------------------------------------------

let looking = false;
async function tick() {
  if (looking) return;
  looking = true;
  try {
    await look();
  } catch (error) {
    say('trouble', { what: 'look', reason: messageOf(error) });
  } finally {
    looking = false;
  }
}

/** Calls back at once where wa-js is that far already: its events do not repeat. */
function when(state, event, then) {
  if (WPP[state]) then();
  else WPP.on(event, then);
}

async function start() {
  Object.defineProperty(window, rookery.call, { value: calls.receive });
  const known = JSON.parse(await tell(JSON.stringify({ event: 'hello' })));
  deadline.extend(known.deadline);
  connection.first = known.first;
  connection.authenticated = known.authenticated;
  if (rookery.linked && connection.first) {
    const fault = await sentinel.fault();
    if (fault) return broken(fault);
  }
  when('isReady', 'loader.ready', () => {
    say('loaded');
    catchUp();
    WPP.whatsapp.Socket.on('change:state', tick);
    WPP.whatsapp.Stream.on('change:mode change:info', tick);
    WPP.whatsapp.Cmd.on('main_loaded logout', tick);
    WPP.on('conn.auth_code_change', tick);
    setInterval(tick, TICK_MS);
    tick();
  });
}

start().catch((error) => say('trouble', { what: 'start', reason: messageOf(error) }));
