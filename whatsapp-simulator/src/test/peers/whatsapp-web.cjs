'use strict';
/* The unmodified whatsapp-web.js against the simulator: pair, send, receive, acks 1 to 3, look up, log out. */
const { Client, LocalAuth } = require('whatsapp-web.js');
const { api, until, check, asWhatsApp, phones, seenBy, run, executablePath } = require('./common.cjs');

/** A second life: this time the human types a code instead of scanning one. */
async function pairByCode(directory, number) {
  let ready = false;
  const client = new Client({
    authStrategy: new LocalAuth({ dataPath: directory, clientId: 'by-code' }),
    pairWithPhoneNumber: { phoneNumber: number },
    puppeteer: { executablePath, headless: 'shell', args: asWhatsApp },
  });
  client.once('code', (code) => api('POST', `/api/phones/${number}/pairing-code`, { code }));
  client.on('ready', () => (ready = true));
  await client.initialize();
  await until('ready by a code', () => ready);
  check('it knows who it is, by a code', client.info.wid.user === number);
  await client.destroy();
}

run(async (directory) => {
  const { mine, other } = await phones('49171000');
  const acks = [];
  const received = [];
  const states = [];
  let ready = false;
  let disconnected;
  const client = new Client({
    authStrategy: new LocalAuth({ dataPath: directory }),
    puppeteer: { executablePath, headless: 'shell', args: asWhatsApp },
  });
  // A human takes a moment: whatsapp-web.js begins to listen for the log-in only after it has told of the code.
  client.once('qr', (qr) => setTimeout(() => api('POST', `/api/phones/${mine}/scan`, { qr }), 1000));
  client.on('ready', () => (ready = true));
  client.on('message', (message) => received.push(message));
  client.on('message_ack', (message, ack) => acks.push([message.id.id, ack]));
  client.on('change_state', (state) => states.push(state));
  client.on('disconnected', (reason) => (disconnected = reason));
  await client.initialize();
  await until('ready', () => ready);
  check('it knows who it is', client.info.wid.user === mine && client.info.pushname === 'Alice');
  check('it is connected', (await client.getState()) === 'CONNECTED');

  const sent = await client.sendMessage(`${other}@c.us`, 'hello from a peer');
  check('a sent message has an id', sent.id.fromMe && sent.id._serialized.includes(other));
  const acked = (ack) => () => acks.some(([id, level]) => id === sent.id.id && level === ack);
  await until('acks 1 and 2', () => acked(1)() && acked(2)());
  check('the other sees it once', (await seenBy(other)).filter(({ text }) => text === 'hello from a peer').length === 1);
  await api('POST', `/api/phones/${other}/read`, { from: mine });
  await until('ack 3', acked(3));

  await api('POST', `/api/phones/${other}/messages`, { to: mine, text: 'hello peer' });
  await until('a message comes in', () => received.some(({ body, from }) => body === 'hello peer' && from === `${other}@c.us`));
  const chat = await client.getChatById(`${other}@c.us`);
  const bodies = (await chat.fetchMessages({ limit: 10 })).map(({ body }) => body);
  check('the chat holds both', bodies.includes('hello peer') && bodies.includes('hello from a peer'));
  check('it is unread', chat.unreadCount === 1);
  await chat.sendSeen();
  await until('the other learns that it was read', async () =>
    (await seenBy(other)).some(({ text, ack }) => text === 'hello peer' && ack === 3),
  );
  await chat.sendStateTyping();
  check('a number on WhatsApp is found', (await client.getNumberId(other))?.user === other);
  check('another one is not', (await client.getNumberId('4917199999999')) === null);

  await client.logout();
  await until('the phone has no device any more', async () =>
    (await api('GET', `/api/phones/${mine}/devices`)).devices.length === 0,
  );
  check('no bad state on the way', !states.some((state) => ['CONFLICT', 'UNPAIRED_IDLE'].includes(state)));
  console.log(`disconnected: ${disconnected}`);
  await pairByCode(directory, mine);
});
