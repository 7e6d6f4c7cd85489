'use strict';
/* Prints every module of the page with its exports, as JSON. */
const puppeteer = require('puppeteer');
const { http, until, sandbox, run, executablePath } = require('./common.cjs');

run(async (userDataDir) => {
  const browser = await puppeteer.launch({ executablePath, userDataDir, headless: 'shell', args: sandbox });
  const [page] = await browser.pages();
  await page.goto(http);
  await until('the QR code', () => page.$('[data-ref] canvas'));
  const names = await page.evaluate(() =>
    Object.keys(require('__debug').modulesMap).map((id) => [id, Object.keys(importNamespace(id))]),
  );
  console.log(JSON.stringify(Object.fromEntries(names)));
  await browser.close();
});
