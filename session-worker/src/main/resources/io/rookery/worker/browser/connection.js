// What the worker is told about the device: linked, connected, logged out. No signal of WhatsApp Web is sure, so every one of them, and a clock, leads to a look at the state.
const REFUSAL_GRACE_MS = 5_000;

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
    say('ready', {
      number: text(WPP.conn.getMyUserId()).split('@')[0].split(':')[0],
      name: WPP.whatsapp.Conn.pushname,
      webVersion: text(window.Debug?.VERSION),
    });
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
