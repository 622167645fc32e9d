import { iv } from '../i18n/invitations/signIns';

export type Shown = 'out' | 'lonely' | 'all';
const ORDER = ['out', 'lonely', 'all'] as const;

/** Which of a list are shown, with the number of each. */
export function Pills({
  shown,
  show,
  of,
}: {
  shown: Shown;
  show: (shown: Shown) => void;
  of: Partial<Record<Shown, number>>;
}) {
  return (
    <div class="sign-ins-pills" role="group" aria-label={iv('show')}>
      {ORDER.filter(one => of[one] !== undefined).map(one => (
        <button key={one} type="button" aria-pressed={shown === one} data-shown={one} onClick={() => show(one)}>
          {iv(one)}
          <b>{of[one]}</b>
        </button>
      ))}
    </div>
  );
}
