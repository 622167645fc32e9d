// A code as it is typed: six digits, or a recovery code with letters.
import { sf } from '../../i18n/account/secondFactor';
import { Icon } from '../../parts/icons';
import './code.css';

interface Props {
  id: string;
  label: string;
  hint?: string;
  /** Digits of an app: the keyboard has no letters then. */
  isDigits: boolean;
  isMissing?: boolean;
  onType?: (code: string) => void;
}
export function CodeField({ id, label, hint, isDigits, isMissing = false, onType }: Props) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        class="input code-field num"
        id={id}
        name="code"
        key={String(isDigits)}
        {...(isDigits ? { inputMode: 'numeric' as const, maxLength: 7 } : { maxLength: 40 })}
        autocomplete="one-time-code"
        autocapitalize={isDigits ? 'none' : 'characters'}
        spellcheck={false}
        required
        aria-invalid={isMissing}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={event => onType?.(event.currentTarget.value)}
      />
      {isMissing && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {sf('fillIn')}
        </p>
      )}
    </div>
  );
}
