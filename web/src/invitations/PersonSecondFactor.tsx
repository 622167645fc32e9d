// The second factor of one person, as the office sees it: removed for who has lost it.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import type { SecondFactorOf } from '../core/shapes';
import { t } from '../i18n';
import { sf } from '../i18n/account/secondFactor';
import { Icon } from '../parts/icons';
import { Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { apiPath, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';

export function PersonSecondFactor({ school, person }: { school: KeptSchool; person: string }) {
  const path = apiPath(school.id, `register/people/${encodeURIComponent(person)}/second-factor`);
  const { state, set } = useResource(() => api.get<SecondFactorOf>(path), path);
  const [isAsking, setAsking] = useState(false);
  const [isRemoved, setRemoved] = useState(false);
  const { ask, error } = useAction();
  const remove = () =>
    void ask(async () => {
      set(await api.send<SecondFactorOf>('DELETE', path, undefined, newKey()));
      setAsking(false);
      setRemoved(true);
    });
  if (isRemoved)
    return (
      <p class="note good person-factor" role="status" data-factor-removed>
        <Icon name="check" />
        {sf('removed')}
      </p>
    );
  if (!state?.has) return null;
  return (
    <div class="stack person-factor" data-person-factor>
      <h3>{sf('officeHead')}</h3>
      <p class="meta">{sf(state.removable ? 'officeHas' : 'officeNot')}</p>
      {state.removable && (
        <button type="button" class="btn two small" data-remove-factor onClick={() => setAsking(true)}>
          {sf('remove')}
        </button>
      )}
      {isAsking && (
        <Sheet label={sf('removeHead')} onClose={() => setAsking(false)}>
          <div class="stack">
            <h2>{sf('removeHead')}</h2>
            <p class="soft">
              {sf('removeText')} {state.required && sf('officeRequired')}
            </p>
            {error}
            <p class="row">
              <button type="button" class="btn bad" data-remove-it onClick={remove}>
                {sf('remove')}
              </button>
              <button type="button" class="btn two" onClick={() => setAsking(false)}>
                {t('cancel')}
              </button>
            </p>
          </div>
        </Sheet>
      )}
    </div>
  );
}
