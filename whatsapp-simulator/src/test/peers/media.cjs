'use strict';
/* Media of each kind between two pages and a phone: the bytes that arrive are the bytes that were sent. */
const { randomBytes } = require('node:crypto');
const { join } = require('node:path');
const { http, api, until, check, phones, seenBy, run } = require('./common.cjs');
const { open, linked, received, isReady, seen, complaints } = require('./page.cjs');
const { png, webp, wav, mp4, pdf, sha256, dataUrl } = require('./files.cjs');

const bare = (key) => key.split('_')[2];
const sendFile = (page, number, url, options) =>
  page.evaluate((to, data, more) => WPP.chat.sendFileMessage(to, data, { createChat: true, ...more }), `${number}@c.us`, url, options);
const refused = (promise) => promise.then(() => 'accepted', (error) => String(error));

/** What a page downloads, as its SHA-256. */
async function download(page, id) {
  return page.evaluate(async (key) => {
    const blob = await WPP.chat.downloadMedia(key);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
    return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }, id);
}

const pick = (page, id, ...names) =>
  page.evaluate((key, wanted) => WPP.chat.getMessageById(key).then((msg) => wanted.map((name) => msg[name])), id, names);

run(async (directory) => {
  const { mine, other } = await phones('49177000');
  const alice = await linked(join(directory, 'alice'), 'alice', mine);
  const bob = await linked(join(directory, 'bob'), 'bob', other);
  const onPhone = async (id) => (await seenBy(other)).find((message) => message.id === bare(id));

  /** Sends a file from page to page, and answers the receiver's key. */
  async function goes(what, bytes, mimetype, options, kind, expected = {}) {
    const sent = await sendFile(alice.page, other, dataUrl(mimetype, bytes), options);
    check(`${what} is sent`, sent.sendMsgResult.messageSendResult === 'OK' && sent.ack >= 1);
    const key = await received(bob.page, bare(sent.id));
    check(`${what} arrives as it was`, (await download(bob.page, key)) === sha256(bytes));
    const { kind: shown, text, media } = await onPhone(sent.id);
    const actual = { mimetype, size: bytes.length, sha256: sha256(bytes), caption: options.caption ?? '', ...expected };
    check(`the phone shows ${what}`, shown === kind && Object.entries(actual).every(([name, value]) => (name === 'caption' ? text : media[name]) === value));
    return key;
  }

  const image = await goes('an image', png, 'image/png', { type: 'image', caption: 'look', filename: 'dot.png', isViewOnce: true }, 'image', { width: 1, height: 1, viewOnce: true, filename: 'dot.png' });
  check('its fields are kept', JSON.stringify(await pick(bob.page, image, 'type', 'caption', 'mimetype', 'size', 'isViewOnce')) === JSON.stringify(['image', 'look', 'image/png', png.length, true]));
  await goes('a document', pdf, 'application/pdf', { type: 'document', filename: 'paper.pdf' }, 'document', { filename: 'paper.pdf' });
  await goes('audio', wav, 'audio/wav', { type: 'audio' }, 'audio', { duration: 2 });
  const voice = await goes('a voice message', wav, 'audio/wav', { type: 'audio', isPtt: true }, 'voice', { duration: 2 });
  await goes('a video', mp4, 'video/mp4', { type: 'video', caption: 'moving' }, 'video', { duration: 3, width: 320, height: 240 });
  await goes('a sticker', webp, 'image/webp', { type: 'sticker' }, 'sticker');
  const large = randomBytes(8 << 20);
  await goes('a large document', large, 'application/octet-stream', { type: 'document', filename: 'large.bin' }, 'document');

  check('a broken image is refused', (await refused(sendFile(alice.page, other, dataUrl('image/png', Buffer.from('broken')), { type: 'image' }))).includes('cannot be decoded'));
  const tooLarge = alice.page.evaluate(
    (to) => WPP.chat.sendFileMessage(to, new File([new Uint8Array(17 << 20)], 'a.png', { type: 'image/png' }), { type: 'image' }).then(() => '', ({ code }) => code),
    `${other}@c.us`,
  );
  check('one that is too large, too', (await tooLarge) === 'file_too_large');
  check('neither has been sent', (await seenBy(other)).length === 7);

  await api('POST', `/api/phones/${other}/messages/${bare(voice)}/played`);
  await until('ack 4 of a voice message', async () => (await seen(alice.page)).acks.some(([id, ack]) => bare(id) === bare(voice) && ack === 4));
  await alice.page.evaluate((id) => WPP.chat.editMessage(id, 'look again'), `true_${other}@c.us_${bare(image)}`);
  await until('a caption is edited', async () => (await pick(bob.page, image, 'caption'))[0] === 'look again');
  check('and the media stay', (await download(bob.page, image)) === sha256(png));
  check('media are forwarded', (await bob.page.evaluate((to, id) => WPP.chat.forwardMessages(to, [id]), `${mine}@c.us`, image)).length === 0);
  await until('with their bytes', async () => (await seenBy(mine)).some(({ forwarded, media }) => forwarded && media.sha256 === sha256(png)));

  const { id } = await api('POST', `/api/phones/${other}/messages`, {
    to: mine,
    media: { base64: wav.toString('base64'), mimetype: 'audio/ogg; codecs=opus', kind: 'voice', duration: 2 },
  });
  const fromPhone = await received(alice.page, id);
  check('media from a phone arrive', (await download(alice.page, fromPhone)) === sha256(wav) && (await pick(alice.page, fromPhone, 'type'))[0] === 'ptt');
  const upload = await (await fetch(`${http}/media`, { method: 'POST', body: large })).json();
  const again = await api('POST', `/api/phones/${other}/messages`, { to: mine, media: { sha256: upload.sha256, mimetype: 'video/mp4', filename: 'v.mp4', caption: 'big' } });
  check('so do those that were uploaded before', (await download(alice.page, await received(alice.page, again.id))) === sha256(large));
  const { entries } = await api('GET', '/api/ledger');
  check('the ledger knows them', entries.some(({ type, kind, sha256: hash, size }) => type === 'send' && kind === 'video' && hash === sha256(large) && size === large.length));

  await alice.browser.close();
  const restored = await open(join(directory, 'alice'), 'alice', 2);
  await until('ready again', () => isReady(restored.page));
  const documents = await restored.page.evaluate(
    (chat) => WPP.chat.getMessages(chat, { count: 20, media: 'document' }).then((all) => all.filter(({ type }) => type === 'document').map(({ filename }) => filename)),
    `${other}@c.us`,
  );
  check('documents are found among them', documents.join() === 'paper.pdf,large.bin');
  check('after a restart they can still be fetched', (await download(restored.page, fromPhone)) === sha256(wav));
  await Promise.all([restored.browser.close(), bob.browser.close()]);
  check(`no complaint: ${complaints}`, complaints.length === 0);
});
