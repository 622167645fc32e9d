// A file of a timetable on its way: what its columns and names are, and whether it can be applied.
import type { ImportDoubt, ImportPreview, ListColumn } from '../core/shapes';

export type Meaning = NonNullable<ListColumn['meaning']>;
export const MEANINGS: readonly Meaning[] = [
  'classes',
  'subgroup',
  'subject',
  'teachers',
  'room',
  'weekday',
  'number',
  'weeks',
  'from',
  'until',
];
const NEEDED: readonly Meaning[] = ['classes', 'subject', 'weekday', 'number'];

/** What is said of each column; what was chosen for one is taken from another. */
export function chooseColumn(columns: readonly ListColumn[], heading: string, meaning: Meaning | null): ListColumn[] {
  return columns.map(one => {
    if (one.heading === heading) return { ...one, meaning };
    return meaning !== null && one.meaning === meaning ? { ...one, meaning: null } : one;
  });
}
export const missingColumns = (columns: readonly ListColumn[]): Meaning[] =>
  NEEDED.filter(meaning => !columns.some(one => one.meaning === meaning));

/** Codes of errors that the choice of the columns answers: said there, and nowhere else. */
const ASKED = new Set(['column_missing', 'layout_unknown', 'column_unknown', 'no_lessons']);
export const isAsked = ({ code }: { code: string }): boolean => ASKED.has(code);

export const NOT_WANTED = '-';
export const NEW = '+';
/** What was chosen for each doubt, by kind and name: an id, that it is new, or that it is not wanted. */
export type Chosen = Readonly<Record<string, string>>;

type Kind = ImportDoubt['kind'];
export const KINDS: readonly Kind[] = ['class', 'subject', 'teacher', 'room', 'course'];
/** What a school may lack and gets with the file. */
export const canBeNew = ({ kind, name }: ImportDoubt): boolean =>
  (kind === 'subject' || kind === 'room') && name !== '';
/** Doubts about names that are like none of the school's. */
export const likelyNew = (doubts: readonly ImportDoubt[]): ImportDoubt[] =>
  doubts.filter(one => canBeNew(one) && one.candidates.length === 0);

/** How many doubts have no answer yet. */
export const open = (doubts: readonly ImportDoubt[], chosen: Chosen): number =>
  doubts.filter(({ kind, name }) => !chosen[kind + name]).length;

export interface Answer {
  kind: string;
  name: string;
  target: string | null;
  is_new: boolean;
}
export const answersOf = (doubts: readonly ImportDoubt[], chosen: Chosen): Answer[] =>
  doubts.flatMap(({ kind, name }) => {
    const value = chosen[kind + name];
    if (!value) return [];
    const isNew = value === NEW;
    return [{ kind, name, target: isNew || value === NOT_WANTED ? null : value, is_new: isNew }];
  });

/** True if there is a reporting period in which lessons can be. */
export const hasPeriod = ({ from_day: from, until_day: until }: ImportPreview): boolean => until > from;

/** True if nothing waits for an answer, something changes, all has its place, and what has to be said twice was said. */
export function canApply(
  {
    doubts,
    new: fresh,
    changed,
    gone,
    asks_twice: twice,
    of_another_school: other,
    misplaced,
    clash_count,
  }: ImportPreview,
  { confirmed, word }: { confirmed: boolean; word: string },
): boolean {
  return (
    doubts.length === 0 &&
    !other &&
    misplaced.length === 0 &&
    fresh + changed + gone > 0 &&
    (!twice || confirmed) &&
    (clash_count === 0 || word.trim() !== '')
  );
}
