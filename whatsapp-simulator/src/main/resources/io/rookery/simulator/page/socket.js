'use strict';
/* The web socket to the simulated server: log-in, what it brings, and what happens when it breaks. */

__d('sim/socket', (require, module) => {
  const RETRY_MILLIS = [200, 500, 1000, 2000, 5000];
  // Without a message for minutes something must still go back and forth; "ping" in the address sets how often.
  const PING_MILLIS = Number(new URLSearchParams(location.search).get('ping') ?? 20_000);
  const identity = require('sim/identity');
  const { Socket } = require('WAWebSocketModel');
  const { Stream } = require('WAWebStreamModel');
  const { Conn } = require('WAWebConnModel');
  const { Cmd } = require('WAWebCmd');

  const questions = new Map();
  let socket;
  let loggedIn = false;
  let failures = 0;
  let over = false; // lost a conflict, was refused, or logged out: no reconnect by itself
  let retryTimer;
  let pingTimer;
  let inbox = Promise.resolve();

  function open() {
    clearTimeout(retryTimer);
    over = false;
    Socket.set('state', 'OPENING');
    const address = new URL('/ws/chat', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    address.search = location.search;
    address.searchParams.set('version', require('WAWebBuildConstants').VERSION_BASE);
    const mine = new WebSocket(address);
    socket = mine;
    mine.onmessage = ({ data }) => mine === socket && onFrame(JSON.parse(data));
    mine.onclose = () => mine === socket && onClose();
  }

  /** What hung on the old connection. */
  function lost() {
    loggedIn = false;
    clearInterval(pingTimer);
    Conn.set('connected', false);
    Socket.set('stream', 'DISCONNECTED');
    questions.forEach(({ reject }) => reject(new Error('the connection was lost')));
    questions.clear();
  }

  function onClose() {
    lost();
    if (!over) {
      Socket.set('state', 'TIMEOUT');
      Stream.set('info', 'OFFLINE');
      retryTimer = setTimeout(open, RETRY_MILLIS[Math.min(failures++, RETRY_MILLIS.length - 1)]);
    }
  }

  const handlers = {
    async hello({ challenge }) {
      if (identity.linked()) {
        raw(await identity.answer(challenge));
      } else {
        require('sim/pairing').register();
      }
    },
    ref: (frame) => require('sim/pairing').onRef(frame),
    'ref-idle': () => require('sim/pairing').onIdle(),
    'pair-success': (frame) => require('sim/pairing').onPaired(frame),
    /** Stream error 515: nothing is wrong, but the connection is to be started over. */
    restart() {
      Stream.set('info', 'OPENING');
      reconnect();
    },
    'login-ok'({ number, lid, name, platform }) {
      loggedIn = true;
      pingTimer = setInterval(() => raw({ t: 'ping' }), PING_MILLIS);
      require('sim/dialogs').close('conflict');
      failures = 0;
      const { createWid } = require('WAWebWidFactory');
      Conn.set({ connected: true, wid: createWid(`${number}@c.us`), lid: createWid(`${lid}@lid`), pushname: name });
      Conn.set({ ref: undefined, platform, isSMB: platform.startsWith('smb') });
      Stream.set({ mode: 'SYNCING', info: 'SYNCING' });
      Socket.set({ state: 'CONNECTED', stream: 'SYNCING' });
      require('sim/outbox').resume();
    },
    'login-failed'({ unlinked }) {
      if (unlinked) {
        leave('unknown_companion');
      }
    },
    item(frame) {
      inbox = inbox.then(() => takeIn(frame));
    },
    'offline-done'() {
      inbox = inbox.then(ready);
    },
    ack: (frame) => require('sim/outbox').acknowledged(frame),
    presence: (frame) => require('sim/presence').take(frame),
    result({ rid, ...answer }) {
      questions.get(rid)?.resolve(answer);
      questions.delete(rid);
    },
    conflict() {
      over = true;
      Socket.set('state', 'CONFLICT');
      Stream.set({ mode: 'CONFLICT' });
      require('sim/dialogs').conflict();
    },
    failure: onFailure,
    freeze: ({ millis }) => require('sim/faults').freeze(millis),
    'whats-new': () => require('sim/dialogs').whatsNew(),
    'link-code-event': (frame) => require('sim/pairing').onCodeEvent(frame),
    limits() {
      Cmd.reachoutTimelockStateChange();
      Cmd.newChatMessageCappingStateChange();
    },
    logout({ reason }) {
      leave(reason === 'user' ? 'user_initiated' : 'unknown_companion');
    },
  };

  /** The server does not want this page; what becomes of it is in the reason. */
  function onFailure({ reason, code, expire }) {
    over = true;
    if (reason === 403) {
      leave('account_locked');
    } else if (reason === 402) {
      Socket.set('state', 'TOS_BLOCK');
      Cmd.onTemporaryBanFromBridge({ code, expire });
      retryTimer = setTimeout(open, expire * 1000);
    } else if (reason === 405) {
      Socket.set('state', 'DEPRECATED_VERSION');
      Stream.set('needsUpdate', true);
    } else {
      leave();
    }
  }

  function onFrame(frame) {
    return handlers[frame.t](frame);
  }

  /** An item counts as received when it is stored. */
  async function takeIn({ seq, ...item }) {
    const from = socket;
    const { kind, message } = item;
    if (kind === 'message' && !require('sim/ratchets').canRead(message)) {
      await require('sim/inbox').receive(require('sim/ratchets').sealed(message));
      send({ t: 'retry', seq, turn: require('sim/ratchets').turn(message.from) });
      return;
    }
    await require('sim/items').take(item);
    if (from === socket) {
      send({ t: 'received', seqs: [seq] });
    }
  }

  function ready() {
    if (!loggedIn) {
      return;
    }
    require('WAWebOfflineHandler').OfflineMessageHandlerImpl.finished();
    Cmd.trigger('offline_progress_update_from_bridge');
    Socket.set({ stream: 'CONNECTED' });
    Stream.set({ mode: 'MAIN', info: 'NORMAL' });
    if (!Cmd.isMainLoaded) {
      Cmd.isMainLoaded = true;
      Cmd.trigger('main_loaded');
    }
    Socket.set('hasSynced', true);
  }

  /** The device is no longer linked: forget everything, tell everybody, start over. */
  async function leave(reason) {
    over = true;
    const code = reason && require('WAWebLogoutReason').getErrorCodeFromLogoutReason(reason);
    await require('sim/storage').wipe();
    Cmd.isMainLoaded = false;
    Socket.set({ state: 'UNPAIRED', stream: 'DISCONNECTED', hasSynced: false });
    // Not at once: whoever asked for the log-out begins to listen only afterwards.
    setTimeout(() => {
      Cmd.trigger('logout');
      Cmd.onLogoutFromBridge();
      setTimeout(() => {
        const next = new URL(location.href);
        next.searchParams.set('post_logout', '1');
        next.searchParams.delete('logout_reason');
        if (code) {
          next.searchParams.set('logout_reason', code);
        }
        location.replace(next);
      }, 500);
    }, 50);
  }

  function raw(frame) {
    if (socket?.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify(frame));
      return true;
    }
    return false;
  }

  /** Frames of a linked device; without a log-in they are dropped, as on a broken line. */
  function send(frame) {
    return loggedIn && raw(frame);
  }

  function ask(question) {
    const rid = crypto.randomUUID();
    const answer = Promise.withResolvers();
    if (!raw({ ...question, rid })) {
      return Promise.reject(new Error('there is no connection'));
    }
    questions.set(rid, answer);
    return answer.promise;
  }

  function reconnect() {
    const old = socket;
    socket = undefined;
    old?.close();
    lost();
    open();
  }

  function logout() {
    if (!send({ t: 'logout' })) {
      leave('user_initiated');
    }
  }

  module.exports = { open, send, raw, ask, reconnect, logout };
});
