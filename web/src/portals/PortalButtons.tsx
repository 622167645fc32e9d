// A button for each portal by which one may sign in; one that does not answer says so, and since when.
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import { zone } from '../core/session';
import type { OpenPortal, OpenPortals, PortalName } from '../core/shapes';
import { lang } from '../i18n';
import { nearShort } from '../i18n/format';
import { po } from '../i18n/account/portals';
import { Icon } from '../parts/icons';
import { useAction } from '../parts/useAction';
import { Globe } from './Globe';

export const openPortals = async (): Promise<OpenPortal[]> => (await api.get<OpenPortals>('/portals')).portals;
export const portalName = (name: PortalName): string => name[lang.value];

interface Props {
  portals: readonly OpenPortal[];
  /** Gives where the browser goes now. */
  begin: (portal: string, button: HTMLButtonElement) => Promise<string>;
}
export function PortalButtons({ portals, begin }: Props) {
  const { ask, error } = useAction();
  const [going, setGoing] = useState(false);
  const go = (portal: string, button: HTMLButtonElement) =>
    void ask(async () => {
      location.assign(await begin(portal, button));
      setGoing(true);
    });
  return (
    <>
      {portals.map(({ id, name, away_since }) => (
        <div key={id} class="stack">
          {away_since && (
            <div class="note brass" role="status" data-portal-away={id}>
              <Globe />
              <div>
                <b>{po('away', { name: portalName(name), time: nearShort(away_since, zone()) })}</b>
                <p>{po('awayText')}</p>
              </div>
            </div>
          )}
          <button
            type="button"
            class="btn two wide"
            aria-disabled={going || !!away_since}
            data-portal={id}
            onClick={event => {
              if (!going && !away_since) go(id, event.currentTarget);
            }}
          >
            <Globe />
            {po('by', { name: portalName(name) })}
          </button>
        </div>
      ))}
      {going && (
        <p class="meta" role="status">
          <Icon name="clock" /> {po('gone')}
        </p>
      )}
      {error}
    </>
  );
}
