// Back from a portal, and signed in: what another person has left on this device goes before any page is shown. Who has come
// by an invitation is asked what the school asks for.
import { useEffect, useState } from 'preact/hooks';
import { place } from '../../core/router';
import { letIn } from '../../core/session';
import type { MyConsent } from '../../core/shapes';
import { po } from '../../i18n/account/portals';
import { Ghost } from '../../parts/parts';
import { Agreeing, dueConsents } from './Agreeing';
import { Frame } from './Frame';

/** On to where somebody was going, within our pages. */
function goOn(): void {
  const next = place.value.query.get('next');
  const isOurs = !!next && /^\/(?![/\\])/.test(next);
  location.replace(isOurs ? next : '/');
}

export function FromPortal() {
  const [due, setDue] = useState<MyConsent[]>([]);
  useEffect(() => {
    const enter = async () => {
      await letIn();
      const asked = place.value.query.has('invited') ? await dueConsents() : [];
      if (asked.length) setDue(asked);
      else goOn();
    };
    void enter();
  }, []);
  if (due.length) return <Agreeing school={due[0]!.school.name} due={due} goOn={goOn} />;
  return (
    <Frame school={undefined} name="from-portal">
      <section class="sheet pad">
        <p role="status">{po('entering')}</p>
        <Ghost lines={4} />
      </section>
    </Frame>
  );
}
