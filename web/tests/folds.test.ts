import { expect, test } from 'vitest';
import type { ActiveMark, DiaryState, JournalState } from '../src/core/types';
import { beforeAndAfter, foldDiary, newsOf } from '../src/gradebook/diary/diary';
import { foldJournal } from '../src/gradebook/journal/journal';
import { School, lessons } from './school';

const verbs: ((school: School, n: number) => void)[] = [
  (school, n) => school.post([2 + (n % 4), 5], lessons[n % 3], n % 4),
  (school, n) => school.correct(n % (school.marks.length || 1), 2 + (n % 4), n % 3),
  (school, n) => school.withdraw(n % (school.marks.length || 1)),
  (school, n) => school.attend((['absent', 'late', 'ill', 'present'] as const)[n % 4]!, lessons[n % 3]),
  school => school.other(),
];
function history(seed: number, steps = 30) {
  const school = new School();
  const diaries: DiaryState[] = [school.diary()];
  const journals: JournalState[] = [school.journal()];
  let n = seed;
  for (let i = 0; i < steps; i++) {
    n = (n * 16807) % 2147483647;
    const before = school.offset;
    verbs[n % verbs.length]!(school, n >> 4);
    if (school.offset === before) continue;
    diaries.push(school.diary());
    journals.push(school.journal());
  }
  return { school, diaries, journals };
}

test.each(Array.from({ length: 40 }, (_, seed) => seed * 7919 + 1))(
  'live view = reloaded view, from every moment on (%d)',
  seed => {
    const { school, diaries, journals } = history(seed);
    for (const from of [0, Math.floor(diaries.length / 2), diaries.length - 1]) {
      const diary = school.said.reduce((state, publication) => foldDiary(state, publication).state, diaries[from]!);
      expect(diary).toEqual(school.diary());
      const journal = school.said.reduce(
        (state, publication) => foldJournal(state, publication).state,
        journals[from]!,
      );
      expect(journal).toEqual(school.journal());
    }
  },
);
test('a repeat changes nothing', () => {
  const { school } = history(5);
  const state = school.diary();
  const journal = school.journal();
  for (const publication of school.said) {
    expect(foldDiary(state, publication).state).toBe(state);
    expect(foldJournal(journal, publication).state).toBe(journal);
  }
});
test('a fact of another week moves the position and asks for a reload, for its period is not known here', () => {
  const school = new School();
  const state = school.diary();
  school.elsewhere();
  const folded = foldDiary(state, school.said[0]!);
  expect(folded.reload).toBe(true);
  expect(folded.state.marks).toEqual([]);
  expect(folded.state.position.offset).toBe(1);
});
test('a withdrawn mark tells no value and stays in the week; the journal drops it', () => {
  const school = new School();
  school.post([2]);
  const diary = school.diary();
  const journal = school.journal();
  school.withdraw(0);
  const told = foldDiary(diary, school.said[1]!).state.marks[0]!;
  expect(told).toMatchObject({ state: 'withdrawn', reason: 'ошибка ввода' });
  expect(told).not.toHaveProperty('value');
  expect(foldJournal(journal, school.said[1]!).state.marks).toEqual([]);
});
test('the average before and after a mark', () => {
  const school = new School();
  school.post([4, 5]);
  school.post([5], 'l2', 3);
  const state = school.diary();
  expect(beforeAndAfter(state.averages[0], state.marks[2] as ActiveMark)).toMatchObject({
    before: { sum: 9, weight: 2 },
    after: { sum: 24, weight: 5 },
  });
  const foreign = { ...(state.marks[2] as ActiveMark), weight: 50 };
  expect(beforeAndAfter(state.averages[0], foreign)).toBeNull();
});
test('news is newest first and leaves "present" out', () => {
  const school = new School();
  school.post([4]);
  school.attend('absent');
  school.attend('present', 'l2');
  expect(newsOf(school.diary()).map(news => news.attendance?.status ?? 'mark')).toEqual(['absent', 'mark']);
});
