'use strict';
/* What the faults of connections and messages look like to the unmodified wa-js, and that the page gets over them. */
const { join } = require('node:path');
const { api, until, check, phones, seenBy, run } = require('./common.cjs');
const { open, isReady, state, authCode, complaints } = require('./page.cjs');

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

run(async (directory) => {
  const { mine, other } = await phones('49175000');
  const third = '4917500003';
  await api('POST', '/api/phones', { number: third, name: 'Carol' });
  const { browser, page } = await open(join(directory, 'one'), 'faults', 1, '&boot=0&ping=200');
  await api('POST', `/api/phones/${mine}/scan`, { qr: await authCode(page) });
  await until('ready after the scan', () => isReady(page));

  const logins = async () => {
    const { entries } = await api('GET', '/api/ledger');
    return entries.filter(({ type, session }) => type === 'login' && session === 'faults').length;
  };
  const readyAgain = async (what, before) => {
    await until(`${what}: logged in again`, async () => (await logins()) > before);
    await until(`${what}: ready again`, async () => (await state(page)) === 'CONNECTED' && (await isReady(page)));
    check(`${what}: it gets over it`, !page.url().includes('post_logout'));
  };
  // Not WPP.contact.queryExists: wa-js keeps what it heard, and takes an error for a no.
  const ask = () => page.evaluate((wid) => WPP.whatsapp.functions.queryWidExists(WPP.whatsapp.WidFactory.createWid(wid)).then(Boolean, () => 'failed'), `${other}@c.us`);
  await page.evaluate(() => {
    window.cmd = [];
    WPP.whatsapp.Cmd.on('all', (name) => cmd.push(name));
    window.states = [];
    WPP.whatsapp.Socket.on('change:state', (model, value) => states.push(value));
  });
  check('it has something to say about the phone', (await page.evaluate(() => WPP.conn.getPlatform())) === 'android');

  let before = await logins();
  check('restart-required hits one page', (await api('POST', '/api/faults/restart-required', { session: 'faults' })).restarted === 1);
  await readyAgain('restart-required', before);
  check('by way of a new connection', (await page.evaluate(() => states.join())) === 'OPENING,CONNECTED');

  await page.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 50);
  });
  await api('POST', '/api/faults/freeze-page', { number: mine, millis: 1500 });
  await until('freeze-page: the page does nothing meanwhile', () => page.evaluate(() => longest >= 1400));

  const devtools = await page.createCDPSession();
  let lastFrame = 0;
  devtools.on('Network.webSocketFrameReceived', () => (lastFrame = Date.now()));
  await devtools.send('Network.enable');
  await until('frames come in from the keep-alive alone', () => lastFrame > 0);
  await api('POST', '/api/faults/deaf-page', { session: 'faults' });
  await until('deaf-page: no frame comes any more', async () => {
    const at = lastFrame;
    await pause(1200);
    return lastFrame === at;
  });
  check('deaf-page: it looks well', (await state(page)) === 'CONNECTED' && (await isReady(page)));
  const answer = await Promise.race([ask(), pause(500).then(() => 'none')]);
  check('deaf-page: a question is not answered', answer === 'none');
  before = await logins();
  await page.evaluate(() => WPP.whatsapp.Socket.reconnect());
  await readyAgain('deaf-page', before);
  check('deaf-page: a question is answered again', (await ask()) === true);

  await api('PUT', '/api/faults/slow-login', { number: mine, millis: 800 });
  before = await logins();
  await api('POST', '/api/faults/drop-socket', { number: mine });
  await readyAgain('slow-login', before);
  check('slow-login: it connects', (await page.evaluate(() => states.slice(-2).join())) === 'OPENING,CONNECTED');
  const { entries: told } = await api('GET', '/api/ledger');
  const login = told.findLast(({ type, session }) => type === 'login' && session === 'faults');
  const connect = told.find(({ type, connection }) => type === 'connect' && connection === login.connection);
  check('slow-login: and waits', Date.parse(login.at) - Date.parse(connect.at) >= 790);
  await api('PUT', '/api/faults/slow-login', { number: mine, millis: 0 });

  await api('PUT', '/api/faults/query-fails', { number: mine, millis: 60_000 });
  check('query-fails: no answer is not a no', (await ask()) === 'failed');
  await api('PUT', '/api/faults/query-fails', { number: mine, millis: 0 });
  check('query-fails: it is over', (await ask()) === true);

  const send = (to, text) => page.evaluate((chat, body) => WPP.chat.sendTextMessage(chat, body, { createChat: true, waitForAck: false }).then(({ id }) => id), `${to}@c.us`, text);
  const ack = (id) => page.evaluate((key) => WPP.chat.getMessageById(key).then((message) => message.ack), id);
  const acked = (id, level) => until(`ack ${level}`, async () => (await ack(id)) === level);
  await api('PUT', '/api/faults/refuse-acks', { number: mine, code: 479 });
  await acked(await send(other, 'refused'), -1);
  await api('PUT', '/api/faults/refuse-acks', { number: mine });
  await api('PUT', '/api/faults/drop-messages', { number: mine });
  const lost = await send(other, 'lost for now');
  await pause(400);
  check('drop-messages: no ack', (await ack(lost)) === 0 && (await seenBy(other)).length === 0);
  await api('PUT', '/api/faults/drop-messages', { number: mine, on: false });
  await api('POST', '/api/faults/restart-required', { number: mine });
  await acked(lost, 2);

  const query = (id) => page.evaluate((number) => WPP.whatsapp.MexClient.fetchQuery({ params: { id: number } }, {}), id);
  await api('PUT', '/api/faults/time-lock', { number: mine, millis: 60_000 });
  await until('time-lock: the page is told', () => page.evaluate(() => cmd.includes('reachout_timelock_state_change')));
  const lock = (await query('23983697327930364')).xwa2_fetch_account_reachout_timelock;
  check('time-lock: it can be asked for', lock.is_active && Number(lock.time_enforcement_ends) > Date.now() / 1000);
  await acked(await send(third, 'out of the blue'), -1);
  await acked(await send(other, 'to somebody known'), 2);
  await api('PUT', '/api/faults/time-lock', { number: mine, millis: 0 });
  await api('PUT', '/api/faults/capping', { number: mine, total: 1 });
  await acked(await send(third, 'the only new chat'), 2);
  const cap = (await query('24503548349331633')).xwa2_message_capping_info;
  check('capping: it can be asked for', cap.capping_status === 'CAPPED' && cap.used_quota === 1);

  const second = await browser.newPage();
  await second.goto(page.url());
  await until('conflict: the newest page wins', async () => (await state(page)) === 'CONFLICT');
  check('conflict: the mode says so', (await page.evaluate(() => WPP.conn.getStreamData().mode)) === 'CONFLICT');
  await pause(700);
  check('conflict: it stays away by itself', (await state(page)) === 'CONFLICT');
  await page.bringToFront();
  await page.evaluate(() => [...document.querySelectorAll('[role="dialog"] button')].at(-1).click());
  await until('use here: it has the connection back', async () => (await state(page)) === 'CONNECTED' && (await isReady(page)));
  await until('use here: the other one has lost it', async () => (await state(second)) === 'CONFLICT');
  await second.close();

  await api('PUT', '/api/faults/onboarding-dialog', { number: mine, millis: 60_000 });
  const dialog = await page.waitForSelector('[role="dialog"]');
  check('onboarding-dialog: it greets', (await dialog.evaluate(({ textContent }) => textContent)).includes("What's new"));
  await page.evaluate(() => document.querySelector('[role="dialog"] button').click());
  await until('onboarding-dialog: the server is told', async () => (await api('GET', '/api/ledger')).entries.some(({ type }) => type === 'dialog-dismissed'));
  check('onboarding-dialog: it is gone', (await page.$('[role="dialog"]')) === null);
  check(`no complaint: ${complaints}`, complaints.length === 0);
  await api('PUT', '/api/faults/onboarding-dialog', { number: mine, millis: 300 });
  await until('onboarding-dialog: left alone it costs the link', () => page.url().includes('post_logout=1'));
  await browser.close();
});
