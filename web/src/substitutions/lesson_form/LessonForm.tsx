// What becomes of one lesson: six kinds of change in one form of equal height, was and will be.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { addDays, dayIn } from '../../core/dates';
import { now } from '../../core/store';
import { w } from '../../i18n/week/substitutions';
import { Icon, type IconName } from '../../parts/icons';
import { useResource } from '../../parts/useResource';
import type { Decision } from '../decisions';
import { KindBody } from './KindBody';
import { firstOf, KINDS, kindOf, type Changing, type Kind, type Possible } from './kinds';
import { twoWeeks, weeksOf } from '../loading';
import { freeHours, otherCourses, swapPartners } from '../places';
import { decisionWords, hourWords, wasWords } from '../words';
import './lesson_form.css';

const ICONS: Record<Exclude<Kind, 'swap'>, IconName> = {
  cover: 'person',
  cancel: 'close',
  move: 'today',
  room: 'pin',
  subject: 'diary',
};
export function LessonForm({
  begin,
  decide,
  children,
  ...changing
}: Changing & {
  begin?: Kind;
  decide: (decision: Decision) => void;
  children?: ComponentChildren; // before the button
}) {
  const { school, card, choices, decided, away, used } = changing;
  const [kind, setKind] = useState<Kind>(begin ?? kindOf(decided));
  const [chosen, setChosen] = useState<{ [kind in Kind]?: Decision | undefined }>(
    decided && decided.kind !== 'restore' ? { [kindOf(decided)]: decided } : {},
  );
  const { state: weeks } = useResource(async () => {
    const teacher = card.teachers[0]?.id;
    const [ofClass, ofTeacher] = await Promise.all([
      card.classId ? weeksOf('class', card.classId, twoWeeks(card.day)) : [],
      teacher ? weeksOf('teacher', teacher, twoWeeks(card.day)) : [],
    ]);
    return { ofClass, ofTeacher };
  }, card.id);
  const today = dayIn(school.zone, new Date(now.value));
  const isAway = (day: string) => !!away && away.from_day <= day && day < away.until_day;
  const possible: Possible = {
    hours: weeks && freeHours(card, weeks.ofClass, weeks.ofTeacher, addDays(today, 1), 14, isAway).slice(0, 3),
    partners: weeks && swapPartners(card, weeks.ofClass, now.value, isAway, used).slice(0, 12),
    courses: otherCourses(card, choices.courses),
  };
  const decision = kind in chosen ? chosen[kind] : firstOf(kind, changing, possible);
  const choose = (next: Decision | undefined) => setChosen(held => ({ ...held, [kind]: next }));
  return (
    <div class="subst-form">
      <div class="kinds" role="group" aria-label={w('whatToDo')}>
        {KINDS.map(one => (
          <button key={one} type="button" aria-pressed={one === kind} onClick={() => setKind(one)} data-kind={one}>
            {one === 'swap' ? <Swap /> : <Icon name={ICONS[one]} />}
            <span>{w(`kind_${one}`)}</span>
          </button>
        ))}
      </div>
      <div class="kind-body" role="group" aria-label={w(`kind_${kind}`)} data-kind-of={kind}>
        <KindBody
          key={kind}
          {...changing}
          kind={kind}
          possible={possible}
          today={today}
          chosen={decision}
          choose={choose}
        />
      </div>
      <div class="was">
        <span>
          <small>{w('was')}</small>
          <b>{wasWords(card)}</b>
          <small>{hourWords(card)}</small>
        </span>
        <Icon name="right" />
        <span data-will-be>
          <small>{w('willBe')}</small>
          <b>{decision ? decisionWords(card, decision) : w('notChosen')}</b>
        </span>
      </div>
      {children}
      <button
        type="button"
        class="btn wide"
        aria-disabled={!decision || undefined}
        onClick={() => decision && decide(decision)}
        data-decide
      >
        {w(decision?.kind === 'event' ? 'ok_event' : `ok_${kind}`)}
      </button>
    </div>
  );
}

function Swap() {
  return (
    <svg
      class="i"
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d="M4 8.500h15M15.500 5 19 8.500 15.500 12M20 15.500H5M8.500 12 5 15.500 8.500 19" />
    </svg>
  );
}
