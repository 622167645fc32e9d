// The box of what is to be sent, one for the whole app: it is opened with the session and woken with the network.
import { api, reachable } from './api';
import { link } from './connection';
import { small } from './local';
import { SendQueue, type Item } from './sendQueue';
import { onBegin } from './session';

export const shelf = {
  all: () =>
    small
      .keys('out.')
      .map(key => small.read<Item>(key))
      .filter((item): item is Item => !!item),
  write: (item: Item) => small.write('out.' + item.key, item),
  drop: (key: string) => small.write('out.' + key, undefined),
};
export const sendQueue = new SendQueue(
  shelf,
  item => api.send(item.method, item.path, item.body, item.key),
  // Two tabs share the box; a lock keeps a lane in order across them.
  async (lane, act) => {
    if (navigator.locks) await navigator.locks.request('zvonok.' + lane, act);
    else await act();
  },
);

onBegin(who => sendQueue.open(who.person.id));
// The network is back in any of three ways; each wakes the box, the keys make a second try harmless.
link.on(() => {
  if (link.value === 'live') sendQueue.wake();
});
reachable.on(() => {
  if (reachable.value) sendQueue.wake();
});
addEventListener('online', () => sendQueue.wake());
addEventListener('storage', event => {
  if (event.key?.startsWith('zvonok.out.')) sendQueue.look();
});
