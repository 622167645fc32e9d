// Every lesson of a teacher who is away: proposals, what is decided, and all of it applied at once.
import { useLayoutEffect, useState } from 'preact/hooks';
import { dayMonth, weekdayLong } from '../../i18n/format';
import { w } from '../../i18n/week/substitutions';
import { CloseButton, Empty, NotYet, Sheet } from '../../parts/parts';
import { useResource } from '../../parts/useResource';
import {
  concerned,
  leftToDecide,
  proposed,
  sentBy,
  takenAll,
  without,
  type Decision,
  type Decisions,
} from '../decisions';
import { AbsenceHead } from './AbsenceHead';
import { CoverRow } from './CoverRow';
import { LessonForm } from '../lesson_form/LessonForm';
import { awayAddress, coverOf, keptCover, type Cover } from '../loading';
import { Page } from '../../parts/page';
import { Settled } from './Settled';
import { useChange } from '../useChange';
import { WhoSees } from './WhoSees';
import { hourWords, lessonWords } from '../words';
import { type KeptSchool } from '../../parts/useKeptSchool';

export function CoverPage({ school, id }: { school: KeptSchool; id: string }) {
  const [again, setAgain] = useState(0);
  const { state, problem } = useResource(() => coverOf(school, id), `${id}.${again}`);
  return (
    <Page title={w('away')} up={awayAddress(school)}>
      {state ? (
        <>
          <AbsenceHead school={school} absence={state.absence} />
          <Lessons school={school} cover={state} reload={() => setAgain(n => n + 1)} />
        </>
      ) : (
        <div class="sheet pad">
          <NotYet problem={problem} lines={12} />
        </div>
      )}
    </Page>
  );
}

