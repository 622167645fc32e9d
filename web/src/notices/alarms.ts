// The order of alarms: what somebody is looking at stays where it is.
import type { OpenAlarm } from '../core/shapes';

/** What is open now: those that were shown in their order, then what has come since, the oldest first. */
export function inOrder(shown: readonly OpenAlarm[], open: readonly OpenAlarm[]): OpenAlarm[] {
  const now = new Map(open.map(alarm => [alarm.notice, alarm]));
  const stayed = shown.flatMap(({ notice }) => now.get(notice) ?? []);
  const known = new Set(stayed.map(({ notice }) => notice));
  const fresh = open.filter(({ notice }) => !known.has(notice));
  return [...stayed, ...fresh.sort((a, b) => a.published_at.localeCompare(b.published_at))];
}
