import { useEffect, useRef } from 'preact/hooks';
import type { Member } from '../../core/types';
import { t } from '../../i18n';
import { abouts, polite } from '../../i18n/format';
import { Avatar } from '../../parts/parts';

/** Whom "@…" may mean. The focus stays in the field: a press must not take it. */
export function Suggestions({
  list,
  index,
  choose,
}: {
  list: readonly Member[];
  index: number;
  choose: (member: Member) => void;
}) {
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    box.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }, [index]);
  return (
    <ul ref={box} class="suggest" id="suggestions" role="listbox" aria-label={t('mention')}>
      {list.map((member, n) => (
        <li
          key={member.id}
          id={'suggest-' + member.id}
          role="option"
          aria-selected={n === index}
          data-suggest={member.id}
          onPointerDown={event => event.preventDefault()}
          onClick={() => choose(member)}
        >
          <Avatar id={member.id} name={member.name} small />
          <span>
            <b>{polite(member.name)}</b> <span class="meta">{abouts(member.about, 1)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
