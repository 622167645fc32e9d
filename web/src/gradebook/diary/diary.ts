// The diary of one week, folded from publications. Live view = reloaded view.
import {
  above,
  at,
  type ActiveMark,
  type Attendance,
  type Average,
  type DiaryLesson,
  type DiaryState,
  type Folded,
  type Mark,
  type Publication,
} from '../../core/types';
import { add, mean, take, type Weighed } from './averages';

/**
 * Applies one publication; what the state already has is left alone. `reload` says that the state cannot tell
 * everything by itself: a fact of another week, whose period it does not know, may move the averages.
 */
export function foldDiary(state: DiaryState, publication: Publication): Folded<DiaryState> {
  if (!above(state, publication)) return { state, reload: false };
  const next = at(state, publication.offset);
  const lessons = new Map(state.days.flatMap(one => one.lessons.map(lesson => [lesson.id, one.day])));
  const { data } = publication;
  switch (data.type) {
    case 'marks_posted': {
      const ours = data.marks.filter(mark => lessons.has(mark.lesson));
      const marks = [...state.marks, ...ours.filter(mark => !state.marks.some(held => held.id === mark.id))];
      const averages = ours.reduce(
        (list, mark) => moved(list, mark.course, lessons.get(mark.lesson), undefined, mark),
        state.averages,
      );
      return {
        state: { ...next, marks, averages },
        reload: ours.length < data.marks.length || unknownCourse(state, ours),
      };
    }
    case 'mark_corrected': {
      const { mark } = data;
      if (!lessons.has(mark.lesson)) return { state: next, reload: true };
      const averages = moved(state.averages, mark.course, lessons.get(mark.lesson), mark.was ?? undefined, mark);
      return { state: { ...next, marks: replaced(state.marks, mark), averages }, reload: unknownCourse(state, [mark]) };
    }
    case 'mark_withdrawn': {
      const { mark } = data;
      const held = state.marks.find(one => one.id === mark.id);
      if (held?.state !== 'active') return { state: next, reload: true };
      const averages = moved(state.averages, mark.course, lessons.get(held.lesson), held, undefined);
      return { state: { ...next, marks: replaced(state.marks, mark), averages }, reload: false };
    }
    case 'attendance_recorded': {
      const attendance = data.attendance.filter(entry => lessons.has(entry.lesson));
      return { state: { ...next, attendance: recorded(state.attendance, attendance) }, reload: false };
    }
    default:
      return { state: next, reload: false };
  }
}

/** A lesson whose times are said: a school enters its bells when it comes to it. */
export function isTimed<L extends Pick<DiaryLesson, 'starts_at' | 'ends_at'>>(
  lesson: L,
): lesson is L & { starts_at: string; ends_at: string } {
  return lesson.starts_at !== null && lesson.ends_at !== null;
}
export const began = (lesson: DiaryLesson, moment: number): boolean =>
  isTimed(lesson) && Date.parse(lesson.starts_at) <= moment;
export const ended = (lesson: DiaryLesson, moment: number): boolean =>
  isTimed(lesson) && Date.parse(lesson.ends_at) <= moment;

const unknownCourse = (state: DiaryState, marks: readonly Mark[]) =>
  marks.some(mark => !state.averages.some(average => average.course === mark.course));

function replaced(marks: readonly Mark[], mark: Mark): Mark[] {
  return marks.map(held => (held.id === mark.id ? mark : held));
}
/** Of the course's average, if the mark's lesson is in its period. */
function moved(
  averages: readonly Average[],
  course: string,
  day: string | undefined,
  was: Weighed | undefined,
  is: Weighed | undefined,
): Average[] {
  return averages.map(average => {
    if (average.course !== course || !day || day < average.period.from_day || day >= average.period.until_day)
      return average;
    let next = average;
    if (was) next = take(next, was);
    if (is) next = add(next, is);
    return { ...next, mean: mean(next) };
  });
}
/** One entry for a student and a lesson; the newest takes the place of the one before. */
export function recorded(held: readonly Attendance[], entries: readonly Attendance[]): Attendance[] {
  const next = [...held];
  for (const entry of entries) {
    const index = next.findIndex(one => one.lesson === entry.lesson && one.student === entry.student);
    if (index < 0) next.push(entry);
    else next[index] = entry;
  }
  return next;
}

/** Something a family was told: a mark, a correction, a withdrawal, a word of attendance. */
export interface News {
  id: string;
  at: string;
  student: string;
  lesson: string;
  mark?: Mark;
  attendance?: Attendance;
}

/** The week's facts, newest first. */
export function newsOf(state: DiaryState): News[] {
  const marks = state.marks.map(mark => ({
    id: `m${mark.id}.${mark.revision}`,
    at: mark.changed_at,
    student: mark.student,
    lesson: mark.lesson,
    mark,
  }));
  const attendance = state.attendance
    .filter(entry => entry.status !== 'present')
    .map(entry => ({
      id: `a${entry.lesson}.${entry.revision}`,
      at: entry.at,
      student: entry.student,
      lesson: entry.lesson,
      attendance: entry,
    }));
  return [...marks, ...attendance].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

/** What a correction has changed that a family sees at a glance: the value, else the weight, else only the words. */
export function corrected({ was, value, weight }: ActiveMark): 'value' | 'weight' | 'words' | null {
  if (!was) return null;
  return was.value !== value ? 'value' : was.weight !== weight ? 'weight' : 'words';
}

/** The average without a mark and with it, when the mark counts in that average. */
export function beforeAndAfter(
  average: Average | undefined,
  mark: ActiveMark,
): { before: Average; after: Average } | null {
  if (!average || mark.weight === 0) return null;
  const before = take(average, mark);
  if (before.weight < 0 || before.sum < 0) return null; // the mark is of another period
  return { before, after: average };
}
