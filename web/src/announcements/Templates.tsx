// Texts that schools write again and again, to begin an announcement with.
import { te } from '../i18n/invitations/template';
import { Icon } from '../parts/icons';

export interface Begun {
  title: string;
  text: string;
}
/** How to get in, in the reader's language; `address` is where it stands step by step. */
export const howToGetIn = (address: string): Begun => ({
  title: te('howTitle'),
  text: te('howText', { address }),
});

export function Templates({ begin }: { begin: (text: Begun) => void }) {
  return (
    <div class="stack" role="group" aria-labelledby="an-templates" data-templates>
      <p class="label" id="an-templates">
        {te('head')}
      </p>
      <p class="row wrap">
        <button
          type="button"
          class="btn two small"
          data-template="how"
          onClick={() => begin(howToGetIn(`${location.origin}/how-to-get-in`))}
        >
          <Icon name="paper" />
          {te('how')}
        </button>
      </p>
    </div>
  );
}
