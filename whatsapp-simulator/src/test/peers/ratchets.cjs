'use strict';
/* A profile that goes back in time: what was encrypted for its later state comes only after a retry. */
const { cpSync } = require('node:fs');
const { join } = require('node:path');
const { api, until, check, phones, run } = require('./common.cjs');
const { open, reopen, closeLinked, isReady, authCode, seen } = require('./page.cjs');

// Long enough for a slow machine to open a page and to look into it before the message is sent again.
const RETRY = 15_000;

run(async (directory) => {
  const { mine, other } = await phones('49174000');
  const now = join(directory, 'now');
  const then = join(directory, 'then');
  await api('PUT', '/api/faults/ratchets', { retryMillis: RETRY });
  let { browser, page } = await open(now, 'ratchets', 1);
  await api('POST', `/api/phones/${mine}/scan`, { qr: await authCode(page) });
  await until('ready after the scan', () => isReady(page));
  await closeLinked(browser, now);
  cpSync(now, then, { recursive: true });

  ({ browser, page } = await reopen(now, 'ratchets', 2, mine));
  await until('ready again', () => isReady(page));
  await page.evaluate((to) => WPP.chat.sendTextMessage(to, 'one', { createChat: true }), `${other}@c.us`);
  await api('POST', `/api/phones/${other}/messages`, { to: mine, text: 'at once' });
  await until('the later state reads at once', async () => (await seen(page)).messages.some(([, body]) => body === 'at once'), RETRY - 2_000);
  await browser.close();

  await api('POST', `/api/phones/${other}/messages`, { to: mine, text: 'later' });
  ({ browser, page } = await reopen(then, 'ratchets', 3, mine));
  await until('the earlier state is ready, too', () => isReady(page));
  const bodies = async () => (await seen(page)).messages.map(([, body]) => body);
  const atFirst = await bodies();
  check(`it cannot read what has come: ${JSON.stringify(atFirst)}`, atFirst.every((body) => !body));
  await until('it reads it after the retry', async () => (await bodies()).includes('later'));
  const { entries } = await api('GET', '/api/ledger');
  check('the ledger tells of the retry', entries.some(({ type, session }) => type === 'retry' && session === 'ratchets'));
  await browser.close();
});
