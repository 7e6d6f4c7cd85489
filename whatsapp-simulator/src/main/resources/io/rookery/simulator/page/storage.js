'use strict';
/*
 * What the page keeps: keys and messages in IndexedDB, a few values in localStorage. A profile that lost any of the
 * identity's values can no longer log in.
 */

__d('sim/storage', (require, module) => {
  const VERSION = 2;

  /** Opens a database with one object store per name. */
  function open(name, stores) {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, VERSION);
      request.onupgradeneeded = () =>
        stores
          .filter((store) => !request.result.objectStoreNames.contains(store))
          .forEach((store) => request.result.createObjectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  const databases = new Map();

  function database(name, stores) {
    if (!databases.has(name)) {
      databases.set(name, open(name, stores));
    }
    return databases.get(name);
  }

  class Store {
    constructor(databaseName, stores, name, durability) {
      Object.assign(this, { databaseName, stores, name, durability });
    }

    async #run(mode, action) {
      const db = await database(this.databaseName, this.stores);
      return new Promise((resolve, reject) => {
        const transaction = db.transaction(this.name, mode, { durability: this.durability });
        const request = action(transaction.objectStore(this.name));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error);
      });
    }

    get(key) {
      return this.#run('readonly', (store) => store.get(key));
    }

    all() {
      return this.#run('readonly', (store) => store.getAll());
    }

    /** Resolves when the value is written. */
    put(key, value) {
      return this.#run('readwrite', (store) => store.put(value, key));
    }

    delete(key) {
      return this.#run('readwrite', (store) => store.delete(key));
    }

    clear() {
      return this.#run('readwrite', (store) => store.clear());
    }
  }

  const SIGNAL = ['identity'];
  const MODEL = ['message', 'chat', 'ratchet'];

  /** Writes values of several stores of the model database, all or none. */
  async function putTogether(entries) {
    const db = await database('model-storage', MODEL);
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(MODEL, 'readwrite', { durability: 'relaxed' });
      for (const [store, key, value] of entries) {
        transaction.objectStore(store).put(value, key);
      }
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  module.exports = {
    keys: new Store('wawc', ['keys'], 'keys', 'strict'),
    identity: new Store('signal-storage', SIGNAL, 'identity', 'strict'),
    messages: new Store('model-storage', MODEL, 'message', 'relaxed'),
    chats: new Store('model-storage', MODEL, 'chat', 'relaxed'),
    ratchets: new Store('model-storage', MODEL, 'ratchet', 'relaxed'),
    putTogether,

    async wipe() {
      const { keys, identity, messages, chats, ratchets } = module.exports;
      await Promise.all([keys, identity, messages, chats, ratchets].map((store) => store.clear()));
      localStorage.clear();
    },
  };
});
