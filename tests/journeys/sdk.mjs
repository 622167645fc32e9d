// The published `centrifuge` client as it comes: node sdk.mjs SOCKET TOKEN; a line in, lines of JSON out.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { Centrifuge } = require('centrifuge');
const [, , socket, token] = process.argv;
const say = (what, body = {}) => process.stdout.write(JSON.stringify({ what, ...body }) + '\n');

const client = new Centrifuge(socket, { token, websocket: globalThis.WebSocket });
client.on('connected', ctx => say('connected', { client: ctx.client }));
client.on('disconnected', ctx => say('disconnected', { code: ctx.code }));
client.on('subscribed', ctx =>
  say('subscribed', { channel: ctx.channel, recovered: ctx.recovered, wasRecovering: ctx.wasRecovering }),
);
client.on('publication', ctx => say('publication', { channel: ctx.channel, offset: ctx.offset, data: ctx.data }));
client.on('error', ctx => say('error', { code: ctx.error.code }));

const acts = {
  connect: () => client.connect(),
  disconnect: () => client.disconnect(),
  rpc: async ({ method, data }) =>
    say(
      'answer',
      await client.rpc(method, data).then(
        r => ({ data: r.data }),
        e => ({ code: e.code, message: e.message }),
      ),
    ),
  publish: async ({ channel, data }) =>
    say(
      'answer',
      await client.publish(channel, data).then(
        () => ({}),
        e => ({ code: e.code }),
      ),
    ),
  history: async ({ channel, limit }) =>
    say(
      'answer',
      await client.history(channel, { limit }).then(
        r => ({ offset: r.offset, count: r.publications.length }),
        e => ({ code: e.code }),
      ),
    ),
};
createInterface({ input: process.stdin })
  .on('line', line => {
    const { act, ...rest } = JSON.parse(line);
    void acts[act](rest);
  })
  .on('close', () => client.disconnect());
