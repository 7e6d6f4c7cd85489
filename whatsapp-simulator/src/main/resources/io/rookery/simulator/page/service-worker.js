'use strict';
/* Keeps the page as it was when this worker was installed, and answers with that, whatever the server has since. */
const KEPT = 'page';

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(['/', '/version.js', '/page.js', '/page.css', '/start.js'])));
});

self.addEventListener('fetch', (event) => {
  event.respondWith(caches.match(event.request, { ignoreSearch: true }).then((kept) => kept ?? fetch(event.request)));
});
