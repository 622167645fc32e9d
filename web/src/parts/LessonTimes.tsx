// What other times of lessons bring together or leave without a bell, and the way on: a word, or to say that it is meant.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../core/api';
import { dayMonth, weekdayLong } from '../i18n/format';
import { o } from '../i18n/setUp';

interface TimedLesson {
  id: string | null; // null: each that the timetable gives, from `day` on
  course: string;
  title: string;
  day: string;
  number: number;
}
interface TimeClash {
  kind: 'teacher' | 'room' | 'students';
  lesson: TimedLesson;
  other: TimedLesson;
}
export interface TimesAnswer {
  word: string;
  confirmed: boolean;
}
export const UNASKED: TimesAnswer = { word: '', confirmed: false };

interface Refused {
  clashes: TimeClash[];
  bare: TimedLesson[];
  again: (answer: TimesAnswer) => void;
}
const SHOWN = 12;

/** `note` keeps what a refusal says of lessons' times, and with which answer it is asked again; `view` shows that. */
export function useLessonTimes() {
  const [refused, setRefused] = useState<Refused | undefined>();
  const note = (problem: unknown, again: Refused['again']) => {
    const of = problem instanceof Problem && Array.isArray(problem.withoutBell) ? problem : undefined;
    setRefused(of && { clashes: of.clashes as TimeClash[], bare: of.withoutBell as TimedLesson[], again });
  };
  return { note, clear: () => setRefused(undefined), view: refused ? <LessonTimes {...refused} /> : null };
}

const place = ({ day, number }: TimedLesson) => o('timesPlace', { weekday: weekdayLong(day), n: number });
const when = ({ id, day }: TimedLesson) => o(id === null ? 'timesFrom' : 'timesOn', { day: dayMonth(day) });

function LessonTimes({ clashes, bare, again }: Refused) {
  const [word, setWord] = useState('');
  const ready = !clashes.length || !!word.trim();
  const note = useRef<HTMLDivElement>(null);
  // What was pressed may stand far from here.
  useEffect(() => note.current?.scrollIntoView({ block: 'start' }), []);
  return (
    <div
      class="note bad up"
      ref={note}
      style={{ scrollMarginTop: '72px' }}
      data-lesson-times={clashes.length + bare.length}
    >
      <div>
        {clashes.length > 0 && (
          <>
            <b>{o('timesClash', { n: clashes.length })}</b>
            <ul>
              {clashes.slice(0, SHOWN).map(({ kind, lesson, other }, n) => (
                <li key={n}>
                  {`${lesson.title} · ${other.title}: ${o(`times_${kind}`)}, ${place(lesson)}, ${when(lesson)}`}
                </li>
              ))}
              {clashes.length > SHOWN && <li>{o('timesMore', { n: clashes.length - SHOWN })}</li>}
            </ul>
          </>
        )}
        {bare.length > 0 && (
          <>
            <b>{o('timesBare', { n: bare.length })}</b>
            <ul>
              {bare.slice(0, SHOWN).map((lesson, n) => (
                <li key={n}>{`${lesson.title}: ${place(lesson)}, ${when(lesson)}`}</li>
              ))}
              {bare.length > SHOWN && <li>{o('timesMore', { n: bare.length - SHOWN })}</li>}
            </ul>
          </>
        )}
        {clashes.length > 0 && (
          <div class="field up">
            <label for="times-word">{o('timesWord')}</label>
            <input
              class="input"
              id="times-word"
              name="times-word"
              maxLength={200}
              value={word}
              onInput={event => setWord(event.currentTarget.value)}
            />
          </div>
        )}
        <button
          type="button"
          class="btn two small up"
          aria-disabled={!ready || undefined}
          onClick={() => ready && again({ word: word.trim(), confirmed: bare.length > 0 })}
          data-times-keep
        >
          {o('timesKeep')}
        </button>
      </div>
    </div>
  );
}
