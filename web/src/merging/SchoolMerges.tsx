// Double records of a school: proposals that wait for a second person, and what can still be taken apart.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { dayIn } from '../core/dates';
import type { PersonRef, SchoolMerge, SchoolMerges as Listed } from '../core/shapes';
import { dayMonth, whole } from '../i18n/format';
import { mg } from '../i18n/account/merging';
import { NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { setUpAddress, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import './merging.css';

const SHOWN = 5; // an import may name many; the list of people stands below

type Act = 'confirm' | 'decline' | 'undo';

/** Shows nothing where nothing waits: most schools have no double records. */
export function SchoolMerges({ school }: { school: KeptSchool }) {
  const path = `/schools/${encodeURIComponent(school.id)}/merges`;
  const { state, problem, set } = useResource(() => api.get<Listed>(path), path);
  const { ask, error } = useAction();
  const [isWhole, setWhole] = useState(false);
  if (!state && problem) {
    return (
      <section class="sheet pad" data-school-merges="unknown">
        <h2>{mg('officeHead')}</h2>
        <NotYet problem={problem} lines={1} />
      </section>
    );
  }
  if (!state?.merges.length) return null;
  const shown = isWhole ? state.merges : state.merges.slice(0, SHOWN);
  const day = (moment: string): string => dayMonth(dayIn(school.zone, moment));
  const act = (one: SchoolMerge, what: Act) =>
    void ask(async () => set(await api.post<Listed>(`${path}/${one.merge}/${what}`, {}, newKey())));
  const propose = ({ survivor, other }: SchoolMerge) =>
    void ask(async () => set(await api.post<Listed>(path, { person: survivor.id, other: other.id }, newKey())));
  const words = (one: SchoolMerge): string => {
    if (one.merged_at && one.undone_until) return mg('made', { day: day(one.merged_at), until: day(one.undone_until) });
    if (one.mine) return mg('waitsMine', { day: day(one.proposed_at) });
    if (!one.proposed_by) return mg('waitsImport', { day: day(one.proposed_at) });
    return mg('waits', { who: whole(one.proposed_by.name), day: day(one.proposed_at) });
  };
  return (
    <section class="sheet pad" aria-labelledby="school-merges-h" data-school-merges={state.merges.length}>
      <h2 id="school-merges-h">{mg('officeHead')}</h2>
      <ul class="list">
        {shown.map(one => (
          <li key={one.merge} data-merge={one.merge}>
            <div>
              <p class="merge-pair">
                <Record of={one.other} school={school} /> → <Record of={one.survivor} school={school} />
              </p>
              <p class="meta">{words(one)}</p>
            </div>
            <p class="row">
              {one.may_propose && (
                <button type="button" class="btn small" data-propose-merge onClick={() => propose(one)}>
                  {mg('propose')}
                </button>
              )}
              {one.may_confirm && (
                <button type="button" class="btn small" data-confirm-merge onClick={() => act(one, 'confirm')}>
                  {mg('confirm')}
                </button>
              )}
              {one.merged_at ? (
                <button type="button" class="btn two small" data-undo-merge onClick={() => act(one, 'undo')}>
                  {mg('undo')}
                </button>
              ) : (
                <button type="button" class="btn two small" data-decline-merge onClick={() => act(one, 'decline')}>
                  {mg(one.mine ? 'takeBack' : 'decline')}
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {shown.length < state.merges.length && (
        <button type="button" class="btn two small" data-all-merges onClick={() => setWhole(true)}>
          {mg('showAll', { n: state.merges.length })}
        </button>
      )}
      {error}
    </section>
  );
}

/** A name that leads to the record: two of one name are told apart by what is in them. */
function Record({ of, school }: { of: PersonRef; school: KeptSchool }) {
  return <a href={setUpAddress(school, `/admin/people/${of.id}`)}>{whole(of.name)}</a>;
}
