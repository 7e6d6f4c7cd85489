'use strict';
/* The unmodified WPPConnect against the simulator: pair, send, receive, acks 1 to 3, media, replies, look up, log out. */
const wppconnect = require('@wppconnect-team/wppconnect');
const { api, until, check, asWhatsApp, phones, seenBy, run, executablePath } = require('./common.cjs');
const { png, pdf, sha256, dataUrl } = require('./files.cjs');

/** Images, documents, replies, reactions and locations, there and back. */
async function richMessages(client, { mine, other, received, reactions }) {
  const chat = `${other}@c.us`;
  const bare = (key) => String(key._serialized ?? key).split('_')[2];
  const onPhone = async (key) => (await seenBy(other)).find(({ id }) => id === bare(key));
  const fromPhone = (message) => api('POST', `/api/phones/${other}/messages`, { to: mine, ...message });
  const arrival = ({ id }) => until(`message ${id}`, () => received.find((message) => bare(message.id) === id));

  const image = await client.sendImageFromBase64(chat, dataUrl('image/png', png), 'dot.png', 'look');
  const seenImage = await onPhone(image.id);
  check('an image goes out as it was', seenImage.media.sha256 === sha256(png) && seenImage.text === 'look');
  const document = await client.sendFile(chat, dataUrl('application/pdf', pdf), { type: 'document', filename: 'paper.pdf' });
  const seenDocument = await onPhone(document.id);
  check('so does a document', seenDocument.media.sha256 === sha256(pdf) && seenDocument.media.filename === 'paper.pdf' && seenDocument.kind === 'document');
  const location = await client.sendLocation(chat, { lat: 52.5, lng: 13.4, name: 'Gate' });
  check('a location', (await onPhone(location.id)).location.name === 'Gate');

  const media = (bytes, mimetype, filename) => ({ media: { base64: bytes.toString('base64'), mimetype, filename } });
  const picture = await arrival(await fromPhone(media(png, 'image/png', 'dot.png')));
  check('an image comes in as it was', (await client.downloadMedia(picture.id)).endsWith(png.toString('base64')) && picture.type === 'image');
  const paper = await arrival(await fromPhone(media(pdf, 'application/pdf', 'paper.pdf')));
  check('so does a document', (await client.downloadMedia(paper.id)).endsWith(pdf.toString('base64')) && paper.filename === 'paper.pdf');
  const place = await arrival(await fromPhone({ location: { lat: 1.5, lng: 2.5, name: 'Pier' } }));
  check('and a location', place.lat === 1.5 && place.loc === 'Pier');

  const reply = await client.reply(chat, 'nice', picture.id);
  check('a reply goes out', (await onPhone(reply.id)).quoted.id === bare(picture.id));
  const answer = await arrival(await fromPhone({ text: 'indeed', replyTo: bare(reply.id) }));
  check('and one comes in', bare(answer.quotedMsgId) === bare(reply.id));
  await client.sendReactionToMessage(picture.id, '👍');
  check('a reaction goes out', (await onPhone(picture.id)).reactions[0].emoji === '👍');
  await api('POST', `/api/phones/${other}/messages/${bare(image.id)}/reaction`, { emoji: '❤️' });
  await until('and one comes in', () => reactions.some(({ reactionText, msgId }) => reactionText === '❤️' && bare(msgId) === bare(image.id)));
}

run(async (directory) => {
  const { mine, other } = await phones('49172000');
  const acks = [];
  const received = [];
  const reactions = [];
  const presences = [];
  const statuses = [];
  let scanned = false;
  wppconnect.defaultLogger.level = 'warn';
  const client = await wppconnect.create({
    session: 'peer',
    folderNameToken: directory,
    catchQR: (image, ascii, attempt, qr) => {
      check('the QR code has been read off the page', image.startsWith('data:image/png;base64,') && qr.includes(','));
      if (!scanned) {
        scanned = true;
        api('POST', `/api/phones/${mine}/scan`, { qr });
      }
    },
    statusFind: (status) => statuses.push(status),
    headless: 'shell',
    logQR: false,
    updatesLog: false,
    disableWelcome: true,
    autoClose: 0,
    whatsappVersion: '',
    puppeteerOptions: { executablePath, userDataDir: directory, args: asWhatsApp },
  });
  client.onMessage((message) => received.push(message));
  client.onReactionMessage((reaction) => reactions.push(reaction));
  client.onPresenceChanged(({ id, state }) => presences.push([id._serialized ?? id, state]));
  client.onAck((ack) => acks.push([ack.id.id ?? ack.id._serialized.split('_')[2], ack.ack]));
  await until('it is connected', async () => (await client.isConnected()) && (await client.getConnectionState()) === 'CONNECTED');
  check('it knows who it is', (await client.getWid()) === `${mine}@c.us`);

  const sent = await client.sendText(`${other}@c.us`, 'hello from a peer');
  const id = sent.id.split('_')[2];
  const acked = (ack) => () => acks.some(([known, level]) => known === id && level === ack);
  await until('acks 1 and 2', () => acked(1)() && acked(2)());
  check('the other sees it once', (await seenBy(other)).filter(({ text }) => text === 'hello from a peer').length === 1);
  await api('POST', `/api/phones/${other}/read`, { from: mine });
  await until('ack 3', acked(3));

  await api('POST', `/api/phones/${other}/messages`, { to: mine, text: 'hello peer' });
  await until('a message comes in', () => received.some(({ body, from }) => body === 'hello peer' && from === `${other}@c.us`));
  const bodies = (await client.getMessages(`${other}@c.us`, { count: 10 })).map(({ body }) => body);
  check('the chat holds both', bodies.includes('hello peer') && bodies.includes('hello from a peer'));
  check('the chat is listed', (await client.listChats()).some(({ id: { user } }) => user === other));
  await client.sendSeen(`${other}@c.us`);
  await until('the other learns that it was read', async () =>
    (await seenBy(other)).some(({ text, ack }) => text === 'hello peer' && ack === 3),
  );
  await client.startTyping(`${other}@c.us`);
  await client.stopTyping(`${other}@c.us`);
  await api('POST', `/api/phones/${other}/presence`, { to: mine, state: 'composing' });
  await until('the other types', () => presences.some(([who, what]) => who === `${other}@c.us` && what === 'composing'));
  check('a number on WhatsApp is found', (await client.checkNumberStatus(`${other}@c.us`)).numberExists);
  check('another one is not', !(await client.checkNumberStatus('4917299999999@c.us')).numberExists);

  await richMessages(client, { mine, other, received, reactions });

  await client.logout();
  await until('the phone has no device any more', async () =>
    (await api('GET', `/api/phones/${mine}/devices`)).devices.length === 0,
  );
  console.log(`statuses: ${statuses}`);
  await client.close();
});
