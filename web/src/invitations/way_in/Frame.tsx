// One thing per page, before one is in: the school's name, how far one is, and help at the foot.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n';
import { wi } from '../../i18n/invitations/wayIn';
import { Icon } from '../../parts/icons';
import { LangButton } from '../../parts/parts';
import './way_in.css';

const STEPS = 3;

interface Props {
  school: string | undefined;
  /** What the page is about, instead of what Zvonok is. */
  about?: string | undefined;
  /** Which of the three steps it is; what is no step has none. */
  step?: 1 | 2 | 3;
  name: string;
  foot?: ComponentChildren;
  children: ComponentChildren;
}
export function Frame({ school, about, step, name, foot, children }: Props) {
  return (
    <main class="way-in" id="main" tabIndex={-1} data-way-in={name}>
      <header class="way-in-head">
        <Icon name="logo" />
        <p>
          <b>{school ?? t('name')}</b>
          <span class="meta">{about ?? (school ? t('about') : t('signInHead'))}</span>
        </p>
        <LangButton class="lang" />
      </header>
      {step && (
        <p class="way-in-step">
          {Array.from({ length: STEPS }, (_, n) => (
            <i key={n} class={n < step ? 'on' : ''} />
          ))}
          <span>{wi('step', { n: step })}</span>
        </p>
      )}
      {children}
      <footer class="way-in-foot">
        <span>{t('free')}</span>
        {foot}
        {name !== 'how' && (
          <a href="/how-to-get-in" data-how>
            {t('howToGetIn')}
          </a>
        )}
        {!name.startsWith('case_') && (
          <a href="/sign-in/help" data-help>
            {wi('cannotGetIn')}
          </a>
        )}
      </footer>
    </main>
  );
}

/** The heading of a step; whoever comes to it from another step hears it. */
export function Heading({ first = false, children }: { first?: boolean; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (first) return;
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** Who is meant: initials until a name is proven. */
export function WhoCard({ sign, who, more }: { sign: string; who: string; more?: string | undefined }) {
  return (
    <div class="way-in-who" data-who>
      {sign === 'check' ? <Icon name="check" /> : <span class="ava">{sign}</span>}
      <div>
        <b>{who}</b>
        {more && <span>{more}</span>}
      </div>
    </div>
  );
}
