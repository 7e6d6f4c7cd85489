'use strict';
/* How linking, versions and bans look to the unmodified wa-js, with times that the page's address makes short. */
const { join } = require('node:path');
const { http, api, until, check, run } = require('./common.cjs');
const { open, isReady, logoutReason, state, seen, authCode } = require('./page.cjs');

const status = (path, body) => fetch(http + path, { method: 'POST', body: JSON.stringify(body) }).then((answer) => answer.status);

run(async (directory) => {
  const mine = '4917600001';
  await api('POST', '/api/phones', { number: mine, name: 'Alice', platform: 'smbi' });
  const { browser, page } = await open(join(directory, 'one'), 'linking', 1, '&boot=0&qr=1500,200&code=5000&version=2.3000.1000000001');
  const happened = async (name) => (await seen(page)).events.includes(name);
  const first = await authCode(page);
  await until('the codes run out', () => happened('conn.qrcode_idle'));
  check('the screen waits for a click', (await state(page)) === 'UNPAIRED_IDLE' && (await page.$('button')) !== null);
  check('an old code is refused', (await status(`/api/phones/${mine}/scan`, { qr: first })) === 410);
  const refreshed = await page.evaluate(async () => ({
    code: (await WPP.conn.refreshQR()).fullCode,
    state: require('WAWebSocketModel').Socket.state,
  }));
  check('refreshing brings another one', refreshed.code !== first && refreshed.state === 'UNPAIRED');

  await page.evaluate(() => {
    window.codes = [];
    WPP.on('conn.link_code_change', (code) => codes.push(code));
  });
  const code = await page.evaluate((phone) => WPP.conn.startLinkDeviceCodeForPhoneNumber(phone), mine);
  const enter = (typed, more = '') => status(`/api/phones/${mine}/pairing-code${more}`, { code: typed });
  check('a wrong code is refused', (await enter('ZZZZ-ZZZZ')) === 404);
  await until('another code follows the one that has run out', () => page.evaluate(() => codes.length > 1));
  check('which is refused', (await enter(code)) !== 200);
  const newest = () => page.evaluate(() => codes.at(-1));
  check('the human may decline', (await enter(await newest(), '/decline')) === 200);
  await until('the page is told', () => happened('conn.link_code_error'));
  const last = await page.evaluate((phone) => WPP.conn.genLinkDeviceCodeForPhoneNumber(phone), mine);
  check('or agree', (await enter(last)) === 200);
  await until('ready', () => isReady(page));

  const told = await page.evaluate(() => ({ platform: WPP.conn.getPlatform(), ...WPP.whatsapp.Conn.serialize(), version: Debug.VERSION }));
  check('the page knows the phone', told.platform === 'smbi' && told.isSMB && told.pushname === 'Alice' && told.battery === undefined);
  check('the version is the one of the address', told.version === '2.3000.1000000001');

  await api('PUT', '/api/faults/minimum-version', { version: '2.3000.1000000002' });
  await api('POST', '/api/faults/drop-socket', { session: 'linking' });
  await until('a version that is too old is told so', () => happened('conn.needs_update'));
  check('and stays linked', (await state(page)) === 'DEPRECATED_VERSION' && (await page.evaluate(() => WPP.conn.isRegistered())));
  await api('PUT', '/api/faults/minimum-version', {});
  await page.evaluate(() => WPP.whatsapp.Socket.reconnect());
  await until('ready where it is served again', async () => (await state(page)) === 'CONNECTED' && (await isReady(page)));

  await page.evaluate(() => WPP.whatsapp.Cmd.on('account_temporarily_banned_from_bridge', (ban) => (window.ban = ban)));
  await api('PUT', '/api/faults/ban', { number: mine, kind: 'temporary', millis: 1200, code: 102 });
  await until('a temporary ban is told', () => page.evaluate(() => window.ban?.code === 102 && window.ban.expire > 0));
  check('and unlinks nothing', await page.evaluate(() => WPP.conn.isRegistered()));
  await until('ready when it is over', async () => (await state(page)) === 'CONNECTED' && (await isReady(page)));

  await api('PUT', '/api/faults/web-version', { version: '2.3000.1999999999' });
  await page.goto(page.url().replace('&version=2.3000.1000000001', '').replace('&qr=1500,200', ''));
  check('a page that is loaded later is newer', (await page.evaluate(() => Debug.VERSION)) === '2.3000.1999999999');
  await until('ready with the new version', () => page.evaluate(() => WPP.isReady).then((yes) => yes && isReady(page)));
  await api('PUT', '/api/faults/ban', { number: mine, kind: 'locked' });
  await until('a locked account is logged out', () => page.url().includes('logout_reason=3'));
  check('with its reason', (await logoutReason(page)) === 'account_locked');
  await authCode(page);
  check('and starts over', (await state(page)) === 'UNPAIRED');
  check('a locked account links nothing', (await status(`/api/phones/${mine}/scan`, { qr: await authCode(page) })) === 403);
  await api('PUT', '/api/faults/ban', { number: mine, kind: 'none' });
  await api('POST', `/api/phones/${mine}/scan`, { qr: await authCode(page) });
  await until('ready when that is lifted', () => isReady(page));
  await browser.close();
});
