// Ending a trust: what closes, and who is told, before it is pressed.
import { api, newKey } from '../core/api';
import type { OneTrust } from '../core/shapes';
import { whole } from '../i18n/format';
import { tr } from '../i18n/account/trusted';
import { Icon } from '../parts/icons';
import { CloseButton, Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { servicesOf, trustPath, whoOf } from './trusts';

interface Props {
  of: OneTrust;
  close: () => void;
  done: (ended: OneTrust) => void;
}
export function EndTrust({ of: one, close, done }: Props) {
  const { ask, error } = useAction();
  const who = one.mine ? whole(one.giver) : whoOf(one);
  const told = [
    ...(one.stage === 'offered' || one.mine ? [] : [whoOf(one)]),
    ...one.told.map(({ person }) => whole(person.name)),
  ];
  const end = () => void ask(async () => done(await api.post<OneTrust>(trustPath(one.id, 'end'), {}, newKey())));
  const head = tr('endHead', { who, child: one.child.given });
  return (
    <Sheet label={head} class="detail roomy" onClose={close}>
      <div class="stack" data-end-trust>
        <header class="row">
          <h2>{head}</h2>
          <CloseButton onClose={close} />
        </header>
        <ul class="ends">
          {one.stage === 'open' && (
            <>
              <li>
                <Icon name="close" class="bad" />
                <span>{tr('endCloses', { what: servicesOf(one.services) })}</span>
              </li>
              <li>
                <Icon name="close" class="bad" />
                <span>{tr('endCalendar')}</span>
              </li>
            </>
          )}
          {told.length > 0 && (
            <li>
              <Icon name="people" />
              <span>{tr('endTold', { who: told.join(', ') })}</span>
            </li>
          )}
        </ul>
        {error}
        <p class="row wrap">
          <button type="button" class="btn bad" data-end-now onClick={end}>
            {tr('endNow')}
          </button>
          <button type="button" class="btn two" onClick={close}>
            {tr('back')}
          </button>
        </p>
      </div>
    </Sheet>
  );
}
