// A password as it is typed: hidden, until one looks at it.
import { useState } from 'preact/hooks';
import { t } from '../../i18n';
import { Icon } from '../../parts/icons';

interface Props {
  id: string;
  name: string;
  label: string;
  /** Whether a password manager fills it in or makes a new one. */
  kind: 'current-password' | 'new-password';
  isWrong?: boolean;
  /** Id of what is said about it. */
  describedBy?: string;
  onType?: (words: string) => void;
}
export function PasswordField({ id, name, label, kind, isWrong = false, describedBy, onType }: Props) {
  const [isShown, setShown] = useState(false);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="show-pw">
        <input
          class="input"
          id={id}
          name={name}
          {...(isShown ? { type: 'text' } : { type: 'password' })}
          autocomplete={kind}
          autocapitalize="none"
          spellcheck={false}
          required
          aria-invalid={isWrong}
          aria-describedby={describedBy}
          onInput={event => onType?.(event.currentTarget.value)}
        />
        <button
          type="button"
          class="icon-btn"
          aria-pressed={isShown}
          aria-label={t('showPassword')}
          data-eye
          onClick={() => setShown(!isShown)}
        >
          <Icon name="eye" />
        </button>
      </div>
    </div>
  );
}
