// Lessons of who is away that need nobody any more: who holds each, or what became of it.
import { deviations } from '../../i18n/week/deviations';
import { w } from '../../i18n/week/substitutions';
import { Icon } from '../../parts/icons';
import type { LessonCard } from '../decisions';
import { clockWords, hourWords, lessonWords } from '../words';

export function Settled({ cards, zone }: { cards: readonly LessonCard[]; zone: string }) {
  if (!cards.length) return null;
  return (
    <details class="sheet subst-settled" data-settled={cards.length}>
      <summary>
        {w('settled', { n: cards.length })}
        <Icon name="down" />
      </summary>
      <ul>
        {cards.map(card => (
          <li key={card.id}>
            <b>{lessonWords(card)}</b>
            <span class="meta">{[hourWords(card), clockWords(card.starts, zone)].filter(Boolean).join(', ')}</span>
            <span class="meta">
              {[card.cancelled && w('cancelled'), ...deviations(card, card.teachers[0])].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
