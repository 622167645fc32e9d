// Three screens on what matters most, for what one is at the school; found again under Help.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { go, place } from '../core/router';
import { has } from '../core/session';
import { useValue } from '../core/store';
import { t } from '../i18n';
import { fs } from '../i18n/invitations/firstSteps';
import { Icon } from '../parts/icons';
import { Page } from '../parts/page';
import { SCREENS, type Reader } from './screens';
import './first_steps.css';

/** What opens most comes first: who teaches and has children here knows the diary soon enough. */
function reader(): Reader {
  if (has('leadership', 'admin')) return 'office';
  if (has('teacher', 'class_teacher', 'staff')) return 'teacher';
  return has('student') ? 'student' : 'adult';
}

export function FirstSteps() {
  const { query } = useValue(place);
  const [screens] = useState(() => SCREENS[reader()]);
  const n = Math.min(Math.max(Number(query.get('n') ?? 1) || 1, 1), screens.length);
  const screen = screens[n - 1]!;
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useLayoutEffect(() => {
    if (!isFirst.current) heading.current?.focus({ preventScroll: true }); // whoever goes on hears it
    isFirst.current = false;
  }, [n]);
  const isLast = n === screens.length;
  return (
    <Page title={fs('head')} up="/help" narrow>
      <section class="sheet pad first-steps" data-first-step={n}>
        <Icon name={screen.icon} />
        <p class="meta">{fs('of', { n, all: screens.length })}</p>
        <h2 ref={heading} tabIndex={-1}>
          {fs(screen.head)}
        </h2>
        <p class="lead">{fs(screen.text)}</p>
        <p class="row">
          <button
            type="button"
            class="btn"
            data-next-step
            onClick={() => (isLast ? go('/', true) : go(`/help/first-steps?n=${n + 1}`))}
          >
            {isLast ? fs('begin') : fs('next')}
          </button>
          {!isLast && (
            <a class="btn plain" href="/" data-skip>
              {fs('skip')}
            </a>
          )}
        </p>
        <p class="meta">{fs('again', { help: t('help') })}</p>
      </section>
    </Page>
  );
}
