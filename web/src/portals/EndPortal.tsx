// The end of a portal, asked about first.
import { api, newKey } from '../core/api';
import type { PortalsOfSchool } from '../core/shapes';
import { t } from '../i18n';
import { pt } from '../i18n/set_up/portals';
import { Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';

export function EndPortal({
  name,
  path,
  close,
  done,
}: {
  name: string;
  path: string;
  close: () => void;
  done: (now: PortalsOfSchool) => void;
}) {
  const { ask, error } = useAction();
  const end = () => void ask(async () => done(await api.send<PortalsOfSchool>('DELETE', path, undefined, newKey())));
  return (
    <Sheet label={pt('endHead', { name })} onClose={close}>
      <div class="stack">
        <h2>{pt('endHead', { name })}</h2>
        <p class="soft">{pt('endText')}</p>
        {error}
        <p class="row">
          <button type="button" class="btn bad" data-end-it onClick={end}>
            {pt('end')}
          </button>
          <button type="button" class="btn two" onClick={close}>
            {t('cancel')}
          </button>
        </p>
      </div>
    </Sheet>
  );
}
