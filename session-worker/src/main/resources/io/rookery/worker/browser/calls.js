// What the worker asks for. A call returns at once: the worker's thread serves many pages.
const calls = (() => {
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

  const kinds = { send: sending.send, find: sending.find, act: acts.act, logOut, catchUp, download: downloads.download };
  let chain = Promise.resolve();

  async function run(call) {
    // Checked here, right before the effect, and not when the call was made.
    if (deadline.passed()) return { lost: 'the deadline has passed' };
    if (Date.now() >= call.until) return { lost: 'the call came too late' };
    if (!window.WPP?.isFullReady) return refused('NOT_CONNECTED', 'the page is not loaded yet');
    try {
      return await kinds[call.kind](call);
    } catch (error) {
      return error?.refusal ?? { lost: messageOf(error) };
    }
  }

  /** A clock that went on would keep the answer in memory for as long as the call had time. */
  function inTime(call) {
    let clock;
    const late = new Promise((resolve) => {
      clock = setTimeout(() => resolve({ lost: 'the page did not answer in time' }), Math.max(0, call.until - Date.now()));
    });
    return Promise.race([run(call), late]).finally(() => clearTimeout(clock));
  }

  function receive(json) {
    const call = JSON.parse(json);
    if (call.kind === 'file') return files.place(call.token);
    if (call.kind === 'probe') {
      const sign = { connected: Boolean(window.WPP?.isReady && connected()), unanswered: pulse.unanswered() };
      line.say(JSON.stringify({ answer: call.id, ...done(sign) }));
      return undefined;
    }
    if (call.kind === 'deadline') {
      deadline.extend(call.until);
      return undefined;
    }
    if (call.file) call.source = files.take(call.file.token);
    // In order, but none waits for one that hangs.
    const carryOut = () => inTime(call).then((answer) => line.say(JSON.stringify({ answer: call.id, ...answer })));
    if (call.kind === 'download') carryOut();
    else chain = chain.then(carryOut);
    return undefined;
  }

  return { receive };
})();
