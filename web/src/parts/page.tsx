// A page that is reached from a list, and leads back to it.
import type { ComponentChildren } from 'preact';
import { back } from '../core/router';
import { t } from '../i18n';
import { Icon } from './icons';
import { LangButton, LinkState } from './parts';

export function Page({
  title,
  up,
  narrow,
  class: look,
  children,
}: {
  title: string;
  up: string;
  narrow?: boolean;
  class?: string;
  children: ComponentChildren;
}) {
  return (
    <main id="main" tabIndex={-1} class={look}>
      <header class="top">
        <button type="button" class="icon-btn" aria-label={t('back')} onClick={() => back(up)}>
          <Icon name="back" />
        </button>
        <h1 class="cut">{title}</h1>
        <LinkState />
        <LangButton class="lang" />
      </header>
      <div class={narrow ? 'page narrow' : 'page'}>{children}</div>
    </main>
  );
}
