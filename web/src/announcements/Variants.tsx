// The same words in another language.
import { t } from '../i18n';
import { s } from '../i18n/school';
import { Icon } from '../parts/icons';
import { languageName } from './Letter';
import { type Variant } from './announcements';

// Those most often spoken at home beside Russian; names come from the browser.
export const LANGUAGES = [
  'en',
  'tg',
  'uz',
  'ky',
  'az',
  'hy',
  'ka',
  'uk',
  'be',
  'tt',
  'ba',
  'cv',
  'kk',
  'zh',
  'vi',
  'fa',
  'ar',
  'tr',
  'ru',
];
export function VariantFields({
  variant,
  taken,
  set,
}: {
  variant: Variant;
  taken: string[];
  set: (variant: Variant | null) => void;
}) {
  const name = `an-${variant.language}`;
  return (
    <fieldset class="variant stack">
      <legend class="label">
        {s('variant')}: {languageName(variant.language)}
      </legend>
      <div class="row">
        <label class="vh" for={name + '-l'}>
          {s('language')}
        </label>
        <select
          class="input"
          id={name + '-l'}
          value={variant.language}
          onChange={event => set({ ...variant, language: event.currentTarget.value })}
        >
          {LANGUAGES.filter(one => one === variant.language || !taken.includes(one)).map(one => (
            <option key={one} value={one}>
              {languageName(one)}
            </option>
          ))}
        </select>
        <button type="button" class="icon-btn" aria-label={t('remove')} onClick={() => set(null)}>
          <Icon name="close" />
        </button>
      </div>
      <div class="field">
        <label for={name + '-t'}>{s('heading')}</label>
        <input
          class="input"
          id={name + '-t'}
          lang={variant.language}
          maxLength={150}
          value={variant.title}
          onInput={event => set({ ...variant, title: event.currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for={name + '-x'}>{s('text')}</label>
        <textarea
          class="input"
          id={name + '-x'}
          lang={variant.language}
          rows={4}
          maxLength={8000}
          value={variant.text}
          onInput={event => set({ ...variant, text: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  );
}
