// The mark of a whole profile: a record in IndexedDB and its twin in localStorage, written once WhatsApp has accepted this device. Each of the two stores can be lost by
// itself when a profile is copied or restored; a linked profile that lacks either is broken, and must never be mistaken for one that was logged out.
const sentinel = (() => {
  const NAME = 'rookery-sentinel';
  const KEY = 'device';
  // Read at once, because WhatsApp clears localStorage when it logs a device out.
  const markAtStart = localStorage.getItem(NAME);

  function open() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(NAME);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  async function read() {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const request = database.transaction(NAME).objectStore(NAME).get(KEY);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    } finally {
      database.close();
    }
  }

  /** Resolves when the record is on disk. Keeps the mark that is there. */
  async function write() {
    const mark = localStorage.getItem(NAME) || crypto.randomUUID();
    localStorage.setItem(NAME, mark);
    const database = await open();
    try {
      await new Promise((resolve, reject) => {
        const transaction = database.transaction(NAME, 'readwrite', { durability: 'strict' });
        transaction.objectStore(NAME).put({ mark }, KEY);
        transaction.oncomplete = resolve;
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  /** What is missing of a linked profile, or nothing. */
  async function fault() {
    if (!markAtStart) return 'its mark in the local storage is missing';
    const record = await read();
    if (!record) return 'its sentinel record in IndexedDB is missing';
    if (record.mark !== markAtStart) return 'its two marks are of different devices';
    return undefined;
  }

  /** Whether the page itself has cleared its storage since it was loaded. */
  const clearedSinceStart = () => markAtStart !== null && localStorage.getItem(NAME) === null;

  return { write, fault, clearedSinceStart };
})();
