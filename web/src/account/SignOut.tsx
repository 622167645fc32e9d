// Signing out, asked about first: here, and at the portal by which one has come in.
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import { signOut } from '../core/session';
import type { MyPortals } from '../core/shapes';
import { t } from '../i18n';
import { po } from '../i18n/account/portals';
import { Icon } from '../parts/icons';
import { Sheet } from '../parts/parts';
import { useResource } from '../parts/useResource';
import { portalName } from '../portals/PortalButtons';
import { unsent } from './unsent';

export function SignOut({ onClose }: { onClose: () => void }) {
  const { state } = useResource(() => api.get<MyPortals>('/me/portals'), 0);
  const [failed, setFailed] = useState(false);
  const n = unsent();
  const here = state?.portals.find(({ id }) => id === state.here);
  const leave = async (next?: () => void) => {
    setFailed(false);
    try {
      await signOut(next);
    } catch {
      setFailed(true);
    }
  };
  return (
    <Sheet label={t('signOut')} onClose={onClose}>
      <div class="stack">
        <h2>{t('signOut')}</h2>
        <p class="soft">{t('signOutText')}</p>
        {n > 0 && (
          <p class="note brass">
            <Icon name="alert" />
            {t('signOutUnsent', { n })}
          </p>
        )}
        {failed && (
          <p class="err" role="alert">
            <Icon name="alert" />
            {t('signOutOffline')}
          </p>
        )}
        <p class="row wrap">
          <button type="button" class="btn bad" data-leave onClick={() => void leave()}>
            {t('signOut')}
          </button>
          <button type="button" class="btn two" onClick={onClose}>
            {t('cancel')}
          </button>
        </p>
        {here && state?.sign_out && (
          <>
            <p class="meta">{po('leaveBothText', { name: portalName(here.name) })}</p>
            <p>
              <button
                type="button"
                class="btn two wide"
                data-leave-both
                onClick={() => void leave(() => location.assign(state.sign_out!))}
              >
                {po('leaveBoth', { name: portalName(here.name) })}
              </button>
            </p>
          </>
        )}
      </div>
    </Sheet>
  );
}
