// What the school asks for, each text by itself: nothing is ticked before, and each can be left.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import type { MyConsent, MyConsents, SaidConsent } from '../core/shapes';
import { co } from '../i18n/account/consents';
import { Check } from '../parts/Check';
import { useAction } from '../parts/useAction';
import { byText, keyOf, MINE, titleOf } from './consents';
import { Words } from './Words';
import './consents.css';

interface Props {
  due: MyConsent[];
  /** After what is ticked is said; and where somebody leaves it for later. */
  goOn: () => void;
}
export function AskedTexts({ due, goOn }: Props) {
  const [left, setLeft] = useState(due);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const { ask, error } = useAction();
  const tick = (key: string, on: boolean) =>
    setTicked(held => new Set(on ? [...held, key] : [...held].filter(one => one !== key)));
  const say = () =>
    void ask(async () => {
      for (const one of left.filter(each => ticked.has(keyOf(each)))) {
        const said: SaidConsent = {
          text: one.text,
          version: one.present!,
          student: one.child?.id ?? null,
          agreed: true,
        };
        const now = await api.post<MyConsents>(MINE, said, newKey());
        setLeft(now.consents.filter(each => each.is_due)); // what was said before a failure is not asked again
      }
      goOn();
    });
  return (
    <form
      class="consents-asked stack"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        say();
      }}
    >
      {byText(left).map(of => (
        <section key={of[0]!.text} class="sheet pad" data-asked={of[0]!.text}>
          <h2>{titleOf(of[0]!.title)}</h2>
          <p class="tags">
            <span class={of[0]!.required ? 'tag brass' : 'tag'}>{co(of[0]!.required ? 'required' : 'voluntary')}</span>
          </p>
          <Words text={of[0]!.text} version={of[0]!.present!} />
          {of.map(one => (
            <Check
              key={keyOf(one)}
              name={`consent-${keyOf(one)}`}
              words={one.child ? co('forChild', { child: one.child.name.given }) : co('forMe')}
              checked={ticked.has(keyOf(one))}
              set={on => tick(keyOf(one), on)}
            />
          ))}
          <p class="meta">{co(of[0]!.required ? 'leftRequired' : 'leftVoluntary')}</p>
        </section>
      ))}
      {error}
      <button class="btn wide" data-consents-done>
        {co('done')}
      </button>
      <button type="button" class="btn plain wide" data-consents-later onClick={goOn}>
        {co('later')}
      </button>
      <p class="meta consents-later">{co('laterText')}</p>
    </form>
  );
}
