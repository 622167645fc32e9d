// Why somebody who has been at a portal is not in, in plain words and with a code for the school.
import { useEffect, useRef } from 'preact/hooks';
import { causeOf, po } from '../i18n/account/portals';
import { Icon } from '../parts/icons';

export function PortalNote({ said }: { said: string }) {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => note.current?.focus(), []);
  const cause = causeOf(said);
  return (
    <div
      class={cause === 'portal_stopped' ? 'note' : 'note bad'}
      ref={note}
      tabIndex={-1}
      role="alert"
      data-portal-cause={cause}
    >
      <Icon name="alert" />
      <div>
        <b>{po(cause)}</b>
        <p>{po(`${cause}_text`)}</p>
        {cause === 'not_matched' && (
          <p>
            <a href="/sign-in/help?by=portal" data-why-not>
              {po('whyNot')}
            </a>
          </p>
        )}
        <p class="meta">{po('code', { code: cause })}</p>
      </div>
    </div>
  );
}
