'use strict';
/* What can happen to a text besides being sent: quoted, edited, deleted, reacted to, forwarded – between two pages. */
const { join } = require('node:path');
const { api, until, check, phones, seenBy, run } = require('./common.cjs');
const { open, linked, received, isReady, seen, complaints } = require('./page.cjs');

run(async (directory) => {
  const { mine, other } = await phones('49175000');
  const third = '4917500003';
  await api('POST', '/api/phones', { number: third, name: 'Carol' });
  const alice = await linked(join(directory, 'alice'), 'alice', mine);
  const bob = await linked(join(directory, 'bob'), 'bob', other);
  const send = (page, number, text, options = {}) =>
    page.evaluate((to, body, more) => WPP.chat.sendTextMessage(to, body, { createChat: true, ...more }), `${number}@c.us`, text, options);
  const bare = (key) => key.split('_')[2];

  const first = await send(alice.page, other, 'first');
  const atBob = await received(bob.page, bare(first.id));
  const reply = await send(bob.page, mine, 'a reply to @4917500003', { quotedMsg: atBob, mentionedList: [`${third}@c.us`] });
  const replyAtAlice = await received(alice.page, bare(reply.id));
  const quoted = await alice.page.evaluate(async (id) => {
    const msg = await WPP.chat.getMessageById(id);
    const { id: quotedId } = await WPP.chat.getQuotedMsg(id);
    return { quotedId: String(quotedId), body: msg.quotedMsg.body, mentions: msg.mentionedJidList.map(String) };
  }, replyAtAlice);
  check('a reply quotes, and mentions', quoted.quotedId === first.id && quoted.body === 'first' && quoted.mentions.join() === `${third}@c.us`);
  const onPhone = (await seenBy(mine)).find(({ id }) => id === bare(reply.id));
  check('the phone shows both, too', onPhone.quoted.id === bare(first.id) && onPhone.mentions.join() === third);

  await alice.page.evaluate((id) => WPP.chat.editMessage(id, 'first, edited'), first.id);
  await until('the edit arrives', async () => (await seen(bob.page)).edits.some(([id, body]) => id === atBob && body === 'first, edited'));
  check('phones show it', (await seenBy(other)).some(({ id, text, edited }) => id === bare(first.id) && text === 'first, edited' && edited));
  check('nobody edits what others wrote', await bob.page.evaluate((id) => WPP.chat.editMessage(id, 'x').then(() => false, () => true), atBob));

  await bob.page.evaluate((id) => WPP.chat.sendReactionToMessage(id, '👍'), atBob);
  await until('a reaction arrives', async () =>
    (await seen(alice.page)).reactions.some(([id, emoji, sender]) => id === first.id && emoji === '👍' && sender === `${other}@c.us`),
  );
  await api('POST', `/api/phones/${other}/messages/${bare(first.id)}/reaction`, { emoji: '❤️' });
  await until('the phone changes it', async () => (await seen(alice.page)).reactions.some(([, emoji]) => emoji === '❤️'));
  check('one reaction per person', (await seenBy(mine)).find(({ id }) => id === bare(first.id)).reactions.length === 1);
  await bob.page.evaluate((id) => WPP.chat.sendReactionToMessage(id, false), atBob);
  await until('it is taken back', async () => (await seen(alice.page)).reactions.some(([, emoji]) => emoji === ''));
  check('no reaction is left', (await seenBy(mine)).find(({ id }) => id === bare(first.id)).reactions.length === 0);

  const failed = await bob.page.evaluate((to, id) => WPP.chat.forwardMessages(to, [id]), `${third}@c.us`, atBob);
  check('a message is forwarded', failed.length === 0 && (await seenBy(third)).some(({ text, forwarded }) => text === 'first, edited' && forwarded));
  check('in the older way, too', await bob.page.evaluate((to, id) => WPP.chat.forwardMessage(to, id), `${third}@c.us`, atBob));

  const deleted = await alice.page.evaluate((chat, id) => WPP.chat.deleteMessage(chat, id, true, true), `${other}@c.us`, first.id);
  check('a message is deleted for everyone', deleted.isRevoked && deleted.isSentByMe);
  await until('that arrives', async () => (await seen(bob.page)).revokes.includes(atBob));
  const state = (page, id) => page.evaluate((key) => WPP.chat.getMessageById(key).then(({ type, body }) => `${type}:${body}`), id);
  check('nothing of it is left', (await state(bob.page, atBob)) === 'revoked:' && (await state(alice.page, first.id)) === 'revoked:');
  check('nor on the phone', (await seenBy(other)).some(({ id, text, revoked }) => id === bare(first.id) && text === '' && revoked));
  await bob.page.evaluate((chat, id) => WPP.chat.deleteMessage(chat, id), `${mine}@c.us`, atBob);
  check('deleting here is not for everyone', (await seenBy(other)).some(({ id }) => id === bare(first.id)));

  const { id: fromPhone } = await api('POST', `/api/phones/${other}/messages`, { to: mine, text: 'by hand', replyTo: bare(reply.id), mentions: [third] });
  const key = await received(alice.page, fromPhone);
  await api('POST', `/api/phones/${other}/messages/${fromPhone}/edit`, { text: 'by hand, edited' });
  await until('an edit on the phone arrives', async () => (await seen(alice.page)).edits.some(([id]) => id === key));
  check('a reply from the phone quotes', (await alice.page.evaluate((id) => WPP.chat.getQuotedMsg(id).then(({ body }) => body), key)).startsWith('a reply'));
  await api('POST', `/api/phones/${other}/messages/${fromPhone}/revoke`);
  await until('a revocation on the phone arrives', async () => (await seen(alice.page)).revokes.includes(key));
  for (const [name, state] of [['markIsRecording', 'recording'], ['markIsPaused', 'paused']]) {
    await alice.page.evaluate((mark, chat) => WPP.chat[mark](chat), name, `${other}@c.us`);
    const shown = state === 'paused' ? 'available' : state;
    await until(state, async () => (await seen(bob.page)).presence.some(([who, what]) => who === `${mine}@c.us` && what === shown));
  }

  await alice.browser.close();
  const again = await open(join(directory, 'alice'), 'alice', 2);
  await until('ready again', () => isReady(again.page));
  check('a deleted message stays deleted', (await state(again.page, first.id)) === 'revoked:');
  check('a reply is still one', (await again.page.evaluate((id) => WPP.chat.getQuotedMsg(id).then(String, ({ code }) => code), replyAtAlice)) !== 'message_not_have_a_reply');
  await Promise.all([again.browser.close(), bob.browser.close()]);
  check(`no complaint: ${complaints}`, complaints.length === 0);
});
