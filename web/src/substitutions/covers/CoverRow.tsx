// One lesson to cover: a proposal is chosen already, and stands until somebody takes it or decides otherwise.
import type { CoverProposal } from '../../core/shapes';
import { roomWords } from '../../i18n/week/deviations';
import { inside } from '../../i18n/format';
import { w } from '../../i18n/week/substitutions';
import { Icon } from '../../parts/icons';
import { fits, type Decision, type LessonCard } from '../decisions';
import { clockWords, decisionWords, lessonWords, proposalWords } from '../words';

export function CoverRow({
  card,
  proposals,
  decision,
  taken,
  zone,
  decide,
  take,
  another,
}: {
  card: LessonCard;
  proposals: readonly CoverProposal[];
  decision: Decision | undefined;
  taken: boolean;
  zone: string;
  decide: (decision: Decision | undefined) => void;
  take: () => void;
  another: () => void;
}) {
  const name = lessonWords(card);
  const ofList =
    decision?.kind === 'cancel' ||
    (decision?.kind === 'cover' && proposals.some(({ teacher }) => teacher === decision.teacher.id));
  const value = !decision ? '' : !ofList ? 'other' : decision.kind === 'cover' ? decision.teacher.id : 'cancel';
  const choose = (next: string) => {
    const one = proposals.find(({ teacher }) => teacher === next);
    if (next === 'cancel') decide({ kind: 'cancel' });
    else if (one) decide({ kind: 'cover', teacher: { id: one.teacher, name: one.name } });
    else if (!next) decide(undefined);
  };
  return (
    <li
      class={decision ? 'cov-r' : 'cov-r undecided'}
      data-cover={card.id}
      data-taken={taken && !!decision}
      onKeyDown={event => {
        if (!(event.target instanceof HTMLSelectElement)) return;
        if (event.key === 'Enter') {
          event.preventDefault();
          take();
        }
        if (event.key === 'F2') {
          event.preventDefault();
          another();
        }
      }}
    >
      <time>
        <b>{card.number}</b>
        {clockWords(card.starts, zone)}
      </time>
      <div class="what">
        <b>{card.className || card.title}</b>, {inside(card.subject)}
        <span class="meta">{roomWords(card.room)}</span>
      </div>
      <span class="tick">{taken && decision && <Icon name="check" label={w('taken')} />}</span>
      <div class="who">
        <select
          class="input low"
          name="cover"
          aria-label={w('who', { lesson: name })}
          onChange={event => choose(event.currentTarget.value)}
        >
          {!decision && (
            <option value="" selected>
              {w(proposals.length ? 'decide' : 'nobodyFree')}
            </option>
          )}
          {value === 'other' && decision && (
            <option value="other" selected>
              {decisionWords(card, decision)}
            </option>
          )}
          {proposals.map(one => {
            const { why, load } = proposalWords(one);
            return (
              <option key={one.teacher} value={one.teacher} selected={value === one.teacher}>
                {[why, load].filter(Boolean).join(' · ')}
              </option>
            );
          })}
          <option value="cancel" selected={value === 'cancel'}>
            {w('cancelLesson')}
          </option>
        </select>
        <button type="button" class="icon-btn" aria-label={w('other', { lesson: name })} onClick={another} data-another>
          <Icon name="more" />
        </button>
      </div>
      {!decision && proposals.length > 0 && (
        <p class="task meta">{w(proposals.some(fits) ? 'chosenAlready' : 'nobodyKnows')}</p>
      )}
    </li>
  );
}
