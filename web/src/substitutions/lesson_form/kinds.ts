// The six kinds of change of a lesson, and what each may choose from.
import type { CoverProposal, TaughtCourse } from '../../core/shapes';
import type { Person } from '../../core/types';
import type { Decision, LessonCard, SwapPartner } from '../decisions';
import type { Choices } from '../loading';
import type { FreeHour } from '../places';
import { type KeptSchool } from '../../parts/useKeptSchool';

export const KINDS = ['cover', 'cancel', 'move', 'swap', 'room', 'subject'] as const;
export type Kind = (typeof KINDS)[number];
/** Where a decision is chosen: an event stands beside other subjects. */
export const kindOf = (decision: Decision | undefined): Kind =>
  !decision || decision.kind === 'restore' ? 'cover' : decision.kind === 'event' ? 'subject' : decision.kind;

/** What a lesson could be changed to; undefined: not here yet. */
export interface Possible {
  hours: FreeHour[] | undefined;
  partners: (SwapPartner & { teachers: readonly Person[] })[] | undefined;
  courses: TaughtCourse[];
}
/** A lesson to change, and what is known of it. */
export interface Changing {
  school: KeptSchool;
  card: LessonCard;
  choices: Choices;
  proposals: readonly CoverProposal[];
  decided: Decision | undefined; // what is chosen for it so far
  away: { from_day: string; until_day: string } | undefined; // when its teacher is
  used: ReadonlySet<string>; // lessons that other decisions change
}

/** What is chosen of a kind before anybody chooses. */
export function firstOf(
  kind: Kind,
  { card, proposals }: Changing,
  { hours, partners, courses }: Possible,
): Decision | undefined {
  switch (kind) {
    case 'cover':
      return proposals[0] && { kind, teacher: { id: proposals[0].teacher, name: proposals[0].name } };
    case 'cancel':
      return card.cancelled ? undefined : { kind };
    case 'move':
      return hours?.[0] && { kind, day: hours[0].day, number: hours[0].number };
    case 'swap':
      return partners?.[0] && { kind, partner: partners[0] };
    case 'subject':
      return courses[0] && { kind, course: courses[0] };
    case 'room':
      return undefined;
  }
}
