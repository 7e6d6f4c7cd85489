'use strict';
// Reads one word a line – "store" or "restore" – does it once with RemoteAuth, and answers "milliseconds cpuMilliseconds bytes".
// Its store is a folder on the same disk, so it is spared the network that the other side has.
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const RemoteAuth = require('whatsapp-web.js/src/authStrategies/RemoteAuth');

const [dataPath, clientId] = process.argv.slice(2);
const remote = path.join(dataPath, 'remote.zip');
let bytes = 0;
const auth = new RemoteAuth({
  clientId,
  dataPath,
  backupSyncIntervalMs: 60000,
  store: {
    sessionExists: async () => fs.existsSync(remote),
    save: async ({ session }) => {
      await fs.promises.copyFile(path.join(dataPath, `${session}.zip`), remote);
      bytes = fs.statSync(remote).size;
    },
    extract: async ({ path: target }) => {
      await fs.promises.copyFile(remote, target);
      bytes = fs.statSync(remote).size;
    },
    delete: async () => fs.promises.rm(remote),
  },
});
auth.sessionName = `RemoteAuth-${clientId}`;
auth.userDataDir = path.join(dataPath, auth.sessionName);

readline.createInterface({ input: process.stdin }).on('line', async (word) => {
  const cpu = process.cpuUsage();
  const began = process.hrtime.bigint();
  if (word === 'store') await auth.storeRemoteSession();
  else await auth.extractRemoteSession();
  const millis = Number(process.hrtime.bigint() - began) / 1e6;
  const used = process.cpuUsage(cpu);
  console.log(`${millis.toFixed(1)} ${((used.user + used.system) / 1e3).toFixed(1)} ${bytes}`);
});
