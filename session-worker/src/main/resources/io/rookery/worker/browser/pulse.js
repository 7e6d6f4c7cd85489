// Signs of life, for the watchdog. Runs before WhatsApp's own scripts, so that every web socket of this document is seen.
//
// A socket that is dead and does not know it looks connected. But WhatsApp Web speaks to its server now and then, and is always answered: whoever has spoken several times, over some
// time, and heard nothing, is deaf. One that has nothing to say is not judged.
const pulse = (() => {
  const APART_MS = 10_000; // what is said at once counts once
  const SEVERAL = 3;
  let spoken = 0; // since something was heard
  let since = 0;
  let last = 0;

  function heard() {
    spoken = 0;
  }

  function speaks() {
    const now = performance.now();
    if (spoken > 0 && now - last < APART_MS) return;
    if (spoken === 0) since = now;
    spoken += 1;
    last = now;
  }

  window.WebSocket = new Proxy(window.WebSocket, {
    construct(target, given, made) {
      const socket = Reflect.construct(target, given, made);
      const send = socket.send;
      heard(); // a new connection, a new start
      socket.addEventListener('message', heard);
      socket.send = (data) => {
        speaks();
        return send.call(socket, data);
      };
      return socket;
    },
  });

  return {
    unanswered: () => (spoken >= SEVERAL ? Math.round(performance.now() - since) : 0),
  };
})();
