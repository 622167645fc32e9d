// Sending changes of lessons, and what is said when they are refused.
import { useState } from 'preact/hooks';
import { Problem } from '../core/api';
import type { ChangedLesson, LessonChange, LessonClash } from '../core/shapes';
import { initialled } from '../i18n/format';
import { w } from '../i18n/week/substitutions';
import { roomWords } from '../i18n/week/deviations';
import { Icon } from '../parts/icons';
import { useAction } from '../parts/useAction';
import type { LessonCard } from './decisions';
import { allTeachers, change, type Choices } from './loading';
import { hourWords, lessonWords, nowWords } from './words';
import { type KeptSchool } from '../parts/useKeptSchool';

export interface Sent {
  changes: { card: LessonCard; change: LessonChange }[];
  note: string;
}
type Refused =
  | { kind: 'clash'; lines: string[] }
  | { kind: 'stale'; lesson: string; now: string }
  | { kind: 'gone' }
  | { kind: 'wrong'; lines: string[] };

/** Sends changes, all or none. What the timetable says against them stands in `refused`, with the way on. */
export function useChange(
  school: KeptSchool,
  choices: Choices | undefined,
  done: () => void,
  reload: (lesson: string | undefined) => void, // the one that was changed meanwhile, where it is known
) {
  const [refused, setRefused] = useState<Refused | undefined>();
  const { ask, error } = useAction();
  const send = (sent: Sent, word = '') =>
    ask(async () => {
      setRefused(undefined);
      try {
        const { changes, note } = sent;
        await change(school.id, { changes: changes.map(one => one.change), note: note.trim(), word: word.trim() });
      } catch (problem) {
        const why = problem instanceof Problem ? refusal(problem, sent, choices) : undefined;
        if (!why) throw problem;
        setRefused(why);
        return;
      }
      done();
    });
  return {
    send,
    clear: () => setRefused(undefined),
    clashes: refused?.kind === 'clash',
    view: (sent: Sent) => (
      <>
        {error}
        {refused && (
          <RefusedNote
            refused={refused}
            keep={word => void send(sent, word)}
            leave={() => setRefused(undefined)}
            reload={() => {
              setRefused(undefined);
              reload(refused.kind === 'stale' ? refused.lesson : undefined);
            }}
          />
        )}
      </>
    ),
  };
}

const named = (card: LessonCard | undefined) => (card ? `${lessonWords(card)}, ${hourWords(card)}` : w('clash'));

function refusal(problem: Problem, { changes }: Sent, choices: Choices | undefined): Refused | undefined {
  if (problem.code === 'timetable_clash' && Array.isArray(problem.clashes))
    return { kind: 'clash', lines: (problem.clashes as LessonClash[]).map(one => clashWords(one, changes, choices)) };
  if (problem.code === 'stale' && problem.current) {
    const current = problem.current as ChangedLesson;
    return { kind: 'stale', lesson: current.id, now: nowWords(current) };
  }
  if (problem.status === 404) return { kind: 'gone' };
  const lines = problem.errors.map(({ field, message = '' }) => {
    const at = /^changes\.(\d+)/.exec(field);
    return w('refused', { lesson: named(at ? changes[Number(at[1])]?.card : undefined), why: message });
  });
  return lines.length ? { kind: 'wrong', lines } : undefined;
}
function clashWords(clash: LessonClash, changes: Sent['changes'], choices: Choices | undefined): string {
  const { kind, lesson, other, who } = clash;
  const card =
    changes.find(one => one.change.lesson === lesson || one.change.lesson === other)?.card ?? changes[0]?.card;
  const names =
    kind === 'teacher'
      ? allTeachers(choices?.courses ?? []).flatMap(({ id, name }) => (who.includes(id) ? [initialled(name)] : []))
      : (choices?.rooms ?? []).flatMap(({ id, name }) => (who.includes(id) ? [roomWords(name)] : []));
  return w(`clash_${kind}`, { lesson: named(card), who: names.join(', '), n: who.length });
}

function RefusedNote({
  refused,
  keep,
  leave,
  reload,
}: {
  refused: Refused;
  keep: (word: string) => void;
  leave: () => void;
  reload: () => void;
}) {
  const [word, setWord] = useState('');
  if (refused.kind === 'stale' || refused.kind === 'gone')
    return (
      <div class="note brass" role="alert" data-refused={refused.kind}>
        <Icon name="alert" />
        <div class="subst-why">
          <b>{w(refused.kind)}</b>
          {refused.kind === 'stale' && <p>{w('staleNow', { now: refused.now })}</p>}
          <button type="button" class="btn two small" onClick={reload} data-take-over>
            {w('takeOver')}
          </button>
        </div>
      </div>
    );
  const clash = refused.kind === 'clash';
  return (
    <div class="note bad" role="alert" data-refused={refused.kind}>
      <Icon name="alert" />
      <div class="subst-why">
        {clash && <b>{w('clash')}</b>}
        <ul>
          {refused.lines.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {clash && (
          <div class="field">
            <label for="subst-word">{w('keepWhy')}</label>
            <input
              class="input"
              id="subst-word"
              name="word"
              maxLength={200}
              value={word}
              onInput={event => setWord(event.currentTarget.value)}
            />
          </div>
        )}
        <div class="row wrap">
          {clash && (
            <button
              type="button"
              class="btn two small"
              aria-disabled={!word.trim() || undefined}
              onClick={() => word.trim() && keep(word)}
              data-keep-clash
            >
              {w('keep')}
            </button>
          )}
          <button type="button" class="btn plain small" onClick={leave}>
            {w('elsewhere')}
          </button>
        </div>
      </div>
    </div>
  );
}
