// Small parts that every screen uses.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Problem, type NoAnswer } from '../core/api';
import { toldLink } from '../core/connection';
import { zone } from '../core/session';
import { useValue } from '../core/store';
import type { Name } from '../core/types';
import { dayIn } from '../core/dates';
import { choose, lang, t } from '../i18n';
import { initials, midDay, time, tone } from '../i18n/format';
import { Icon, type IconName } from './icons';
import { addStep } from './sheetStep';

/** Nothing on a phone while all is well; on a desk a green dot. */
export function LinkState({ extra = '' }: { extra?: string }) {
  const link = useValue(toldLink);
  const looks = { live: 'desk-only', connecting: 'wait', off: 'off' }[link];
  return <span class={`link-state ${looks} ${extra}`}>{t(link)}</span>;
}

export function LangButton({ class: look }: { class: string }) {
  return (
    <button
      type="button"
      class={look}
      lang={lang.value === 'ru' ? 'en' : 'ru'}
      aria-label={t('language')}
      onClick={() => void choose(lang.value === 'ru' ? 'en' : 'ru')}
    >
      {t('otherLang')}
    </button>
  );
}

export function Avatar({ id, name, small = false }: { id: string; name: Name; small?: boolean }) {
  return (
    <span class={`ava ${tone(id)}${small ? ' small' : ''}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
/** Of one's unseen messages the server counts a hundred. */
export const newOnes = (n: number): string => (n > 99 ? t('unseenMany') : t('unseen', { n }));
export function Count({ n, mute = false }: { n: number; mute?: boolean }) {
  return n > 0 ? (
    <b class={mute ? 'count mute' : 'count'} aria-label={newOnes(n)}>
      {n > 99 ? '99+' : n}
    </b>
  ) : null;
}

/** A dialog that rises from the bottom on a phone; closed by Back, Esc, a tap outside and its button. */
export function Sheet({
  label,
  class: look = 'detail',
  onClose,
  children,
}: {
  label: string;
  class?: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  const gone = useRef(false);
  useLayoutEffect(() => {
    // before it is painted: a hasty Esc must find it open
    const from = document.activeElement as HTMLElement | null;
    const takeBack = addStep(() => close.current());
    const box = dialog.current;
    box?.showModal();
    return () => {
      takeBack();
      gone.current = true;
      box?.close(); // while it is open nothing behind it takes the focus
      from?.focus?.({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={look}
      aria-label={label}
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        if (!gone.current) close.current();
      }} // a browser that finds no recent press closes it without asking
      onClick={event => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
export function CloseButton({ onClose }: { onClose: () => void }) {
  return (
    <button type="button" class="icon-btn push" aria-label={t('close')} onClick={onClose}>
      <Icon name="close" />
    </button>
  );
}

/** What is not there, or not for one: both look the same. */
export function NoSuchPage() {
  return (
    <main id="main" tabIndex={-1}>
      <div class="page">
        <div class="none">
          <b>{t('notFound')}</b>
          <a href="/">{t('toStart')}</a>
        </div>
      </div>
    </main>
  );
}

/** Grey lines of about the final height; shown by the styles only after 300 ms. */
export function Ghost({ lines = 6 }: { lines?: number }) {
  return (
    <div class="ghosts" role="status" aria-label={t('waiting')}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class={`ghost w${index % 3}`} />
      ))}
    </div>
  );
}
export function Empty({ icon, head, text }: { icon: IconName; head: string; text?: string }) {
  return (
    <div class="none">
      <Icon name={icon} />
      <b>{head}</b>
      {text && <span>{text}</span>}
    </div>
  );
}
/** What a screen shows before its state is here. */
export function NotYet({ problem, lines }: { problem: Problem | NoAnswer | undefined; lines?: number }) {
  if (problem instanceof Problem && (problem.status === 404 || problem.status === 403))
    return <Empty icon="info" head={t('notFound')} />;
  return problem ? <Empty icon="off" head={t('failedLoad')} text={t('failedLoadText')} /> : <Ghost lines={lines} />;
}
/** From when the data is: a time today, else with its day. */
export function stamp(at: number): string {
  const day = dayIn(zone(), new Date(at));
  return day === dayIn(zone()) ? time(at, zone()) : `${midDay(day, zone())}, ${time(at, zone())}`;
}
/** The line a screen shows where its news would be, while there is no connection. */
export function OffLine({ what, at: moment }: { what: string; at: number }) {
  const link = useValue(toldLink);
  return link === 'off' ? (
    <p class="off-line meta" data-news="off">
      <Icon name="off" />
      {t('off')}. {moment ? t('asOf', { what, time: stamp(moment) }) : ''}
    </p>
  ) : null;
}
