// Who cannot get in and asks the school: the list, and one case beside it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, Problem } from '../core/api';
import { now, useValue } from '../core/store';
import type { CaseLine, CaseLines, SchoolCase, SolvedCase } from '../core/shapes';
import { lang } from '../i18n';
import { nearShort, whole } from '../i18n/format';
import { mg } from '../i18n/account/merging';
import { ca } from '../i18n/invitations/cases';
import { RELATIONS, relationWords } from '../i18n/people/relations';
import { MergeSheet } from '../merging/MergeSheet';
import { Icon } from '../parts/icons';
import { Empty, NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { apiPath, setUpAddress, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { headOf } from './causes';
import './case.css';
import './office.css';

/** `ofTeacher`: beside other things of a class teacher, who is shown nothing while nobody asks. */
export function CasesOfSchool({ school, ofTeacher = false }: { school: KeptSchool; ofTeacher?: boolean }) {
  const [changes, setChanges] = useState(0);
  const tick = useValue(now);
  const { state, problem } = useResource(
    () => api.get<CaseLines>(apiPath(school.id, 'sign-in-cases')),
    `${school.id}.${changes}.${tick}`,
  );
  const [chosen, choose] = useState<string>();
  if (ofTeacher && !state?.cases.length) return <></>;
  return (
    <div class="cases" data-cases={state?.cases.filter(one => !one.outcome).length}>
      <section class="sheet" aria-label={ca('cases')}>
        {ofTeacher ? <h2 class="cases-head">{ca('cases')}</h2> : <ByNumber choose={choose} />}
        {state?.cases.length ? (
          <ul class="queue">
            {state.cases.map(one => (
              <Line key={one.case} of={one} zone={school.zone} isHere={one.case === chosen} choose={choose} />
            ))}
          </ul>
        ) : (
          <div class="pad">
            {state ? (
              <Empty icon="key" head={ca('nobody')} text={ca('nobodyText')} />
            ) : (
              <NotYet problem={problem} lines={8} />
            )}
          </div>
        )}
      </section>
      {chosen && (
        <One
          key={chosen}
          school={school}
          number={chosen}
          ofTeacher={ofTeacher}
          changed={() => setChanges(n => n + 1)}
        />
      )}
    </div>
  );
}

/** Who calls says a number: also they are found who are like nobody of the school, and stand in no list. */
function ByNumber({ choose }: { choose: (number: string) => void }) {
  const [number, setNumber] = useState('');
  return (
    <form
      class="case-find"
      onSubmit={event => {
        event.preventDefault();
        const digits = number.replaceAll(/\D/g, '').replace(/^0+/, '');
        if (digits) choose(digits);
      }}
    >
      <label for="case-number">{ca('byNumber')}</label>
      <input
        class="input"
        id="case-number"
        name="number"
        inputMode="numeric"
        maxLength={18}
        autocomplete="off"
        value={number}
        onInput={event => setNumber(event.currentTarget.value)}
      />
      <button class="btn two" data-find-case>
        {ca('open')}
      </button>
    </form>
  );
}

function Line({
  of,
  zone,
  isHere,
  choose,
}: {
  of: CaseLine;
  zone: string;
  isHere: boolean;
  choose: (number: string) => void;
}) {
  return (
    <li>
      <button
        type="button"
        aria-current={isHere ? 'true' : undefined}
        data-case={of.case}
        onClick={() => choose(of.case)}
      >
        <b>{whole(of.name)}</b>
        <time>{of.asked_at && nearShort(of.asked_at, zone)}</time>
        <span>
          {[ca(`who_${of.who}`), of.child && `${whole(of.child)}, ${of.class ?? ''}`].filter(Boolean).join(' · ')}
        </span>
        <span>
          {of.outcome ? (
            <span class="tag good" data-closed>
              <Icon name="check" />
              {ca('closed')}
            </span>
          ) : (
            ca(`cause_${of.cause}`)
          )}
        </span>
      </button>
    </li>
  );
}

type Act = SolvedCase['act'];
interface OneProps {
  school: KeptSchool;
  number: string;
  ofTeacher: boolean;
  changed: () => void;
}
function One({ school, number, ofTeacher, changed }: OneProps) {
  const path = apiPath(school.id, `sign-in-cases/${number}`);
  const { state, problem, set } = useResource(() => api.get<SchoolCase>(path), path);
  const [relation, setRelation] = useState<(typeof RELATIONS)[number]>('guardian');
  const [merging, setMerging] = useState(false);
  const { ask, error } = useAction();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [state?.case]);
  if (!state)
    return (
      <section class="sheet pad" data-no-case={problem ? '' : undefined}>
        {isGone(problem) ? (
          <Empty icon="key" head={ca('noCase', { n: number })} />
        ) : (
          <NotYet problem={problem} lines={6} />
        )}
      </section>
    );
  const solve = (act: Act) =>
    void ask(async () => {
      set(await api.post<SchoolCase>(`${path}/solve`, { act, relation }));
      changed();
    });
  return (
    <section class="sheet pad case-one" data-open-case={number} aria-live="polite">
      <div>
        <h2 ref={head} tabIndex={-1}>
          {whole(state.name)}
        </h2>
        <p class="meta">
          {ca(`who_${state.who}`)}
          {state.child && <>, {ca('asks', { child: whole(state.child), class: state.class ?? '' })}</>}
          {' · '}
          {ca('number', { n: state.case })}
        </p>
        {state.portal && <p class="meta">{ca('cameByPortal', { portal: state.portal[lang.value] })}</p>}
      </div>
      {state.outcome && (
        <p class="note good" role="status" data-outcome={state.outcome}>
          <Icon name="check" />
          <span>{ca(isKnown(state.outcome) ? `out_${state.outcome}` : 'closed')}</span>
        </p>
      )}
      <Fields of={state} />
      {state.other && (
        <p class="note brass">
          {ca('merge', { who: whole(state.other.name) })}
          {state.person && !ofTeacher && (
            <button type="button" class="btn two small" data-merge-case onClick={() => setMerging(true)}>
              {mg('same')}
            </button>
          )}
        </p>
      )}
      {merging && state.person && state.other && (
        <MergeSheet
          school={school}
          person={state.person}
          other={state.other.id}
          caseNumber={state.case}
          close={() => setMerging(false)}
        />
      )}
      {state.acts.includes('confirm') && (
        <label class="field">
          <span class="label">{ca('confirmAs')}</span>
          <select
            class="input"
            name="relation"
            value={relation}
            onChange={event => setRelation(event.currentTarget.value as typeof relation)}
          >
            {RELATIONS.map(one => (
              <option key={one} value={one}>
                {relationWords(one)}
              </option>
            ))}
          </select>
        </label>
      )}
      {isOfRoster(state) && <p class="note">{ca('ofRoster')}</p>}
      {error}
      <p class="case-acts">
        {state.acts.map((act, n) => (
          <button key={act} type="button" class={n ? 'btn two small' : 'btn'} data-act={act} onClick={() => solve(act)}>
            {ca(act === 'correct' && state.cause === 'contact' ? 'act_correct_contact' : `act_${act}`)}
          </button>
        ))}
      </p>
      {state.acts.length > 1 && <p class="meta">{ca('after')}</p>}
      <p class="meta">{ca('sawCause', { head: headOf({ cause: state.shown, field: null, day: state.day }) })}</p>
      {state.person && !ofTeacher && (
        <p>
          <a href={setUpAddress(school, `/admin/people/${state.person.id}`)} data-person-page>
            {ca('personPage')}
          </a>
        </p>
      )}
    </section>
  );
}

/** The name that differs is kept by a roster. */
const isOfRoster = ({ cause, acts }: SchoolCase): boolean =>
  (cause === 'letter' || cause === 'patronymic' || cause === 'latin') &&
  acts.includes('invite') &&
  !acts.includes('correct');

const isGone = (problem: unknown): boolean => problem instanceof Problem && problem.status === 404;

const OUTCOMES = ['correct', 'invite', 'invited', 'confirm', 'close'] as const;
const isKnown = (outcome: string): outcome is (typeof OUTCOMES)[number] => OUTCOMES.some(one => one === outcome);

function Fields({ of }: { of: SchoolCase }) {
  if (!of.fields.length)
    return (
      <dl class="seen">
        <dt>{ca('field_email')}</dt>
        <dd>{of.address ?? ca('none')}</dd>
      </dl>
    );
  return (
    <table class="diffs">
      <thead>
        <tr>
          <th>
            <span class="vh">{ca('field')}</span>
          </th>
          <th>{ca('said')}</th>
          <th>{ca('ours')}</th>
        </tr>
      </thead>
      <tbody>
        {of.fields.map(one => (
          <tr key={one.field}>
            <th scope="row">{ca(one.field === 'child' ? 'child' : `field_${one.field}`)}</th>
            <td>{one.theirs ?? ca('notSaid')}</td>
            <td>
              {one.same ? (
                <span class="same">
                  <Icon name="check" />
                  {ca('same')}
                </span>
              ) : (
                (one.ours ?? ca('none'))
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
