// Names of a file that may mean several things of the school, or none: answered once.
import { useState } from 'preact/hooks';
import type { Candidate, ImportDoubt, ImportPreview } from '../core/shapes';
import { st } from '../i18n/set_up/steps';
import { tf } from '../i18n/set_up/timetableFile';
import { pe } from '../i18n/people/people';
import { setUpAddress, type KeptSchool } from '../parts/useKeptSchool';
import { keepsRegister } from '../people/people';
import {
  answersOf,
  canBeNew,
  KINDS,
  likelyNew,
  NEW,
  NOT_WANTED,
  open,
  type Answer,
  type Chosen,
} from './timetableFiles';

interface Asking {
  school: KeptSchool;
  preview: ImportPreview;
  answer: (answers: Answer[]) => void;
  /** After somebody or a class was added on another page. */
  askAgain: () => void;
}
export function Names({ school, preview: { doubts, names, of_another_school: isOther }, answer, askAgain }: Asking) {
  const [chosen, setChosen] = useState<Chosen>({});
  const left = open(doubts, chosen);
  const answers = answersOf(doubts, chosen);
  return (
    <section class="stack" aria-labelledby="names-h" data-doubts={doubts.length}>
      <h2 id="names-h">{tf('doubts')}</h2>
      <p class="meta">{tf('doubtsText')}</p>
      {isOther && <p class="note bad">{tf('otherSchool')}</p>}
      {KINDS.map(kind => {
        const of = doubts.filter(one => one.kind === kind);
        if (!of.length) return null;
        return (
          <section key={kind} class="sheet file-map" aria-label={tf(`doubts_${kind}`)} data-kind={kind}>
            <h3>{tf(`doubts_${kind}`)}</h3>
            <AllNew of={of} choose={said => setChosen({ ...chosen, ...said })} />
            {keepsRegister(school) && <Lack kind={kind} school={school} />}
            <ul>
              {of.map(one => (
                <Doubt
                  key={one.name}
                  of={one}
                  others={names.find(each => each.kind === kind)?.names ?? []}
                  value={chosen[kind + one.name] ?? ''}
                  choose={value => setChosen({ ...chosen, [kind + one.name]: value })}
                />
              ))}
            </ul>
          </section>
        );
      })}
      <p class="file-acts">
        <button type="button" class="btn" data-answer disabled={!answers.length} onClick={() => answer(answers)}>
          {answers.length ? tf('answer', { n: answers.length }) : tf('openDoubts', { n: left })}
        </button>
        <button type="button" class="btn plain" data-ask-again onClick={askAgain}>
          {tf('askAgain')}
        </button>
        {answers.length > 0 && left > 0 && <span class="meta">{tf('openDoubts', { n: left })}</span>}
      </p>
    </section>
  );
}

/** One press for names that are like none of the school's. */
function AllNew({ of, choose }: { of: readonly ImportDoubt[]; choose: (said: Chosen) => void }) {
  const likely = likelyNew(of);
  if (!likely.length) return null;
  return (
    <p class="tf-hint">
      <button
        type="button"
        class="btn two small"
        data-all-new={likely.length}
        onClick={() => choose(Object.fromEntries(likely.map(({ kind, name }) => [kind + name, NEW])))}
      >
        {tf('allNew', { n: likely.length })}
      </button>
    </p>
  );
}

function Lack({ kind, school }: { kind: ImportDoubt['kind']; school: KeptSchool }) {
  if (kind !== 'class' && kind !== 'teacher') return null;
  const path = kind === 'class' ? '/admin/classes' : '/admin/people';
  return (
    <p class="meta tf-hint">
      {tf(`lack_${kind}`)}{' '}
      <a href={setUpAddress(school, path)} target="_blank" rel="noopener">
        {kind === 'class' ? st('classes') : pe('people')}
      </a>
    </p>
  );
}

interface Asked {
  of: ImportDoubt;
  others: readonly Candidate[];
  value: string;
  choose: (value: string) => void;
}
function Doubt({ of, others, value, choose }: Asked) {
  const likely = new Set(of.candidates.map(({ id }) => id));
  const rest = others.filter(({ id }) => !likely.has(id));
  const written = of.written || tf('noSubject');
  return (
    <li class={value ? 'tf-doubt' : 'tf-doubt ask'} data-doubt={of.written}>
      <span class="file-heading">
        <b>{written}</b>
        <span class="meta">{tf('lines', { n: of.lines })}</span>
      </span>
      <select
        class="input low"
        aria-label={written}
        value={value}
        onChange={event => choose(event.currentTarget.value)}
      >
        <option value="">{tf('whatIsIt')}</option>
        {of.candidates.map(({ id, name }) => (
          <option key={id} value={id} selected={value === id}>
            {name}
          </option>
        ))}
        {rest.length > 0 && (
          <optgroup label={tf('others')}>
            {rest.map(({ id, name }) => (
              <option key={id} value={id} selected={value === id}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
        {canBeNew(of) && (
          <option value={NEW} selected={value === NEW}>
            {tf(of.kind === 'room' ? 'new_room' : 'new_subject')}
          </option>
        )}
        <option value={NOT_WANTED} selected={value === NOT_WANTED}>
          {tf(`no_${of.kind}`)}
        </option>
      </select>
    </li>
  );
}
