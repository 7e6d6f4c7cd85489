'use strict';
/* What the scripts of the peers share: the simulator's APIs, waiting, and how Chromium is started. */
const { mkdtempSync } = require('node:fs');
const { join } = require('node:path');

const http = process.env.SIMULATOR_HTTP;
const https = new URL(process.env.SIMULATOR_HTTPS);
const executablePath = process.env.CHROMIUM;

async function api(method, path, body) {
  const response = await fetch(http + path, { method, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  }
  return answer;
}

async function until(what, probe, millis = 30_000) {
  const end = Date.now() + millis;
  for (;;) {
    const value = await probe();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${millis} ms: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function check(what, holds) {
  if (!holds) {
    throw new Error(`does not hold: ${what}`);
  }
  console.log(`ok: ${what}`);
}

const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** web.whatsapp.com is the simulator; every other name leads nowhere. */
const asWhatsApp = [
  ...sandbox,
  '--disable-gpu',
  `--host-resolver-rules=MAP web.whatsapp.com 127.0.0.1:${https.port}, MAP * ~NOTFOUND`,
  '--ignore-certificate-errors',
];

/** Two phones of their own per script: one for the peer, one for somebody else. */
async function phones(prefix) {
  const mine = `${prefix}01`;
  const other = `${prefix}02`;
  await api('POST', '/api/phones', { number: mine, name: 'Alice' });
  await api('POST', '/api/phones', { number: other, name: 'Bob' });
  return { mine, other };
}

const seenBy = async (number) => (await api('GET', `/api/phones/${number}/messages`)).messages;

/** Runs a script to its end, with a directory for its profiles; a failure or a hang is its exit code. */
function run(script) {
  const directory = mkdtempSync(join(process.cwd(), 'profiles-'));
  const watchdog = setTimeout(() => {
    console.error('the script hangs');
    process.exit(1);
  }, 150_000);
  const end = (code) => {
    clearTimeout(watchdog);
    process.exit(code);
  };
  script(directory).then(
    () => end(0),
    (error) => {
      console.error(error);
      end(1);
    },
  );
}

module.exports = { http, api, until, check, sandbox, asWhatsApp, phones, seenBy, run, executablePath };
