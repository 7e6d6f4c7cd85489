'use strict';
/* Locations, contact cards and polls, between two pages and a phone. */
const { join } = require('node:path');
const { api, until, check, phones, seenBy, run } = require('./common.cjs');
const { open, linked, received, isReady, seen, complaints } = require('./page.cjs');

run(async (directory) => {
  const { mine, other } = await phones('49176000');
  const alice = await linked(join(directory, 'alice'), 'alice', mine);
  const bob = await linked(join(directory, 'bob'), 'bob', other);
  const call = (page, name, ...args) => page.evaluate((f, a) => WPP.chat[f](...a), name, args);
  const bare = (key) => key.split('_')[2];
  const find = async (number, id) => (await seenBy(number)).find((message) => message.id === id);
  const pick = (page, id, ...names) =>
    page.evaluate((key, wanted) => WPP.chat.getMessageById(key).then((msg) => wanted.map((name) => msg[name])), id, names);

  const place = { lat: 52.5163, lng: 13.3777, name: 'Gate', address: 'Square 1', url: 'https://example.com/gate' };
  const location = await call(alice.page, 'sendLocationMessage', `${other}@c.us`, { ...place, createChat: true });
  const atBob = await received(bob.page, bare(location.id));
  check('a location', (await pick(bob.page, atBob, 'type', 'lat', 'lng', 'loc', 'clientUrl')).join('|') === 'location|52.5163|13.3777|Gate\nSquare 1|https://example.com/gate');
  const shown = await find(other, bare(location.id));
  check('the phone shows it', shown.kind === 'location' && JSON.stringify(shown.location) === JSON.stringify(place));

  const card = await call(alice.page, 'sendVCardContactMessage', `${other}@c.us`, { id: `${mine}@c.us`, name: 'Alice, herself' });
  const [type, body, name] = await pick(bob.page, await received(bob.page, bare(card.id)), 'type', 'body', 'vcardFormattedName');
  check('a contact card', type === 'vcard' && body.includes(`waid=${mine}:+${mine}`) && body.includes('FN:Alice\\, herself') && name === 'Alice, herself');
  const cards = await call(alice.page, 'sendVCardContactMessage', `${other}@c.us`, [{ id: `${mine}@c.us`, name: 'A' }, { id: `${other}@c.us`, name: 'B' }]);
  const [many, list] = await pick(bob.page, await received(bob.page, bare(cards.id)), 'type', 'vcardList');
  check('several at once', many === 'multi_vcard' && list.map(({ displayName }) => displayName).join() === 'A,B');
  check('the phone shows them', (await find(other, bare(cards.id))).contacts.length === 2);

  const poll = await call(alice.page, 'sendCreatePollMessage', `${other}@c.us`, 'Lunch?', ['Soup', 'Salad', 'None'], { selectableCount: 1 });
  const pollAtBob = await received(bob.page, bare(poll.id));
  const [pollName, options, selectable] = await pick(bob.page, pollAtBob, 'pollName', 'pollOptions', 'pollSelectableOptionsCount');
  check('a poll', pollName === 'Lunch?' && options.map(({ name }) => name).join() === 'Soup,Salad,None' && selectable === 1);
  await api('POST', `/api/phones/${other}/messages/${bare(poll.id)}/vote`, { options: ['Salad'] });
  await until('the vote is told', async () =>
    (await seen(alice.page)).votes.some(([id, chosen, sender]) => id === poll.id && chosen.join() === 'Salad' && sender === `${other}@c.us`),
  );
  const tooMany = await api('POST', `/api/phones/${other}/messages/${bare(poll.id)}/vote`, { options: ['Salad', 'Soup'] }).catch(String);
  check('not more than the poll allows', String(tooMany).includes('400'));
  check('the phone shows the vote', (await find(mine, bare(poll.id))).votes[0].options.join() === 'Salad');
  const votes = await call(alice.page, 'getVotes', poll.id);
  check('votes are listed', votes.votes.length === 1 && votes.votes[0].selectedOptions.filter(Boolean)[0].name === 'Salad');

  const send = (message) => api('POST', `/api/phones/${other}/messages`, { to: mine, ...message });
  const { id: where } = await send({ location: place });
  check('a location from a phone', (await pick(alice.page, await received(alice.page, where), 'lat', 'loc')).join('|') === '52.5163|Gate\nSquare 1');
  const { id: who } = await send({ contact: { name: 'Carol', number: '4917600003' } });
  check('a card from a phone', (await pick(alice.page, await received(alice.page, who), 'body'))[0].includes('FN:Carol'));
  const { id: what } = await send({ poll: { name: 'Dinner?', options: ['Yes', 'No'] } });
  check('a poll from a phone', (await pick(alice.page, await received(alice.page, what), 'pollName'))[0] === 'Dinner?');

  await alice.browser.close();
  const again = await open(join(directory, 'alice'), 'alice', 2);
  await until('ready again', () => isReady(again.page));
  const kept = await again.page.evaluate((chat) => WPP.chat.getMessages(chat, { count: -1 }).then((all) => all.map(({ type }) => type)), `${other}@c.us`);
  check('all is kept', kept.join() === 'location,vcard,multi_vcard,poll_creation,location,vcard,poll_creation');
  check('votes, too', (await call(again.page, 'getVotes', poll.id)).votes.length === 1);
  await Promise.all([again.browser.close(), bob.browser.close()]);
  check(`no complaint: ${complaints}`, complaints.length === 0);
});
