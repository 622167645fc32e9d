import { Centrifuge, State, type PublicationContext, type ServerPublicationContext } from 'centrifuge';
import { signedOut } from './api';
import { lives } from './live';
import { Value } from './store';
import type { Fact, Publication } from './types';

export type Link = 'live' | 'connecting' | 'off';
/** The socket as it is. */
export const link = new Value<Link>('connecting');
/** The socket as one is told of it: silence for two seconds, "connecting" for eight, then "no connection". */
export const toldLink = new Value<Link>('live');
/** The server, or a new version of this page, asks for a reload. */
export const reloadAsked = new Value(false);

type Listener = (channel: string, publication: Publication) => void;
const listeners = new Set<Listener>();
export const onPublication = (listener: Listener) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};
type Passing = (channel: string, data: { type?: string; person?: string; message?: { author: string } }) => void;
const passings = new Set<Passing>();
/** Whatever is told, what is kept nowhere included. */
export const onPassing = (listener: Passing) => {
  passings.add(listener);
};
const channels = new Set<(channel: string, here: boolean, fresh: boolean) => void>();
/** The server took this session into a channel, or out of it. `fresh`: what was told there before is not known to have come. */
export const onChannel = (listener: (channel: string, here: boolean, fresh: boolean) => void) => {
  channels.add(listener);
};
const tops = new Map<string, number>(); // what was heard of a channel: a repeat after a reconnect is told to nobody twice

let centrifuge: Centrifuge | undefined;
let wasLive = false;
let waits: ReturnType<typeof setTimeout>[] = [];
const signIn = [3500, 3501, 3503, 3507]; // token, cookie or login no longer good

function shown(state: Link): void {
  document.documentElement.dataset['link'] = state;
  link.set(state);
}
function up(): void {
  wasLive = true;
  waits.forEach(clearTimeout);
  waits = [];
  shown('live');
  toldLink.set('live');
  lives.up();
}
function down(): void {
  if (waits.length) return;
  lives.down();
  shown('connecting');
  const off = () => {
    shown('off');
    toldLink.set('off');
  };
  // A page opened without a network shows a copy: it says so, and from when, at once.
  const never = !navigator.onLine && !wasLive;
  waits = [setTimeout(() => toldLink.set('connecting'), 2000), setTimeout(off, never ? 0 : 8000)];
  if (never) clearTimeout(waits[0]);
}

export function connect(): void {
  if (centrifuge) return;
  const { host, origin, protocol } = location;
  // Networks of some employers let no websocket through: then a response that does not end, and requests beside it.
  centrifuge = new Centrifuge(
    [
      { transport: 'websocket', endpoint: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/connection/websocket` },
      { transport: 'http_stream', endpoint: `${origin}/connection/http_stream` },
    ],
    { name: 'zvonok-web', minReconnectDelay: 300, maxReconnectDelay: 10_000, emulationEndpoint: `${origin}/emulation` },
  );
  down();
  centrifuge.on('connected', up);
  centrifuge.on('connecting', down);
  centrifuge.on('disconnected', ({ code }) => {
    if (code === 0) return; // we hung up ourselves
    down();
    if (signIn.includes(code)) signedOut.closed();
    else reloadAsked.set(true);
  });
  centrifuge.on('subscribed', ({ channel, streamPosition, wasRecovering, recovered }) => {
    const top = streamPosition && { channel, offset: streamPosition.offset, epoch: streamPosition.epoch };
    if (top && !(wasRecovering && recovered)) tops.set(channel, top.offset);
    lives.subscribed(channel, top, wasRecovering && !recovered);
    for (const listener of channels) listener(channel, true, !(wasRecovering && recovered));
  });
  centrifuge.on('unsubscribed', ({ channel }) => {
    tops.delete(channel);
    if (centrifuge?.state === State.Connected) lives.unsubscribed(channel); // else it was we who hung up
    for (const listener of channels) listener(channel, false, false);
  });
  centrifuge.on('publication', heard);
  centrifuge.connect();
}
function heard({ channel, data, offset }: ServerPublicationContext | PublicationContext): void {
  for (const listener of passings) listener(channel, data as Parameters<Passing>[1]);
  if (!offset) return; // not of the archive: nothing that could be told again
  const publication: Publication = { offset, data: data as Fact };
  lives.receive(channel, publication);
  if (offset <= (tops.get(channel) ?? 0)) return;
  tops.set(channel, offset);
  for (const listener of listeners) listener(channel, publication);
}
/** Says something to the server that may be lost. */
export function tell(method: string, data: unknown): void {
  if (link.value === 'live') centrifuge?.rpc(method, data).catch(() => {});
}
export function disconnect(): void {
  centrifuge?.disconnect();
  centrifuge = undefined;
  waits.forEach(clearTimeout);
  waits = [];
  tops.clear();
}
/** The network says it is back: do not wait for the next try. */
addEventListener('online', () => {
  if (centrifuge && link.value !== 'live') {
    centrifuge.disconnect();
    centrifuge.connect();
  }
});
