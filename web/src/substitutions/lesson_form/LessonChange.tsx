// One lesson is changed: reached from a timetable, whose lesson it is.
import { useState } from 'preact/hooks';
import { isWeek } from '../../core/dates';
import { back, place } from '../../core/router';
import { useValue } from '../../core/store';
import { deviations } from '../../i18n/week/deviations';
import { w } from '../../i18n/week/substitutions';
import { Icon } from '../../parts/icons';
import { Page } from '../../parts/page';
import { Empty, NoSuchPage, NotYet } from '../../parts/parts';
import { useResource } from '../../parts/useResource';
import { sentBy, type Decision, type LessonCard } from '../decisions';
import { KINDS } from './kinds';
import { LessonForm } from './LessonForm';
import { cardOf, choicesOf, weeksOf, type Choices, type Listed } from '../loading';
import { useChange } from '../useChange';
import { hourWords, lessonWords } from '../words';
import '../substitutions.css';
import { type KeptSchool, keptSchools } from '../../parts/useKeptSchool';

export function LessonChange({ path: [, id, what] }: { path: string[] }) {
  const { query } = useValue(place);
  const of = query.get('of');
  const whose = query.get('id');
  const week = query.get('week') ?? undefined;
  if (
    !keptSchools().length ||
    !id ||
    what !== 'change' ||
    !(of === 'class' || of === 'teacher' || of === 'room') ||
    !whose ||
    !isWeek(week)
  )
    return <NoSuchPage />;
  return <Lesson key={id} id={id} of={of} whose={whose} week={week} />;
}

function Lesson({ id, of, whose, week }: { id: string; of: Listed; whose: string; week: string }) {
  const [again, setAgain] = useState(0);
  const up = `/timetable/${of}/${whose}/${week}`;
  const { state, problem } = useResource(async () => {
    const lessons = await weeksOf(of, whose, [week]);
    const found = lessons.find(one => one.id === id);
    for (const at of found ? keptSchools() : []) {
      const choices = await choicesOf(at.id, found!.day);
      // the timetable of a teacher has lessons of all their schools
      if (choices.courses.some(one => one.id === found!.course))
        return { card: cardOf(found!, choices), choices, school: { id: at.id, zone: at.zone, many: false } };
    }
    return { card: undefined };
  }, `${id}.${again}`);
  return (
    <Page title={w('change')} up={up} narrow>
      <section class="sheet pad">
        {!state ? (
          <NotYet problem={problem} lines={12} />
        ) : !state.card ? (
          <Empty icon="info" head={w('gone')} />
        ) : (
          <Change
            key={state.card.revision}
            school={state.school}
            card={state.card}
            choices={state.choices}
            up={up}
            reload={() => setAgain(n => n + 1)}
          />
        )}
      </section>
    </Page>
  );
}

function Change({
  school,
  card,
  choices,
  up,
  reload,
}: {
  school: KeptSchool;
  card: LessonCard;
  choices: Choices;
  up: string;
  reload: () => void;
}) {
  const [note, setNote] = useState('');
  const [decided, setDecided] = useState<Decision | undefined>();
  const { send, view } = useChange(school, choices, () => back(up), reload);
  const sent = (decision: Decision) => ({ changes: sentBy([card], { [card.id]: decision }), note });
  const decide = (decision: Decision) => {
    setDecided(decision);
    void send(sent(decision));
  };
  const how = [card.cancelled && w('isCancelled'), ...deviations(card, card.teachers[0])].filter(Boolean).join(', ');
  const asked = KINDS.find(one => one === place.value.query.get('kind'));
  return (
    <div class="subst-stack" data-change={card.id}>
      <h2>
        {lessonWords(card)}
        <small class="meta">{hourWords(card)}</small>
      </h2>
      {how && (
        <div class="note brass">
          <Icon name="alert" />
          <div class="subst-why">
            <p>{card.cancelled ? how : w('isChanged', { how })}</p>
            <button type="button" class="btn two small" onClick={() => decide({ kind: 'restore' })} data-restore>
              {w('restore')}
            </button>
          </div>
        </div>
      )}
      <LessonForm
        school={school}
        card={card}
        choices={choices}
        proposals={[]}
        decided={undefined}
        away={undefined}
        used={new Set()}
        {...(asked ? { begin: asked } : {})}
        decide={decide}
      >
        <div class="field">
          <label for="subst-note">{w('wordsOne')}</label>
          <input
            class="input"
            id="subst-note"
            name="note"
            maxLength={200}
            value={note}
            onInput={event => setNote(event.currentTarget.value)}
          />
        </div>
        {view(decided ? sent(decided) : { changes: [], note })}
      </LessonForm>
    </div>
  );
}
