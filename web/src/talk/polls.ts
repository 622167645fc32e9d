// A poll as those of its chat see it.
import type { Message, Poll } from '../core/types';

export const isOver = (poll: Poll, now = Date.now()): boolean =>
  !!poll.closed_at || (!!poll.closes_at && Date.parse(poll.closes_at) <= now);
export const chosenBy = (poll: Poll, person: string): readonly number[] =>
  poll.votes.find(vote => vote.person === person)?.choices ?? [];
export const votersOf = (poll: Poll, option: number): string[] =>
  poll.votes.filter(vote => vote.choices.includes(option)).map(vote => vote.person);

/** What one's choices become by pressing an option: pressed twice it is taken back. */
export function pressed(poll: Poll, person: string, option: number): number[] {
  const held = chosenBy(poll, person);
  if (held.includes(option)) return held.filter(one => one !== option);
  return poll.multiple ? [...held, option].sort((a, b) => a - b) : [option];
}
/** A new vote stands behind the others. */
export function voted(message: Message, person: string, choices: number[]): Message {
  if (!message.poll) return message;
  const others = message.poll.votes.filter(vote => vote.person !== person);
  return { ...message, poll: { ...message.poll, votes: choices.length ? [...others, { person, choices }] : others } };
}
export const closed = (message: Message, at: string): Message =>
  message.poll ? { ...message, poll: { ...message.poll, closed_at: at } } : message;
