// Back from a portal, and signed in: what another person has left on this device goes before any page is shown.
import { useEffect } from 'preact/hooks';
import { place } from '../../core/router';
import { letIn } from '../../core/session';
import { po } from '../../i18n/account/portals';
import { Ghost } from '../../parts/parts';
import { Frame } from './Frame';

export function FromPortal() {
  useEffect(() => {
    const next = place.value.query.get('next');
    const isOurs = !!next && /^\/(?![/\\])/.test(next);
    void letIn().then(() => location.replace(isOurs ? next : '/'));
  }, []);
  return (
    <Frame school={undefined} name="from-portal">
      <section class="sheet pad">
        <p role="status">{po('entering')}</p>
        <Ghost lines={4} />
      </section>
    </Frame>
  );
}
