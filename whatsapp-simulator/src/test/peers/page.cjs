'use strict';
/* The unmodified wa-js in a bare page, listening before anything can happen, as the worker does. */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const puppeteer = require('puppeteer');
const { http, api, until, sandbox, executablePath } = require('./common.cjs');

const bundle = readFileSync(require.resolve('@wppconnect/wa-js'), 'utf8');
const configuration = 'window.WPPConfig = { disableGoogleAnalytics: true, linkPreviewApiServers: [] };';

const listen = `window.seen = { acks: [], messages: [], presence: [], events: [], edits: [], revokes: [], reactions: [], votes: [] };
  for (const name of ['conn.auth_code_change', 'conn.authenticated', 'conn.main_loaded', 'conn.logout',
      'conn.qrcode_idle', 'conn.needs_update', 'conn.link_code_change', 'conn.link_code_error'])
    WPP.on(name, () => seen.events.push(name));
  WPP.on('conn.logout_reason', (reason) => sessionStorage.setItem('logoutReason', reason)); // the page starts over
  WPP.on('chat.msg_ack_change', ({ ack, ids }) => ids.forEach((id) => seen.acks.push([String(id), ack])));
  WPP.on('chat.new_message', (msg) => seen.messages.push([String(msg.id), msg.body]));
  WPP.on('chat.msg_edited', ({ id, msg }) => seen.edits.push([id, msg.body]));
  WPP.on('chat.msg_revoke', ({ refId }) => seen.revokes.push(String(refId)));
  WPP.on('chat.new_reaction', ({ msgId, reactionText, sender }) => seen.reactions.push([String(msgId), reactionText, String(sender)]));
  WPP.on('chat.poll_response', ({ msgId, selectedOptions, sender }) =>
    seen.votes.push([String(msgId), selectedOptions.filter(Boolean).map(({ name }) => name), String(sender)]));
  WPP.on('chat.presence_change', ({ id, state }) => seen.presence.push([String(id), state]));`;

const complaints = [];

async function open(userDataDir, session, epoch, more = '') {
  const browser = await puppeteer.launch({
    executablePath,
    userDataDir,
    headless: 'shell',
    args: [...sandbox, '--disable-gpu'],
  });
  const [page] = await browser.pages();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('was not found')) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(`${error}`));
  page.on('request', (request) => {
    if (![`${http}/`, `blob:${http}/`, 'data:'].some((start) => request.url().startsWith(start))) {
      complaints.push(`request to ${request.url()}`);
    }
  });
  await page.evaluateOnNewDocument(`if (window === top) { ${configuration} ${bundle}; ${listen} }`);
  await page.goto(`${http}/?session=${session}&epoch=${epoch}&worker=peer${more}`);
  return { browser, page };
}

const isReady = (page) =>
  page.evaluate(
    () => WPP.conn.isRegistered() && WPP.conn.isMainLoaded() && WPP.conn.getStreamData().mode === 'MAIN',
  );
const state = (page) => page.evaluate(() => require('WAWebSocketModel').Socket.state);
const logoutReason = (page) => page.evaluate(() => sessionStorage.getItem('logoutReason'));
const seen = (page) => page.evaluate(() => window.seen);
const authCode = (page) =>
  until('a QR code', () => page.evaluate(async () => WPP.isReady && (await WPP.conn.getAuthCode())?.fullCode));

/** Opens a page and links it to a phone. */
async function linked(userDataDir, session, number) {
  const { browser, page } = await open(userDataDir, session, 1);
  await api('POST', `/api/phones/${number}/scan`, { qr: await authCode(page) });
  await until(`${session} is ready`, () => isReady(page));
  return { browser, page };
}

/**
 * Opens a page that is linked already and logs in only once wa-js listens, so that nothing of what has waited for it
 * goes by unheard, however slow the machine is.
 */
async function reopen(userDataDir, session, epoch, number) {
  await api('PUT', '/api/faults/slow-login', { number, millis: 600_000 });
  const { browser, page } = await open(userDataDir, session, epoch);
  await until('wa-js listens', () => page.evaluate(() => WPP.isReady));
  await until('it connects', async () => (await state(page)) === 'OPENING');
  await api('PUT', '/api/faults/slow-login', { number, millis: 0 });
  await api('POST', '/api/faults/drop-socket', { session });
  await until('it is logged in', async () => (await state(page)) === 'CONNECTED');
  return { browser, page };
}

/**
 * Closes the browser of a page that was linked just now. Chromium writes localStorage when it likes, not always when it
 * is closed: so this waits until the last value of the link is on disk.
 */
async function closeLinked(browser, userDataDir) {
  const folder = join(userDataDir, 'Default', 'Local Storage', 'leveldb');
  await until('the link is on disk', () =>
    readdirSync(folder).some((file) => file.endsWith('.log') && readFileSync(join(folder, file)).includes('last-wid-md')),
  );
  await browser.close();
}

/** The message that a page has seen with this id, whatever the rest of its key is. */
const received = (page, id) =>
  until(`message ${id} comes in`, async () => (await seen(page)).messages.map(([key]) => key).find((key) => key.includes(id)));

module.exports = { open, reopen, closeLinked, linked, received, isReady, logoutReason, state, seen, authCode, complaints };
