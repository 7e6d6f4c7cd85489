// The demo, step by step, with a client that was generated from the gateway's description and with nothing else.
import {
  closeSession,
  destroySession,
  ensureSession,
  getCommand,
  getQrCode,
  getSession,
  health,
  listSessions,
  sendMessage,
  startSession,
} from './generated';
import { client } from './generated/client.gen';
import type { Command, Session } from './generated';

declare const process: { env: Record<string, string | undefined>; exitCode?: number };

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

const sessionId = setting('SESSION');
const alice = setting('ALICE');
const bob = setting('BOB');
const path = { sessionId };
const patient = { Prefer: 'wait=30' };

const check = (what: string, ok: boolean, found?: unknown): void => {
  if (!ok) throw new Error(`${what}: ${JSON.stringify(found)}`);
  console.log(what);
};

/** The outcome of a command that was waited for. */
const outcome = (answer: { data?: unknown; error?: unknown }): Command => {
  const data = answer.data as Command | undefined;
  if (!data || data.status === undefined || data.status === 'pending') throw new Error(JSON.stringify(answer));
  return data;
};

const until = async (state: Session['state']): Promise<Session> => {
  for (let round = 0; round < 300; round++) {
    const { data } = await getSession({ path });
    if (data?.state === state) return data;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`${sessionId} is not ${state}`);
};

/** The outcome is told first, the record goes then. */
const untilForgotten = async (): Promise<void> => {
  for (let round = 0; round < 100; round++) {
    const { error } = await getSession({ path });
    if (error?.code === 'SESSION_NOT_FOUND') return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`${sessionId} is still there`);
};

/** The phone's owner, who is no part of the API: scans what is shown until that is in time. */
const link = async (): Promise<void> => {
  for (let round = 0; round < 20; round++) {
    const { data } = await getQrCode({ path, query: { wait: 30 } });
    if (!data || data instanceof Blob || !('qr' in data)) continue;
    const scanned = await fetch(`${setting('SIMULATOR')}/api/phones/${alice}/scan`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ qr: data.qr }),
    });
    if (scanned.ok) return;
  }
  throw new Error('no code was in time');
};

const walk = async (): Promise<void> => {
  client.setConfig({ baseUrl: setting('GATEWAY'), auth: () => setting('KEY') });

  check('the gateway is up', (await health()).data?.status === 'UP');
  const nobody = await getSession({ path });
  check('there is no such session', nobody.error?.code === 'SESSION_NOT_FOUND' && nobody.response.status === 404, nobody.error);

  const started = await startSession({ body: { sessionId, pairing: { method: 'qr' } } });
  check('started', started.response.status === 202 && !!started.data?.commandId, started.error);
  await link();
  check('linked', (await until('READY')).account?.number?.endsWith(alice) === true);
  check('listed', !!(await listSessions({ query: { limit: 500 } })).data?.sessions?.some((it) => it.sessionId === sessionId));

  const sent = outcome(
    await sendMessage({
      path,
      body: { to: `+${bob}`, text: 'generated' },
      headers: { ...patient, 'Idempotency-Key': `${sessionId}-hello` },
    }),
  );
  check('sent', sent.status === 'succeeded' && !!sent.result?.messageId, sent);
  const again = await getCommand({ path: { id: `${sessionId}-hello` }, query: { sessionId } });
  check('remembered', again.data?.result?.messageId === sent.result?.messageId, again.error);
  const wrong = await sendMessage({ path, body: { to: 'nobody', text: 'x' } });
  check('refused', wrong.error?.code === 'INVALID_PHONE_NUMBER' && wrong.error.field === 'to', wrong);

  check('closed', outcome(await closeSession({ path, headers: patient })).status === 'succeeded');
  await until('CLOSED');
  check('ensured', (await ensureSession({ path })).response.ok);
  await until('READY');
  check('destroyed', outcome(await destroySession({ path, headers: patient })).status === 'succeeded');
  await untilForgotten();
  console.log('forgotten');
};

walk().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
