// A start, a message and an end by Kafka. What is written where, and what is read from where, is told by the gateway's AsyncAPI document alone; the address of a broker is its one variable.
'use strict';
const { CloudEvent, Kafka: Binding } = require('cloudevents');
const { Kafka, logLevel } = require('kafkajs');

const setting = (name) => {
  if (!process.env[name]) throw new Error(`${name} is not set`);
  return process.env[name];
};

const PATIENCE = 60_000;
const session = setting('SESSION');
const seen = [];
const waiting = [];

const said = (event) => {
  seen.push(event);
  for (const wait of [...waiting]) if (wait.wanted(event)) wait.found(event);
};

const hear = (what, wanted) =>
  new Promise((found, failed) => {
    const before = seen.find(wanted);
    if (before) return found(before);
    const late = setTimeout(() => failed(new Error(`${what} did not come; seen: ${seen.map((it) => it.type)}`)), PATIENCE);
    const wait = { wanted, found: (event) => { clearTimeout(late); waiting.splice(waiting.indexOf(wait), 1); found(event); } };
    waiting.push(wait);
  });

const main = async () => {
  const document = await (await fetch(`${setting('GATEWAY')}/v3/asyncapi.json`)).json();
  const resolve = (node) =>
    node && node.$ref
      ? resolve(node.$ref.slice(2).split('/').reduce((at, name) => at[name.replaceAll('~1', '/').replaceAll('~0', '~')], document))
      : node;
  const operations = Object.values(document.operations);
  const byType = (action, ending) => {
    for (const operation of operations.filter((it) => it.action === action))
      for (const reference of operation.messages) {
        const message = resolve(reference);
        if (message.name.endsWith(ending)) return { operation, message, channel: resolve(operation.channel) };
      }
    throw new Error(`the document has no ${ending}`);
  };
  const at = (event, expression) =>
    expression.replace('$message.payload#/', '').split('/').reduce((node, name) => node[name], event);

  const kafka = new Kafka({ clientId: 'foreign', brokers: [setting('KAFKA')], logLevel: logLevel.ERROR });
  const producer = kafka.producer();
  const consumer = kafka.consumer({ groupId: `foreign-${session}` });
  await producer.connect();
  await consumer.connect();

  const start = byType('receive', 'session.start');
  const outcome = resolve(start.operation.reply.messages[0]);
  const status = byType('send', 'session.status');
  const code = byType('send', 'session.qr');
  const topics = [resolve(start.operation.reply.channel), status.channel, code.channel].map((channel) => channel.address);
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const key = new RegExp(resolve(resolve(outcome.bindings.kafka.key)).pattern);
      if (!message.key || !key.test(message.key.toString()) || message.key.toString() !== session) return;
      const event = Binding.toEvent({ key: undefined, value: message.value.toString(), headers: { 'content-type': message.headers['content-type'].toString() } });
      event.validate();
      said(event);
    },
  });

  let count = 0;
  const command = async (ending, data) => {
    const { message, channel } = byType('receive', ending);
    const event = new CloudEvent({ id: `${session}-${++count}`, source: '/foreign', type: message.name, subject: session, datacontenttype: 'application/json', data });
    const record = Binding.structured(event);
    if (!record.headers['content-type'].startsWith(message.contentType)) throw new Error(record.headers['content-type']);
    await producer.send({ topic: channel.address, messages: [{ key: event.subject, value: record.value, headers: record.headers }] });
    const correlated = at(event, message.correlationId.location);
    const answer = await hear(`the outcome of ${ending}`, (it) => it.type === outcome.name && at(it, outcome.correlationId.location) === correlated);
    console.log(ending, answer.data.status);
    if (answer.data.status !== 'succeeded') throw new Error(JSON.stringify(answer.data));
    return answer.data;
  };

  const started = command('session.start', { pairing: { method: 'qr' } });
  for (let linked = false; !linked; ) {
    const shown = await hear('a code', (it) => it.type === code.message.name && new Date(it.data.expiresAt) > new Date() && !it.tried);
    seen.splice(seen.indexOf(shown), 1);
    const answer = await fetch(`${setting('SIMULATOR')}/api/phones/${setting('ALICE')}/scan`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ qr: shown.data.code }),
    });
    linked = answer.ok;
  }
  await started;
  await hear('READY', (it) => it.type === status.message.name && it.data.state === 'READY');
  const sent = await command('message.send', { to: `+${setting('BOB')}`, text: 'by kafkajs' });
  if (!sent.result.messageId) throw new Error('no message id');
  await command('session.destroy');

  await consumer.disconnect();
  await producer.disconnect();
};

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
