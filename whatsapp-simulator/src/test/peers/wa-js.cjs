'use strict';
/*
 * The unmodified wa-js: everything that the worker's bridge asks of it, without a single lookup that misses, a console
 * error, or a request to anywhere else.
 */
const { join } = require('node:path');
const { api, until, check, phones, seenBy, run } = require('./common.cjs');
const { open, reopen, closeLinked, isReady, logoutReason, state, seen, authCode, complaints } = require('./page.cjs');

run(async (directory) => {
  const { mine, other } = await phones('49173000');
  let { browser, page } = await open(join(directory, 'one'), 'wa-js', 1);
  await until('wa-js is fully ready', () => page.evaluate(() => WPP.isFullReady));
  check('nobody is logged in', !(await page.evaluate(() => WPP.conn.isAuthenticated())));
  const first = await authCode(page);
  const refreshed = (await page.evaluate(() => WPP.conn.refreshQR())).fullCode;
  check('refreshing brings another code of the same keys', refreshed !== first && refreshed.split(',')[1] === first.split(',')[1]);
  await api('POST', `/api/phones/${mine}/scan`, { qr: refreshed });
  await until('ready after the scan', () => isReady(page));
  check('the log-in is told', (await seen(page)).events.includes('conn.authenticated'));
  check('it knows who it is', (await page.evaluate(() => String(WPP.conn.getMyUserId()))) === `${mine}@c.us`);

  const id = `true_${other}@c.us_3EB0123456789ABCDEF012`;
  const sent = await page.evaluate(
    (to, messageId) => WPP.chat.sendTextMessage(to, 'hello from a page', { messageId, createChat: true }),
    `${other}@c.us`,
    id,
  );
  check('the message has the id that it was given', sent.id === id && sent.sendMsgResult.messageSendResult === 'OK');
  const acked = (ack) => async () => (await seen(page)).acks.some(([known, level]) => known === id && level === ack);
  await until('acks 1 and 2', async () => (await acked(1)()) && (await acked(2)()));
  await api('POST', `/api/phones/${other}/read`, { from: mine });
  await until('ack 3', acked(3));
  await page.evaluate((to, messageId) => WPP.chat.sendTextMessage(to, 'hello from a page', { messageId }), `${other}@c.us`, id);
  check('the same id is shown once', (await seenBy(other)).filter((message) => id.endsWith(message.id)).length === 1);

  await api('POST', `/api/phones/${other}/messages`, { to: mine, text: 'hello page' });
  await until('a message comes in', async () => (await seen(page)).messages.some(([, body]) => body === 'hello page'));
  await api('POST', `/api/phones/${mine}/messages`, { to: other, text: 'by hand' });
  await until('what the own phone sends comes in, too', async () =>
    (await seen(page)).messages.some(([key, body]) => body === 'by hand' && key.startsWith('true_')),
  );
  await page.evaluate((chat) => WPP.chat.markIsComposing(chat), `${other}@c.us`);
  await api('POST', `/api/phones/${other}/presence`, { to: mine, state: 'composing' });
  await until('presence', async () => (await seen(page)).presence.some(([who, what]) => who === `${other}@c.us` && what === 'composing'));
  const found = await page.evaluate((chat) => WPP.chat.getMessages(chat, { count: 20 }).then((all) => all.map(({ body }) => body)), `${other}@c.us`);
  check('getMessages has all of them in order', found.join() === 'hello from a page,hello page,by hand');
  check('getMessageById finds one', (await page.evaluate((key) => WPP.chat.getMessageById(key).then(({ ack }) => ack), id)) === 3);
  const missed = id.replace('ABC', 'AAA');
  check('and says so of one that is not there', (await page.evaluate((key) => WPP.chat.getMessageById(key).catch(({ code }) => code), missed)) === 'msg_not_found');
  const exists = (number) => page.evaluate((wid) => WPP.contact.queryExists(wid).then(Boolean), `${number}@c.us`);
  check('a number on WhatsApp is found, another one is not', (await exists(other)) && !(await exists('4917399999999')));
  await page.evaluate((chat) => WPP.chat.markIsRead(chat), `${other}@c.us`);
  await closeLinked(browser, join(directory, 'one'));

  await api('POST', `/api/phones/${other}/messages`, { to: mine, text: 'while you were away' });
  ({ browser, page } = await reopen(join(directory, 'one'), 'wa-js', 2, mine));
  await until('ready again from the profile, without a QR', () => isReady(page));
  await until('what waited comes', async () => (await seen(page)).messages.some(([, body]) => body === 'while you were away'));
  check('the sent message is still known', (await page.evaluate((key) => WPP.chat.getMessageById(key).then(({ ack }) => ack), id)) === 3);
  await api('POST', '/api/faults/drop-socket', { session: 'wa-js' });
  await until('back after the socket was cut', async () => {
    const { entries } = await api('GET', '/api/ledger');
    return entries.filter(({ type, session }) => type === 'login' && session === 'wa-js').length === 3;
  });
  await until('ready again', () => isReady(page));
  check('log out', await page.evaluate(() => WPP.conn.logout()));
  await until('the page starts over', () => page.url().includes('post_logout=1'));
  await authCode(page);

  check('and was asked to by its user', (await logoutReason(page)) === 'user_initiated');
  const code = await page.evaluate((phone) => WPP.conn.genLinkDeviceCodeForPhoneNumber(phone), mine);
  await api('POST', `/api/phones/${mine}/pairing-code`, { code });
  await until('ready after the code was typed in', () => isReady(page));
  await page.evaluate(() => localStorage.removeItem('WAAdvSecretKey'));
  await page.goto(page.url().replace('post_logout=1', ''));
  await until('a profile that lost a value is thrown out', async () => page.url().includes('post_logout=1') && (await logoutReason(page)) === 'unknown_companion', 20_000);
  await authCode(page);
  check('the state says so', (await state(page)) === 'UNPAIRED');
  await browser.close();
  check(`no complaint: ${complaints}`, complaints.length === 0);
});
