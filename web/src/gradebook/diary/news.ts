// What is new for a family: per child, since this device last showed that child's diary.
import { onPublication } from '../../core/connection';
import { small } from '../../core/local';
import { say } from '../../core/liveRegion';
import { me, onBegin, zone } from '../../core/session';
import { Value } from '../../core/store';
import type { Attendance, AtLesson, DiaryState, Fact, Mark } from '../../core/types';
import { dayIn } from '../../core/dates';
import { t } from '../../i18n';
import { inside, kindOf, said } from '../../i18n/format';
import { diaryOf, thisWeek } from './diaries';
import { corrected, newsOf, type News } from './diary';

export interface Reader {
  id: string;
  name: string;
  className: string;
  mine: boolean;
  channel: string;
}
/** The diaries this person reads: the own one, and those of the children. */
export function readers(): Reader[] {
  const who = me.value;
  if (!who) return [];
  const children = who.children.map(child => ({
    id: child.id,
    name: child.name.given,
    className: child.class?.name ?? '',
    mine: false,
    channel: child.channel,
  }));
  const own = who.student
    ? [
        {
          id: who.student.id,
          name: who.person.name.given,
          className: who.student.class?.name ?? '',
          mine: true,
          channel: who.student.channel,
        },
      ]
    : [];
  return [...own, ...children];
}

/** Until when each diary was looked at. A device that knows nothing yet starts with today. */
const looked = new Value<Record<string, string>>({});
/** The same, as it was when the screen was opened: what was new then keeps its dot while one reads. */
export const base = new Value<Record<string, string>>({});
/** Facts that have just landed; they drop into their row. */
export const landed = new Value<ReadonlySet<string>>(new Set());
/** The newest fact of this visit, whichever child it is of. */
export const newest = new Value<{ news: News; state: DiaryState } | null>(null);

// Midnight of the zone that is furthest ahead: no fact of the day is missed, whichever zone the school is in.
const startOfToday = () => new Date(Date.parse(dayIn(zone()) + 'T00:00:00Z') - 14 * 3_600_000).toISOString();
export const since = (student: string): string => looked.value[student] ?? startOfToday();
export const unseen = (state: DiaryState | undefined, student: string): number =>
  state ? newsOf(state).filter(news => news.at > since(student)).length : 0;

export function lookAt(student: string, state: DiaryState): void {
  if (!(student in base.value)) base.set({ ...base.value, [student]: since(student) });
  const last = newsOf(state)[0]?.at;
  if (!last || last <= since(student)) return;
  looked.set({ ...looked.value, [student]: last });
  small.write('looked', looked.value);
}
export function leave(student: string): void {
  const { [student]: _, ...rest } = base.value;
  base.set(rest);
}

onBegin(() => {
  looked.set(small.read('looked') ?? {});
  for (const reader of readers()) diaryOf(reader.id, thisWeek());
});

const soon: { text: string; urgent: boolean }[] = [];
let speaking: ReturnType<typeof setTimeout> | undefined;
/** More than three facts in a short while are said as one number. */
function tell(text: string, urgent: boolean): void {
  soon.push({ text, urgent });
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    const told = soon.splice(0);
    if (told.length > 3)
      say(
        t('sayMany', { n: told.length }),
        told.some(one => one.urgent),
      );
    else {
      const loud = told.filter(one => one.urgent);
      const soft = told.filter(one => !one.urgent);
      if (loud.length) say(loud.map(one => one.text).join(' '), true);
      if (soft.length) say(soft.map(one => one.text).join(' '));
    }
  }, 120);
}

let burst = 0;
onPublication((channel, { data }) => {
  const reader = readers().find(one => one.channel === channel);
  if (!reader) return;
  const state = diaryOf(reader.id, thisWeek()).state;
  const facts = factsOf(data);
  if (!state || !facts.length) return;
  burst += facts.length;
  setTimeout(() => {
    burst -= facts.length;
  }, 1000);
  const ids = facts.map(fact => fact.news.id);
  if (burst <= 20) {
    landed.update(set => new Set([...set, ...ids]));
    setTimeout(() => landed.update(set => new Set([...set].filter(id => !ids.includes(id)))), 2700);
  }
  for (const { news, at } of facts) {
    const subject = inside(at?.subject ?? '');
    if (news.attendance?.status === 'present') {
      // corrected: an alarm that is no longer true goes
      const shown = newest.value?.news;
      if (shown?.attendance && shown.lesson === news.lesson && shown.student === news.student) newest.set(null);
      continue;
    }
    newest.set({ news, state });
    tell(...spoken(reader, news, at?.number ?? 0, subject, state));
  }
});

function factsOf(data: Fact): { news: News; at: AtLesson }[] {
  const ofMark = (mark: Mark) => ({
    news: { id: `m${mark.id}.${mark.revision}`, at: mark.changed_at, student: mark.student, lesson: mark.lesson, mark },
    at: mark.at_lesson,
  });
  const ofEntry = (entry: Attendance) => ({
    news: {
      id: `a${entry.lesson}.${entry.revision}`,
      at: entry.at,
      student: entry.student,
      lesson: entry.lesson,
      attendance: entry,
    },
    at: entry.at_lesson,
  });
  if (data.type === 'marks_posted') return data.marks.map(ofMark);
  if (data.type === 'mark_corrected' || data.type === 'mark_withdrawn') return [ofMark(data.mark)];
  return data.type === 'attendance_recorded' ? data.attendance.map(ofEntry) : [];
}

export const attendanceWord = ({ status, minutes }: Attendance): string =>
  status === 'late' && minutes ? t('lateMin', { n: minutes }) : status === 'present' ? '' : t(status);

function spoken({ name, mine }: Reader, news: News, n: number, subject: string, state: DiaryState): [string, boolean] {
  if (news.attendance) {
    const away = news.attendance.status === 'absent' && !mine;
    return away
      ? [t('sayAbsent', { name, n }), true]
      : [t('attendNews', { name, word: `${subject}, ${attendanceWord(news.attendance)}` }), false];
  }
  const mark = news.mark!;
  if (mark.state === 'withdrawn') return [t('sayWithdrawn', { name, subject }), false];
  if (corrected(mark) === 'words' && mark.comment)
    return [t('sayWords', { name, subject, words: mark.comment }), false];
  if (mark.was) return [t('sayCorrected', { name, subject, was: mark.was.value, is: mark.value }), false];
  return [
    t('sayMark', {
      name,
      subject,
      kind: said(kindOf(state.kinds, mark.kind)?.name),
      value: mark.value,
      weight: mark.weight,
    }),
    false,
  ];
}
