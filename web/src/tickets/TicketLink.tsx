// One ticket in a list.
import { zone } from '../core/session';
import { nearShort } from '../i18n/format';
import { h } from '../i18n/tickets';
import type { TicketLine } from './tickets';

export function TicketLink({ one, to, owes, under }: { one: TicketLine; to: string; owes: boolean; under: string }) {
  return (
    <a
      class="sheet letter-line plain"
      href={to + one.id}
      data-ticket={one.id}
      data-status={one.status}
      data-owes={owes}
    >
      <span class="letter-words">
        <b>{one.subject}</b>
        <span class="meta">
          {one.number} · {under}
        </span>
      </span>
      <span class="letter-side">
        <time class="meta">{nearShort(one.changed_at, zone())}</time>
        <span class={`tag${owes ? ' brass' : ''}`}>{h(`status_${one.status}`)}</span>
      </span>
    </a>
  );
}
