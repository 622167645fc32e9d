// How to get in: a page for each role, to read and to print.
import { api } from '../core/api';
import { place } from '../core/router';
import { me } from '../core/session';
import type { InstallationStatus } from '../core/shapes';
import { useValue } from '../core/store';
import { hw } from '../i18n/invitations/howToGetIn';
import { Frame, Heading } from '../invitations/way_in/Frame';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { Leave } from './Leave';
import { GUIDES, ROLES, type Role } from './roles';
import './status.css';

export function HowToGetIn() {
  const [, part] = useValue(place).path;
  const { state } = useResource(() => api.get<InstallationStatus>('/status'), 'status');
  const who = useValue(me);
  const chosen = ROLES.find(role => role === part);
  const school = state?.school ?? undefined;
  return (
    <Frame
      school={school}
      name="how"
      foot={
        state?.applications &&
        !who && (
          <a href="/activate/apply" data-to-apply>
            {hw('apply')}
          </a>
        )
      }
    >
      <div class="stack how">
        <Heading first>{hw('title')}</Heading>
        <nav class="how-roles" aria-label={hw('title')}>
          {[undefined, ...ROLES].map(role => (
            <a
              key={role ?? 'all'}
              href={role ? `/how-to-get-in/${role}` : '/how-to-get-in'}
              aria-current={role === chosen ? 'page' : undefined}
            >
              {hw(role ?? 'all')}
            </a>
          ))}
        </nav>
        <div class="row wrap how-acts">
          <button type="button" class="btn two" data-print onClick={() => print()}>
            <Icon name="paper" />
            {hw('print')}
          </button>
          <Leave />
        </div>
        {(chosen ? [chosen] : ROLES).map(role => (
          <OfRole key={role} role={role} school={school} />
        ))}
      </div>
    </Frame>
  );
}

function OfRole({ role, school }: { role: Role; school: string | undefined }) {
  const { host } = location;
  const { steps, troubles } = GUIDES[role];
  return (
    <section class="sheet pad how-role" data-role={role} aria-labelledby={`how-${role}`}>
      <p class="how-paper">
        <b>{school ?? host}</b>
        <span>{hw('title')}</span>
      </p>
      <h2 id={`how-${role}`}>{hw(role)}</h2>
      <ol>
        {steps.map(step => (
          <li key={step}>{hw(step, { host })}</li>
        ))}
      </ol>
      <h3>{hw('otherwise')}</h3>
      <dl>
        {troubles.map(([what, act]) => (
          <div key={what}>
            <dt>{hw(what)}</dt>
            <dd>{hw(act, { host })}</dd>
          </div>
        ))}
      </dl>
      <p class="how-paper-foot">
        <b>{host}</b>
        <span>{hw('free')}</span>
      </p>
    </section>
  );
}
