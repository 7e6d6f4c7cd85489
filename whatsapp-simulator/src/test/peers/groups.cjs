'use strict';
/* A group of three, hidden ids, and what a page knows of chats and people. */
const { join } = require('node:path');
const { http, api, until, check, phones, seenBy, run } = require('./common.cjs');
const { open, linked, received, isReady, seen, complaints } = require('./page.cjs');
const { png, sha256 } = require('./files.cjs');

const bare = (key) => key.split('_')[2];
const call = (page, name, ...args) =>
  page.evaluate((path, a) => path.split('.').reduce((at, part) => at[part], WPP)(...a), name, args);

run(async (directory) => {
  const { mine, other } = await phones('49178000');
  const third = '4917800003';
  await api('POST', '/api/phones', { number: third, name: 'Carol' });
  const lids = Object.fromEntries((await api('GET', '/api/phones')).phones.map(({ number, lid }) => [number, `${lid}@lid`]));
  const alice = await linked(join(directory, 'alice'), 'alice', mine);
  const group = await api('POST', '/api/groups', { subject: 'Friends', participants: [mine, other, third] });
  const bob = await linked(join(directory, 'bob'), 'bob', other);
  const groups = (page) => page.evaluate(() => WPP.group.getAllGroups().then((all) => all.map(({ id, name }) => [String(id), name])));
  check('all groups are known', (await groups(alice.page)).join() === `${group.id},Friends`);
  const listed = (page) => page.evaluate(() => WPP.chat.list({ onlyGroups: true }).then((all) => all.map(({ id }) => String(id)).join()));
  await until('the group is a chat, for a device that was there', async () => (await listed(alice.page)) === group.id);
  await until('and for one that came later', async () => (await listed(bob.page)) === group.id);
  const members = await alice.page.evaluate((id) => WPP.group.getParticipants(id).then((all) => all.map((one) => [String(one.id), one.isAdmin])), group.id);
  check('its members are known', members.join() === [[lids[mine], true], [lids[other], false], [lids[third], false]].join());

  const sent = await call(alice.page, 'chat.sendTextMessage', group.id, `hello @${lids[third].split('@')[0]}`);
  const atBob = await received(bob.page, bare(sent.id));
  check('a message to the group', sent.id.endsWith(lids[mine]) && atBob === `false_${group.id}_${bare(sent.id)}_${lids[mine]}`);
  const shown = await bob.page.evaluate(
    (id) => WPP.chat.getMessageById(id).then((msg) => [msg.author, msg.from, msg.isGroupMsg, msg.mentionedJidList].map(String)),
    atBob,
  );
  check('has its author, and who is mentioned', shown.join() === [lids[mine], group.id, 'true', lids[third]].join());
  const carols = (await seenBy(third)).find(({ id }) => id === bare(sent.id));
  check('all phones get it', carols.chat === group.id && carols.from === mine && carols.mentions.join() === third);
  const ack = () => alice.page.evaluate((id) => WPP.chat.getMessageById(id).then((msg) => msg.ack), sent.id);
  await until('ack 2 from the first receiver on', async () => (await ack()) === 2);
  await api('POST', `/api/phones/${third}/read`, { from: group.id });
  await until('ack 3', async () => (await ack()) === 3);
  await until('the event says so', async () => (await seen(alice.page)).acks.some(([id, level]) => bare(id) === bare(sent.id) && level === 3));

  const reply = await call(bob.page, 'chat.sendTextMessage', group.id, 'hi', { quotedMsg: atBob });
  const replyAtAlice = await received(alice.page, bare(reply.id));
  const quoted = await alice.page.evaluate(
    (id) => WPP.chat.getMessageById(id).then((msg) => String(require('WAWebQuotedMsgModelUtils').getQuotedMsgObj(msg).id)),
    replyAtAlice,
  );
  check('a reply in the group', quoted === sent.id);
  await call(alice.page, 'chat.sendReactionToMessage', replyAtAlice, '👍');
  await until('a reaction in the group', async () => (await seen(bob.page)).reactions.some(([id, , who]) => id === reply.id && who === lids[mine]));
  await call(bob.page, 'chat.deleteMessage', group.id, reply.id, true, true);
  await until('a revocation in the group', async () => (await seen(alice.page)).revokes.includes(replyAtAlice));
  const { id } = await api('POST', `/api/phones/${third}/messages`, { to: group.id, media: { base64: png.toString('base64'), mimetype: 'image/png' } });
  check('media in the group', (await received(alice.page, id)) === `false_${group.id}_${id}_${lids[third]}`);
  await api('POST', `/api/phones/${third}/presence`, { to: group.id, state: 'composing' });
  await until('somebody types in the group', async () => (await seen(alice.page)).presence.some(([chat, state]) => chat === group.id && state === 'composing'));
  const stranger = '4917800004';
  await api('POST', '/api/phones', { number: stranger, name: 'Dave' });
  check('who is not in it cannot write there', (await api('POST', `/api/phones/${stranger}/messages`, { to: group.id, text: 'x' }).catch(String)).includes('404'));

  const found = await alice.page.evaluate((wid) => WPP.contact.queryExists(wid).then(({ wid: user, lid }) => [user, lid].map(String)), `${stranger}@c.us`);
  check('a number has a hidden id', found[0] === `${stranger}@c.us` && found[1].endsWith('@lid'));
  await call(bob.page, 'chat.sendTextMessage', found[1], 'by hidden id', { createChat: true });
  await until('a message to a hidden id reaches its number', async () => (await seenBy(stranger)).some(({ text }) => text === 'by hidden id'));
  await api('POST', `/api/phones/${mine}/messages`, { to: found[1], text: 'from a phone' });
  check('from a phone, too', (await seenBy(stranger)).some(({ text }) => text === 'from a phone'));

  check('who has no picture has none', !(await call(alice.page, 'contact.getProfilePictureUrl', `${other}@c.us`)));
  await api('PUT', `/api/phones/${other}/picture`, { base64: png.toString('base64') });
  check('a picture has an address', (await call(alice.page, 'contact.getProfilePictureUrl', `${other}@c.us`)) === `${http}/media/${sha256(png)}`);
  await api('POST', `/api/phones/${other}/messages`, { to: mine, text: 'hello' });
  const contact = () => alice.page.evaluate((wid) => WPP.contact.get(wid).then((one) => one?.pushname), `${other}@c.us`);
  await until('a contact has a name', async () => (await contact()) === 'Bob');
  const contacts = (page) => page.evaluate(() => WPP.contact.list().then((all) => all.map((one) => String(one.id))));
  check('contacts are listed', (await contacts(alice.page)).includes(`${other}@c.us`));

  await alice.browser.close();
  const again = await open(join(directory, 'alice'), 'alice', 2);
  await until('ready again', () => isReady(again.page));
  const chats = await again.page.evaluate(() => WPP.chat.list().then((all) => all.map((chat) => String(chat.id)).sort()));
  check('chats are kept', chats.join() === [`${stranger}@c.us`, group.id, `${other}@c.us`].sort().join());
  const texts = await again.page.evaluate((chat) => WPP.chat.getMessages(chat, { count: 10 }).then((all) => all.map(({ type }) => type)), group.id);
  check('so are the messages of the group', texts.join() === 'chat,revoked,image');
  check('and its members', (await again.page.evaluate((chat) => WPP.group.getParticipants(chat).then((all) => all.length), group.id)) === 3);
  await Promise.all([again.browser.close(), bob.browser.close()]);
  check(`no complaint: ${complaints}`, complaints.length === 0);
});
