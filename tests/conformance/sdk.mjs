// The published `centrifuge` client as it comes, through one session's life: node sdk.mjs BASE TRANSPORT ENCODING.
// Prints one line of JSON a step; a step that does not come is a failure of the one who waits for it.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const [, , base, transport, encoding] = process.argv;
const { Centrifuge } = require(encoding === 'protobuf' ? 'centrifuge/build/protobuf' : 'centrifuge');
const say = (what, body = {}) => process.stdout.write(JSON.stringify({ what, ...body }) + '\n');
const out = value => (encoding === 'protobuf' ? new TextEncoder().encode(JSON.stringify(value)) : value);
const back = data => (encoding === 'protobuf' ? JSON.parse(new TextDecoder().decode(data)) : data);

const path = { websocket: '/connection/websocket', http_stream: '/connection/http_stream', sse: '/connection/sse' }[
  transport
];
const endpoint = transport === 'websocket' ? base.replace('http', 'ws') + path : [{ transport, endpoint: base + path }];
const make = () =>
  new Centrifuge(endpoint, {
    websocket: globalThis.WebSocket,
    fetch: globalThis.fetch,
    readableStream: globalThis.ReadableStream,
    eventsource: globalThis.EventSource,
    emulationEndpoint: base + '/emulation',
    minReconnectDelay: 50,
  });
const once = (emitter, name) => new Promise(resolve => emitter.once(name, resolve));
const api = (method, body) =>
  fetch(`${base}/api/${method}`, { method: 'POST', headers: { 'X-API-Key': 'key' }, body: JSON.stringify(body) }).then(
    r => r.json(),
  );

const channel = 'room' + Math.random();
const one = make(),
  two = make();
one.connect();
say('connected', { transport: (await once(one, 'connected')).transport });

const sub = one.newSubscription(channel);
const heard = [];
let waiting = () => {};
sub.on('publication', ctx => {
  heard.push([ctx.offset, back(ctx.data)]);
  waiting();
});
const until = async count => {
  while (heard.length < count)
    await new Promise(resolve => {
      waiting = resolve;
    });
};
sub.subscribe();
const subscribed = await once(sub, 'subscribed');
say('subscribed', { recoverable: subscribed.recoverable, positioned: subscribed.positioned });
await sub.publish(out({ n: 1 }));
await until(1);
say('heard', { heard });

const joined = once(sub, 'join');
two.connect();
const other = two.newSubscription(channel);
other.subscribe();
await once(other, 'subscribed');
await joined;
const { numClients } = await sub.presenceStats();
const { clients } = await sub.presence();
say('presence', { numClients, clients: Object.keys(clients).length });
const left = once(sub, 'leave');
other.unsubscribe();
await left;

one.disconnect();
for (const n of [2, 3]) await api('publish', { channel, data: { n } });
one.connect();
const again = await once(sub, 'subscribed');
await until(3);
say('recovered', { recovered: again.recovered, heard });
const page = await sub.history({ limit: 2, reverse: true });
say('history', { offsets: page.publications.map(pub => pub.offset), top: page.offset });
say(
  'rpc',
  await one.rpc('nothing', out({})).then(
    () => ({}),
    e => ({ code: e.code }),
  ),
);

const moved = once(sub, 'unsubscribed');
await api('unsubscribe', { user: '', channel });
say('unsubscribed', { code: (await moved).code });
const ended = once(one, 'disconnected');
await api('disconnect', { user: '' });
say('disconnected', { code: (await ended).code });
one.disconnect();
two.disconnect(); // the process ends by itself: Node 24 may hang in exit()