function Lessons({ school, cover, reload }: { school: KeptSchool; cover: Cover; reload: () => void }) {
  const { lessons, absence, choices, settled } = cover;
  const cards = lessons.map(({ card }) => card);
  const ids = cards.map(({ id }) => id);
  const copy = keptCover(absence.id);
  const [said, setSaid] = useState<Decisions>(() => copy.read().said);
  const [taken, setTaken] = useState<ReadonlySet<string>>(() => new Set(copy.read().taken));
  const [open, setOpen] = useState<string | undefined>();
  const [note, setNote] = useState('');
  const [applied, setApplied] = useState(false);
  const decisions: Decisions = { ...proposed(lessons), ...said };
  const { send, view, clear } = useChange(
    school,
    choices,
    () => {
      setSaid({});
      setTaken(new Set());
      setNote('');
      setApplied(true);
      reload();
    },
    lesson => {
      if (lesson) {
        const kept = without(decisions, lesson);
        setSaid(held => without(held, lesson));
        setTaken(held => new Set([...held].filter(id => kept[id])));
      }
      reload();
    },
  );
  // at once: who reloads after the last press has it
  useLayoutEffect(() => copy.write({ said, taken: [...taken] }), [said, taken]);
  const left = leftToDecide(ids, decisions, taken);
  const sent = { changes: sentBy(cards, decisions), note };
  useLayoutEffect(() => {
    if (ids[0]) focusRow(ids[0]);
  }, []);
  const decide = (id: string, decision: Decision | undefined, takes = false) => {
    clear();
    setSaid(held => ({ ...held, [id]: decision }));
    setTaken(held => {
      const next = new Set(held);
      if (takes && decision) next.add(id);
      else next.delete(id);
      return next;
    });
  };
  // What is taken is that colleague, whoever is proposed after others have changed something.
  const takeThese = (these: readonly string[]): ReadonlySet<string> => {
    const next = new Set([...taken, ...takenAll(these, decisions)]);
    const decided = these.filter(id => decisions[id]);
    setSaid(held => ({ ...held, ...Object.fromEntries(decided.map(id => [id, decisions[id]])) }));
    setTaken(next);
    return next;
  };
  const takeAndNext = (id: string) => {
    const next = takeThese([id]);
    const at = ids.indexOf(id);
    const following = [...ids.slice(at + 1), ...ids.slice(0, at)].find(one => !next.has(one));
    const after = ids[at + 1];
    if (!following) focusApply();
    else focusRow(after && !next.has(after) ? after : following);
  };
  const takeEach = () => {
    const next = takeThese(ids);
    const first = ids.find(id => !next.has(id));
    if (first) focusRow(first);
    else focusApply();
  };
  if (!lessons.length)
    return (
      <>
        <div class="sheet">
          {applied && <p class="subst-done">{w('applied')}</p>}
          <Empty icon="check" head={w(settled.length ? 'covered' : 'noLessons')} text={w('coveredText')} />
        </div>
        <Settled cards={settled} zone={school.zone} />
      </>
    );
  const opened = lessons.find(({ card }) => card.id === open);
  const days = [...new Set(cards.map(({ day }) => day))];
  const some = ids.filter(id => taken.has(id) && decisions[id]).length;
  return (
    <>
      <div class="subst-lane">
        <section class="sheet" aria-labelledby="cov-h">
          <div class="cov-h">
            <h2 id="cov-h">{w('toCover', { n: ids.length })}</h2>
            <span class="meta num" role="status" data-decided={some}>
              {w('done', { n: some, all: ids.length })}
            </span>
            {takenAll(ids, decisions).size > some && (
              <button type="button" class="btn two small push" onClick={takeEach} data-take-all>
                {w('takeAll')}
              </button>
            )}
          </div>
          <div class="bar cov-bar" aria-hidden="true">
            <i style={{ width: `${(some / ids.length) * 100}%` }} />
          </div>
          {days.map(day => {
            const ofDay = lessons.filter(({ card }) => card.day === day);
            return (
              <section key={day} aria-label={`${weekdayLong(day)}, ${dayMonth(day)}`}>
                <div class="cov-day">
                  <h3>
                    {weekdayLong(day)}, {dayMonth(day)}
                  </h3>
                  <span class="meta">{w('lessons', { n: ofDay.length })}</span>
                </div>
                <ol>
                  {ofDay.map(({ card, proposals }) => (
                    <CoverRow
                      key={card.id}
                      card={card}
                      proposals={proposals}
                      decision={decisions[card.id]}
                      taken={taken.has(card.id)}
                      zone={school.zone}
                      decide={one => decide(card.id, one)}
                      take={() => takeAndNext(card.id)}
                      another={() => setOpen(card.id)}
                    />
                  ))}
                </ol>
              </section>
            );
          })}
          {cover.more > 0 && <p class="cov-keys meta">{w('more', { n: cover.more })}</p>}
          <p class="cov-keys meta desk-only">{w('keys')}</p>
        </section>
        <aside class="subst-side">
          <WhoSees
            concerned={concerned(
              cards.filter(({ id }) => taken.has(id)),
              decisions,
              choices.courses,
            )}
          />
          <section class="sheet pad">
            <div class="field">
              <label for="subst-note">{w('words')}</label>
              <p class="hint">{w('wordsHint')}</p>
              <textarea
                class="input"
                id="subst-note"
                name="note"
                rows={2}
                maxLength={200}
                value={note}
                onInput={event => setNote(event.currentTarget.value)}
              />
            </div>
          </section>
          <Settled cards={settled} zone={school.zone} />
        </aside>
      </div>
      <div class="subst-act">
        {view(sent)}
        <div class="row wrap">
          <button
            type="button"
            class="btn"
            aria-disabled={left > 0 || undefined}
            onClick={() => !left && void send(sent)}
            data-apply
          >
            {left ? w('left', { n: left }) : w('apply', { n: ids.length })}
          </button>
          <span class="meta">{left ? w('nobodyTold') : w('goes')}</span>
        </div>
      </div>
      {opened && (
        <Sheet
          label={w('other', { lesson: lessonWords(opened.card) })}
          class="detail subst-sheet"
          onClose={() => setOpen(undefined)}
        >
          <header class="row">
            <h2 tabIndex={-1}>
              {lessonWords(opened.card)}
              <small class="meta">{hourWords(opened.card)}</small>
            </h2>
            <CloseButton onClose={() => setOpen(undefined)} />
          </header>
          <LessonForm
            school={school}
            card={opened.card}
            choices={choices}
            proposals={opened.proposals}
            decided={decisions[opened.card.id]}
            away={absence}
            used={usedBy(decisions, opened.card.id)}
            decide={one => {
              decide(opened.card.id, one, true);
              setOpen(undefined);
            }}
          />
        </Sheet>
      )}
    </>
  );
}
/** Lessons that are swapped with others here: each is changed once. */
function usedBy(decisions: Decisions, except: string): ReadonlySet<string> {
  return new Set(
    Object.entries(decisions).flatMap(([id, one]) => (id !== except && one?.kind === 'swap' ? [one.partner.id] : [])),
  );
}
const focusRow = (id: string) =>
  document.querySelector<HTMLElement>(`[data-cover="${CSS.escape(id)}"] select`)?.focus();
const focusApply = () => document.querySelector<HTMLElement>('[data-apply]')?.focus();
