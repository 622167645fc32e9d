// What is opened to a trusted person, service by service.
import { tr } from '../i18n/account/trusted';
import { Icon } from '../parts/icons';
import type { Service } from './trusts';

interface Props {
  offered: readonly Service[];
  chosen: readonly Service[];
  set: (chosen: readonly Service[]) => void;
  wrong?: string | undefined;
}
export function Services({ offered, chosen, set, wrong }: Props) {
  return (
    <fieldset class={wrong ? 'field wrong' : 'field'} id="t-what">
      <legend class="label">{tr('what')}</legend>
      {wrong && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {wrong}
        </p>
      )}
      <div class="trust-choices">
        {offered.map(one => (
          <label key={one} class="check boxed">
            <input
              type="checkbox"
              name="service"
              value={one}
              checked={chosen.includes(one)}
              onChange={event =>
                set(event.currentTarget.checked ? [...chosen, one] : chosen.filter(other => other !== one))
              }
            />
            <span class="trust-service">
              {tr(`${one}_`)}
              <small>{tr(`${one}_text`)}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
