// One portal as an admin types it.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import type { PortalsOfSchool, PortalState } from '../core/shapes';
import { t } from '../i18n';
import { pt } from '../i18n/set_up/portals';
import { Check } from '../parts/Check';
import { CloseButton, Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { portalName } from './PortalButtons';
import { EndPortal } from './EndPortal';
import { DETAILS, isReady, ROLES, roleWord, saidPortal, typedPortal, type TypedPortal } from './typedPortal';

interface Props {
  held: PortalState | undefined;
  path: string;
  mayEverywhere: boolean;
  close: () => void;
  done: (now: PortalsOfSchool) => void;
}
type TextName = 'name_ru' | 'name_en' | 'issuer' | 'client_id' | 'client_secret' | 'scopes';

export function PortalForm({ held, path, mayEverywhere, close, done }: Props) {
  const [typed, setTyped] = useState(() => typedPortal(held));
  const [ending, setEnding] = useState(false);
  const { ask, error } = useAction();
  const set = (change: Partial<TypedPortal>) => setTyped({ ...typed, ...change });
  const head = held ? pt('changeHead', { name: portalName(held.name) }) : pt('addHead');
  const save = () =>
    void ask(async () => {
      const said = saidPortal(typed, !held);
      done(
        held
          ? await api.send<PortalsOfSchool>('PUT', `${path}/${held.id}`, said, newKey())
          : await api.post<PortalsOfSchool>(path, said, newKey()),
      );
    });
  const text = (name: TextName, label: string, hint?: string) => (
    <label class="field">
      <span class="label">{label}</span>
      {hint && <span class="hint">{hint}</span>}
      <input
        class="input"
        name={name}
        maxLength={name === 'client_secret' ? 1000 : 300}
        autocomplete="off"
        spellcheck={false}
        value={typed[name]}
        onInput={event => set({ [name]: event.currentTarget.value })}
      />
    </label>
  );
  if (ending && held)
    return <EndPortal name={portalName(held.name)} path={`${path}/${held.id}`} close={close} done={done} />;
  return (
    <Sheet label={head} class="detail roomy" onClose={close}>
      <form
        class="set-up-form"
        noValidate
        data-portal-form
        onSubmit={event => {
          event.preventDefault();
          if (isReady(typed)) save();
        }}
      >
        <header class="row">
          <h2>{head}</h2>
          <CloseButton onClose={close} />
        </header>
        {text('name_ru', pt('nameRu'))}
        {text('name_en', pt('nameEn'))}
        {held ? <p class="meta portal-address">{held.issuer}</p> : text('issuer', pt('issuer'), pt('issuerHint'))}
        {text('client_id', pt('client'))}
        {text('client_secret', pt('secret'), held?.has_secret ? pt('secretHint') : undefined)}
        <fieldset class="portal-roles">
          <legend class="label">{pt('roles')}</legend>
          {ROLES.map(role => (
            <Check
              key={role}
              name="role"
              value={role}
              words={roleWord(role)}
              checked={typed.roles.includes(role)}
              set={on => set({ roles: on ? [...typed.roles, role] : typed.roles.filter(one => one !== role) })}
            />
          ))}
        </fieldset>
        {/* an input called `matches` would hide the form's own method */}
        <Check name="by_matching" words={pt('matches')} checked={typed.matches} set={matches => set({ matches })} />
        <Check
          name="contacts_verified"
          words={pt('verified')}
          checked={typed.contacts_verified}
          set={contacts_verified => set({ contacts_verified })}
        />
        {!held && mayEverywhere && (
          <Check
            name="everywhere"
            words={pt('forAll')}
            checked={typed.everywhere}
            set={everywhere => set({ everywhere })}
          />
        )}
        <Check name="is_on" words={pt('isOn')} checked={typed.is_on} set={is_on => set({ is_on })} />
        <details>
          <summary>{pt('more')}</summary>
          {text('scopes', pt('scopes'))}
          {DETAILS.map(detail => (
            <label key={detail} class="field">
              <span class="label">{pt(`claim_${detail}`)}</span>
              <input
                class="input"
                name={`claim_${detail}`}
                maxLength={100}
                autocomplete="off"
                spellcheck={false}
                value={typed.claims[detail]}
                onInput={event => set({ claims: { ...typed.claims, [detail]: event.currentTarget.value } })}
              />
            </label>
          ))}
        </details>
        {error}
        <p class="row wrap">
          <button class="btn" disabled={!isReady(typed)} data-save-portal>
            {pt('save')}
          </button>
          <button type="button" class="btn two" onClick={close}>
            {t('cancel')}
          </button>
          {held && (
            <button type="button" class="btn plain bad" data-end-portal onClick={() => setEnding(true)}>
              {pt('end')}
            </button>
          )}
        </p>
      </form>
    </Sheet>
  );
}
