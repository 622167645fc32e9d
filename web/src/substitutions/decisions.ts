// What becomes of lessons: the proposal that is chosen first, what is sent, and how many are left to decide.
import type { CoverProposal, LessonChange, LessonDeviation, Room, TaughtCourse } from '../core/shapes';
import type { Person } from '../core/types';

/** A lesson as those who change it need it. */
export interface LessonCard {
  id: string;
  revision: number;
  course: string;
  subject: string;
  title: string; // the course, where no class is known
  classId: string | null; // whose bells it has
  className: string;
  day: string;
  number: number;
  starts: string | null; // the moment
  ends: string | null;
  room: string;
  teachers: readonly Person[];
  cancelled: boolean;
  deviation: LessonDeviation | null;
}
/** A lesson that changes places with another. */
export interface SwapPartner {
  id: string;
  revision: number;
  day: string;
  number: number;
  subject: string;
}
export type Decision =
  | { kind: 'cover'; teacher: Person }
  | { kind: 'cancel' }
  | { kind: 'move'; day: string; number: number }
  | { kind: 'swap'; partner: SwapPartner }
  | { kind: 'room'; room: Room; teacher?: Person }
  | { kind: 'subject'; course: TaughtCourse }
  | { kind: 'event'; name: string }
  | { kind: 'restore' };
export type Decisions = Readonly<Record<string, Decision | undefined>>;

/** The changes that a decision asks for: a swap changes both lessons. */
export function changesOf(card: LessonCard, decision: Decision): LessonChange[] {
  const own = { lesson: card.id, revision: card.revision };
  const held = card.cancelled ? { cancelled: false } : {};
  switch (decision.kind) {
    case 'cover':
      return [{ ...own, ...held, teachers: [decision.teacher.id] }];
    case 'cancel':
      return [{ ...own, cancelled: true }];
    case 'move':
      return [{ ...own, ...held, day: decision.day, number: decision.number }];
    case 'swap': {
      const { id, revision, day, number } = decision.partner;
      return [
        { ...own, ...held, day, number },
        { lesson: id, revision, day: card.day, number: card.number },
      ];
    }
    case 'room':
      return [
        { ...own, ...held, room: decision.room.id, ...(decision.teacher ? { teachers: [decision.teacher.id] } : {}) },
      ];
    case 'subject':
      return [{ ...own, course: decision.course.id }];
    case 'event':
      return [{ ...own, instead: decision.name }];
    case 'restore': {
      const from = card.deviation?.moved_from;
      return [
        {
          ...own,
          ...held,
          ...(card.deviation?.covered.length ? { teachers: [] } : {}),
          ...(from ? { day: from.day, number: from.number } : {}),
        },
      ];
    }
  }
}
/** Which lesson each sent change is of: a refusal names the place of a change. */
export function sentBy(
  cards: readonly LessonCard[],
  decisions: Decisions,
): { card: LessonCard; change: LessonChange }[] {
  return cards.flatMap(card => {
    const decision = decisions[card.id];
    return decision ? changesOf(card, decision).map(change => ({ card, change })) : [];
  });
}

/** The decisions that do not change a lesson: what was decided of one that others have changed is decided anew. */
export function without(decisions: Decisions, lesson: string): Decisions {
  return Object.fromEntries(
    Object.entries(decisions).filter(
      ([id, one]) => id !== lesson && !(one?.kind === 'swap' && one.partner.id === lesson),
    ),
  );
}

/** Nobody who teaches neither subject nor class is chosen without a person. */
export const fits = (proposal: CoverProposal) => proposal.of_subject || proposal.of_class;

/** Who is chosen for each lesson before anybody has decided: who teaches its subject, else who teaches its class.
 *
 * Of equals it is who covers least, lessons that are chosen here included, so that one colleague does not get all; and
 * nobody is chosen twice for one hour.
 */
export function proposed(
  lessons: readonly { card: Pick<LessonCard, 'id' | 'day' | 'number'>; proposals: readonly CoverProposal[] }[],
): Record<string, Decision | undefined> {
  const here = new Map<string, Set<string>>(); // the hours for which a colleague is chosen
  const hours = ({ teacher }: CoverProposal) => here.get(teacher) ?? new Set<string>();
  const load = (one: CoverProposal) => one.covers + hours(one).size;
  return Object.fromEntries(
    lessons.map(({ card: { id, day, number }, proposals }) => {
      const hour = `${day}.${number}`;
      const [first] = proposals
        .filter(one => fits(one) && !hours(one).has(hour))
        .sort(
          (a, b) =>
            Number(b.of_subject) - Number(a.of_subject) || Number(b.of_class) - Number(a.of_class) || load(a) - load(b),
        );
      if (!first) return [id, undefined];
      here.set(first.teacher, hours(first).add(hour));
      return [id, { kind: 'cover', teacher: { id: first.teacher, name: first.name } } satisfies Decision];
    }),
  );
}

/** The lessons taken, with all that have a decision: those that a person must decide stay open. */
export const takenAll = (ids: readonly string[], decisions: Decisions): Set<string> =>
  new Set(ids.filter(id => decisions[id]));
/** How many lessons are still to be decided. */
export const leftToDecide = (ids: readonly string[], decisions: Decisions, taken: ReadonlySet<string>): number =>
  ids.filter(id => !decisions[id] || !taken.has(id)).length;

/** Who is concerned by what is decided: each colleague with their lessons, each class with its own. */
export interface Concerned {
  colleagues: { person: Person; lessons: number }[];
  classes: { name: string; lessons: number; students: number }[];
}
export function concerned(
  cards: readonly LessonCard[],
  decisions: Decisions,
  courses: readonly Pick<TaughtCourse, 'id' | 'students'>[],
): Concerned {
  const colleagues = new Map<string, { person: Person; lessons: number }>();
  const classes = new Map<string, { name: string; lessons: number; students: number }>();
  for (const card of cards) {
    const decision = decisions[card.id];
    if (!decision) continue;
    const teachers =
      decision.kind === 'cover' ? [decision.teacher] : decision.kind === 'subject' ? decision.course.teachers : [];
    for (const person of decision.kind === 'room' && decision.teacher ? [decision.teacher] : teachers) {
      const held = colleagues.get(person.id) ?? { person, lessons: 0 };
      colleagues.set(person.id, { ...held, lessons: held.lessons + 1 });
    }
    const name = card.className || card.title;
    const held = classes.get(name) ?? { name, lessons: 0, students: 0 };
    const students = courses.find(({ id }) => id === card.course)?.students ?? 0;
    classes.set(name, { name, lessons: held.lessons + 1, students: Math.max(held.students, students) });
  }
  return { colleagues: [...colleagues.values()].sort((a, b) => b.lessons - a.lessons), classes: [...classes.values()] };
}
