// Who writes at this moment: told without a number, shown for some seconds, kept nowhere.
import { onPassing, tell } from '../core/connection';
import { Value } from '../core/store';

const AGAIN = 3000;
const SHOWN = 6000; // milliseconds

/** By channel: the people, the first to begin first. */
export const typists = new Value<Readonly<Record<string, readonly string[]>>>({});
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const set = (channel: string, change: (people: readonly string[]) => readonly string[]): void =>
  typists.set({ ...typists.value, [channel]: change(typists.value[channel] ?? []) });

function stop(channel: string, person: string): void {
  const key = `${channel} ${person}`;
  clearTimeout(timers.get(key));
  timers.delete(key);
  if (typists.value[channel]?.includes(person)) set(channel, people => people.filter(one => one !== person));
}
onPassing((channel, { type, person, message }) => {
  if (type === 'message' && message) {
    stop(channel, message.author);
    return;
  }
  if (type !== 'typing' || !person) return;
  const key = `${channel} ${person}`;
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => stop(channel, person), SHOWN),
  );
  if (!typists.value[channel]?.includes(person)) set(channel, people => [...people, person]);
});

let told = { chat: '', at: 0 };
/** I write here; said at most every three seconds. */
export function tellTyping(chat: string): void {
  if (told.chat === chat && Date.now() - told.at < AGAIN) return;
  told = { chat, at: Date.now() };
  tell('typing', { chat });
}
