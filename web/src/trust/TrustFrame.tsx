// The frame of the pages of trusted persons: their head, and the way back.
import type { ComponentChildren } from 'preact';
import { tr } from '../i18n/account/trusted';
import { Icon } from '../parts/icons';
import { LinkState } from '../parts/parts';

export function TrustFrame({ back, children }: { back: string; children: ComponentChildren }) {
  return (
    <main id="main" tabIndex={-1} data-trust-page>
      <header class="top">
        <a class="btn icon plain" href={back} aria-label={tr('back')}>
          <Icon name="back" />
        </a>
        <h1 class="cut">{tr('head')}</h1>
        <LinkState />
      </header>
      {children}
    </main>
  );
}
