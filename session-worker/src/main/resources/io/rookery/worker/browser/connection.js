// What the worker is told about the device: linked, connected, logged out. No signal of WhatsApp Web is sure, so every one of them, and a clock, leads to a look at the state.
const REFUSAL_GRACE_MS = 5_000;
const BAN_GRACE_MS = 1_000;

const connection = {
  over: false, // logged out or broken: nothing more is told
  first: true, // the first document of this page
  authenticated: false,
  ready: false,
  conflict: false,
  everRegistered: false,
  readySince: 0, // when the connection came up, ms
  loggingOut: false,
  logoutReason: undefined, // what WhatsApp Web calls it
  turnedAway: undefined, // what was told of it
  turnedAwaySince: 0,
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
  if (turnedAway()) return;
  if (usable()) {
    if (connection.ready) return;
    connection.ready = true;
    connection.readySince = Date.now();
    await authenticated();
    say('ready', {
      number: text(WPP.conn.getMyUserId()).split('@')[0].split(':')[0],
      name: WPP.whatsapp.Conn.pushname,
      webVersion: text(window.Debug?.VERSION),
    });
    dialogs.watch();
    restrictions.admitted();
  } else if (connection.ready && !connected()) {
    connection.ready = false;
    say('disconnected');
  } else if (connected()) {
    await authenticated();
  }
}

// What WhatsApp Web says where it is not let in. A block that it gives no more words to is taken for one that ends.
const TURNED_AWAY = { TOS_BLOCK: 'TEMPORARILY_BANNED', SMB_TOS_BLOCK: 'TEMPORARILY_BANNED', DEPRECATED_VERSION: 'WEB_VERSION_TOO_OLD' };
const WHY = { TEMPORARILY_BANNED: 'WhatsApp has banned the account for a while', WEB_VERSION_TOO_OLD: 'WhatsApp refuses this version of WhatsApp Web' };

/** Why WhatsApp does not let the page in, as far as it says so: by the connection's state, or – whatever that is then – by telling of a ban. */
function reasonToBeTurnedAway() {
  const ban = restrictions.ban();
  const banned = ban && !connected() && !(ban.until <= Date.now());
  return TURNED_AWAY[socketState()] ?? (banned ? 'TEMPORARILY_BANNED' : undefined);
}

function turnedAway() {
  const reason = reasonToBeTurnedAway();
  if (!reason) {
    connection.turnedAway = undefined;
    connection.turnedAwaySince = 0;
    return false;
  }
  connection.turnedAwaySince ||= Date.now();
  if (reason === 'TEMPORARILY_BANNED' && !restrictions.ban()) {
    if (Date.now() - connection.turnedAwaySince < BAN_GRACE_MS) return true; // its end may be said in a moment
    restrictions.banned();
  }
  const until = reason === 'TEMPORARILY_BANNED' ? restrictions.ban().until : undefined;
  const said = `${reason} ${until}`;
  if (connection.turnedAway !== said) say('disconnected', { reason, text: WHY[reason], until });
  connection.turnedAway = said;
  connection.ready = false;
  return true;
}

async function authenticated() {
  if (connection.authenticated) return;
  connection.authenticated = true;
  await sentinel.write();
  say('authenticated');
}

function logoutReason() {
  if (connection.loggingOut) return 'LOGGED_OUT';
  // The next document has the reason in its address, as a number.
  const locked = connection.logoutReason === 'account_locked' || new URLSearchParams(location.search).get('logout_reason') === '3';
  return locked ? 'ACCOUNT_LOCKED' : 'DEVICE_REMOVED';
}

function lookUnregistered() {
  if (connection.everRegistered || !connection.first && (rookery.linked || connection.authenticated) || rookery.linked && sentinel.clearedSinceStart()) {
    finish('loggedOut', { reason: logoutReason() });
    return;
  }
  if (turnedAway()) return;
  if (!rookery.linked) {
    pairing.offer();
    return;
  }
  // Linked, but WhatsApp Web holds no device, and has not said that it was removed.
  connection.unregisteredSince ||= Date.now();
  if (Date.now() - connection.unregisteredSince > REFUSAL_GRACE_MS) broken('WhatsApp Web finds no device in it');
}
