const TICK_MS = 500;

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
  const known = JSON.parse(await line.say(JSON.stringify({ event: 'hello' })));
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
    WPP.whatsapp.Cmd.on('account_temporarily_banned_from_bridge', (ban) => {
      restrictions.banned(ban);
      tick();
    });
    WPP.on('conn.logout_reason', (reason) => {
      connection.logoutReason = reason;
    });
    WPP.on('conn.auth_code_change', tick);
    restrictions.watch();
    setInterval(tick, TICK_MS);
    tick();
  });
}

start().catch((error) => say('trouble', { what: 'start', reason: messageOf(error) }));
