// What is typed of a course: of a class, of a subgroup chosen from it, or of several classes together.
import type { CourseFields, CourseMembers, TaughtCourse } from '../core/shapes';
import type { ClassRef, Person } from '../core/types';

/** What a course is made of: the classes and teachers of a school, and the courses that it has. */
export interface Known {
  courses: TaughtCourse[];
  classes: ClassRef[];
  teachers: Person[];
}

export type Who = 'whole' | 'group' | 'stream';
export interface CourseDraft {
  subject: string;
  title: string; // empty: as `titleOf` says
  who: Who;
  group: string;
  chosen: string[]; // students of a subgroup
  classes: string[]; // of a stream
  teachers: string[]; // the first is named
}

export const freshDraft = (of: string): CourseDraft => ({
  subject: '',
  title: '',
  who: 'whole',
  group: '',
  chosen: [],
  classes: [of],
  teachers: [],
});
export function draftOf({ course, whole, chosen }: CourseMembers): CourseDraft {
  const who = whole.length > 1 ? 'stream' : whole.length ? 'whole' : 'group';
  return {
    subject: course.subject,
    title: course.title,
    who,
    group: course.group,
    chosen,
    classes: whole,
    teachers: course.teachers.map(({ id }) => id),
  };
}

/** Returns the name of a course in journals: what is typed, or the subject with whom it is for. */
export function titleOf(draft: CourseDraft, own: ClassRef, all: readonly ClassRef[]): string {
  if (draft.title.trim()) return draft.title.trim();
  const names = draft.who === 'stream' ? all.filter(({ id }) => draft.classes.includes(id)) : [own];
  const of = names.map(({ name }) => name).join(', ');
  const group = draft.who === 'group' && draft.group.trim();
  return [`${draft.subject.trim()} ${of}`.trim(), group].filter(Boolean).join(', ');
}

export type Fault = 'needSubject' | 'needStudents' | 'needClasses';
export function faultOf({ subject, who, chosen, classes }: CourseDraft): Fault | undefined {
  if (!subject.trim()) return 'needSubject';
  if (who === 'group' && !chosen.length) return 'needStudents';
  if (who === 'stream' && classes.length < 2) return 'needClasses';
  return undefined;
}

export const fieldsOf = (draft: CourseDraft, own: ClassRef, all: readonly ClassRef[]): CourseFields => ({
  title: titleOf(draft, own, all),
  subject: draft.subject.trim(),
  class: own.id,
  group: draft.who === 'group' ? draft.group.trim() : '',
  classes: draft.who === 'group' ? [] : draft.who === 'whole' ? [own.id] : draft.classes,
  students: draft.who === 'group' ? draft.chosen : [],
  teachers: draft.teachers,
});

/** Returns the courses of a class, by subject and group. */
export const coursesOf = (courses: readonly TaughtCourse[], id: string): TaughtCourse[] =>
  courses
    .filter(one => one.class === id || one.classes.some(of => of.id === id))
    .sort((a, b) => a.subject.localeCompare(b.subject) || a.title.localeCompare(b.title));

/** Returns every second of them: a class in two halves. */
export const everyOther = <T>(all: readonly T[]): T[] => all.filter((_, n) => n % 2 === 0);
