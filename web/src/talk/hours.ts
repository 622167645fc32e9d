// When somebody is there for messages: days and times in the school's zone.
import type { Hour, HoursOf } from '../core/shapes';

export type { Hour, HoursOf };

export function isNow(hours: readonly Hour[], zone: string, now = new Date()): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string) => parts.find(one => one.type === type)?.value ?? '';
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')) + 1;
  const time = `${part('hour')}:${part('minute')}`;
  return hours.some(one => one.day === day && one.begins <= time && time < one.ends);
}
/** "пн–пт 9:00–17:00, сб 10:00–12:00": days in a row with the same times are said together. */
export function hoursWords(hours: readonly Hour[], dayName: (day: number) => string): string {
  const clock = (time: string) => time.replace(/^0/, '');
  const groups: { from: number; to: number; times: string }[] = [];
  for (let day = 1; day <= 7; day++) {
    const times = hours
      .filter(one => one.day === day)
      .map(one => `${clock(one.begins)}–${clock(one.ends)}`)
      .join(', ');
    const last = groups.at(-1);
    if (!times) continue;
    if (last && last.times === times && last.to === day - 1) last.to = day;
    else groups.push({ from: day, to: day, times });
  }
  return groups
    .map(({ from, to, times }) => `${dayName(from)}${to > from ? `–${dayName(to)}` : ''} ${times}`)
    .join(', ');
}
