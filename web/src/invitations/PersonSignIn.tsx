// The sign-in of one person, as the office sees it: what stands in the way comes first.
import { useState } from 'preact/hooks';
import { api, Problem } from '../core/api';
import { dayIn } from '../core/dates';
import { dayYear } from '../i18n/format';
import { iv } from '../i18n/invitations/signIns';
import { Icon } from '../parts/icons';
import { NotYet } from '../parts/parts';
import { apiPath, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { ActsOf, Status } from './Invited';
import { isIn } from './invitations';
import { PersonSecondFactor } from './PersonSecondFactor';
import type { InvitedPerson } from '../core/shapes';
import { useActs } from './useActs';
import './sign_ins.css';

export function PersonSignIn({ school, person }: { school: KeptSchool; person: string }) {
  const [changes, setChanges] = useState(0);
  const { state, problem } = useResource(
    () => api.get<InvitedPerson>(apiPath(school.id, `register/people/${encodeURIComponent(person)}/sign-in`)),
    `${school.id}.${person}.${changes}`,
  );
  if (problem instanceof Problem && !state) return null; // whoever has no role here is not invited
  return (
    <section class="sheet pad sign-in-part" aria-labelledby="sign-in-h" data-sign-in={state?.status}>
      <h2 id="sign-in-h">{iv('signIn')}</h2>
      {state ? (
        <State of={state} school={school} changed={() => setChanges(n => n + 1)} />
      ) : (
        <NotYet problem={problem} lines={3} />
      )}
    </section>
  );
}

function State({ of, school, changed }: { of: InvitedPerson; school: KeptSchool; changed: () => void }) {
  const acts = useActs(school, of.person.name.family, changed);
  return (
    <>
      {isIn(of) ? (
        <div class="note good">
          <Icon name="check" />
          <div>
            <b>{iv('hasSignIn')}</b>
            {of.day && <p>{iv('since', { day: dayYear(of.day) })}</p>}
          </div>
        </div>
      ) : (
        <div class={of.status === 'bounced' ? 'note bad' : 'note'}>
          <Icon name={of.status === 'bounced' ? 'alert' : 'key'} />
          <div>
            <b>{iv('noSignIn')}</b>
            <p>
              <Status of={of} today={dayIn(school.zone)} />
            </p>
          </div>
        </div>
      )}
      {acts.told}
      <ActsOf of={of} acts={acts} />
      <p class="meta">
        {isIn(of) && `${iv('newPassword')} `}
        {iv('noPassword')}
      </p>
      {isIn(of) && <PersonSecondFactor school={school} person={of.person.id} />}
    </>
  );
}
