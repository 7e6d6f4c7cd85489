'use strict';
/* The unmodified whatsapp-web.js against the simulator: pair, send, receive, acks 1 to 3, media, replies, look up, log out. */
const { Client, LocalAuth, Location, MessageMedia } = require('whatsapp-web.js');
const { api, until, check, asWhatsApp, phones, seenBy, run, executablePath } = require('./common.cjs');
const { png, pdf, sha256 } = require('./files.cjs');

/** A second life: this time the human types a code instead of scanning one. */
async function pairByCode(directory, number) {
  let ready = false;
  const client = new Client({
    authStrategy: new LocalAuth({ dataPath: directory, clientId: 'by-code' }),
    pairWithPhoneNumber: { phoneNumber: number },
    puppeteer: { executablePath, headless: 'shell', args: asWhatsApp },
  });
  let code;
  client.once('code', (generated) => (code = generated));
  client.on('ready', () => (ready = true));
  await client.initialize();
  await api('POST', `/api/phones/${number}/pairing-code`, { code: await until('a code', () => code) });
  await until('ready by a code', () => ready);
  check('it knows who it is, by a code', client.info.wid.user === number);
  await client.destroy();
}

/** Images, documents, replies, reactions and locations, there and back. */
async function richMessages(client, { mine, other, received, reactions }) {
  const chat = `${other}@c.us`;
  const onPhone = async ({ id }) => (await seenBy(other)).find((message) => message.id === id.id);
  const fromPhone = (message) => api('POST', `/api/phones/${other}/messages`, { to: mine, ...message });
  const arrival = ({ id }) => until(`message ${id}`, () => received.find((message) => message.id.id === id));
  const sending = { waitUntilMsgSent: true };

  const image = await client.sendMessage(chat, new MessageMedia('image/png', png.toString('base64'), 'dot.png'), { ...sending, caption: 'look' });
  const seenImage = await onPhone(image);
  check('an image goes out as it was', seenImage.media.sha256 === sha256(png) && seenImage.text === 'look' && seenImage.kind === 'image');
  const document = await client.sendMessage(chat, new MessageMedia('application/pdf', pdf.toString('base64'), 'paper.pdf'), { ...sending, sendMediaAsDocument: true });
  const seenDocument = await onPhone(document);
  check('so does a document', seenDocument.media.sha256 === sha256(pdf) && seenDocument.media.filename === 'paper.pdf' && seenDocument.kind === 'document');
  const location = await client.sendMessage(chat, new Location(52.5, 13.4, { name: 'Gate', address: 'Square 1' }), sending);
  check('a location', (await onPhone(location)).location.address === 'Square 1');

  const media = (bytes, mimetype, filename) => ({ media: { base64: bytes.toString('base64'), mimetype, filename, caption: 'see' } });
  const picture = await arrival(await fromPhone(media(png, 'image/png', 'dot.png')));
  check('an image comes in as it was', picture.hasMedia && picture.body === 'see' && (await picture.downloadMedia()).data === png.toString('base64'));
  const paper = await arrival(await fromPhone(media(pdf, 'application/pdf', 'paper.pdf')));
  const downloaded = await paper.downloadMedia();
  check('so does a document', downloaded.data === pdf.toString('base64') && downloaded.filename === 'paper.pdf' && downloaded.mimetype === 'application/pdf');
  const place = await arrival(await fromPhone({ location: { lat: 1.5, lng: 2.5, name: 'Pier' } }));
  check('and a location', place.location.latitude === 1.5 && place.location.name === 'Pier');

  const reply = await picture.reply('nice', undefined, sending);
  check('a reply goes out', (await onPhone(reply)).quoted.id === picture.id.id);
  const answer = await arrival(await fromPhone({ text: 'indeed', replyTo: reply.id.id }));
  check('and one comes in', answer.hasQuotedMsg && (await answer.getQuotedMessage()).id.id === reply.id.id);
  await picture.react('👍');
  check('a reaction goes out', (await onPhone(picture)).reactions[0].emoji === '👍');
  await api('POST', `/api/phones/${other}/messages/${image.id.id}/reaction`, { emoji: '❤️' });
  await until('and one comes in', () => reactions.some(({ reaction, msgId }) => reaction === '❤️' && msgId.id === image.id.id));
  await image.reload();
  check('the message knows it', (await image.getReactions()).some(({ aggregateEmoji }) => aggregateEmoji === '❤️'));
  check('an own text is edited', (await reply.edit('very nice')).body === 'very nice' && (await onPhone(reply)).text === 'very nice');
  await reply.delete(true);
  check('and deleted', (await onPhone(reply)).revoked);
}

run(async (directory) => {
  const { mine, other } = await phones('49171000');
  const acks = [];
  const received = [];
  const reactions = [];
  const states = [];
  let ready = false;
  let disconnected;
  const client = new Client({
    authStrategy: new LocalAuth({ dataPath: directory }),
    puppeteer: { executablePath, headless: 'shell', args: asWhatsApp },
  });
  let qr;
  client.once('qr', (shown) => (qr = shown));
  client.on('ready', () => (ready = true));
  client.on('message', (message) => received.push(message));
  client.on('message_reaction', (reaction) => reactions.push(reaction));
  client.on('message_ack', (message, ack) => acks.push([message.id.id, ack]));
  client.on('change_state', (state) => states.push(state));
  client.on('disconnected', (reason) => (disconnected = reason));
  // whatsapp-web.js begins to listen for the log-in only after it has told of the code.
  await client.initialize();
  await api('POST', `/api/phones/${mine}/scan`, { qr: await until('a QR code', () => qr) });
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

  await richMessages(client, { mine, other, received, reactions });

  await client.logout();
  await until('the phone has no device any more', async () =>
    (await api('GET', `/api/phones/${mine}/devices`)).devices.length === 0,
  );
  check('no bad state on the way', !states.some((state) => ['CONFLICT', 'UNPAIRED_IDLE'].includes(state)));
  console.log(`disconnected: ${disconnected}`);
  await pairByCode(directory, mine);
});
