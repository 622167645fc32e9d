// What holds of a person, a line each; what is over is folded below.
import type { ComponentChildren } from 'preact';
import { ps } from '../i18n/people/person';
import { Icon } from '../parts/icons';
import { isOver } from './people';

interface Lasting {
  from_day: string | null;
  until_day: string | null;
  standing: 'now' | 'to_come' | 'ended';
  typed: boolean | null;
  given: boolean;
}

export function Entries<T extends Lasting>({
  all,
  none,
  children,
}: {
  all: readonly T[];
  none: string;
  children: (one: T) => ComponentChildren;
}) {
  const open = all.filter(one => !isOver(one));
  const over = all.filter(isOver);
  return (
    <>
      <ul class="entries">{open.length ? open.map(children) : <li class="soft">{none}</li>}</ul>
      {over.length > 0 && (
        <details class="entries-over">
          <summary>{ps('earlier', { n: over.length })}</summary>
          <ul class="entries">{over.map(children)}</ul>
        </details>
      )}
    </>
  );
}

interface EntryProps {
  head: string;
  to?: string;
  words: string;
  name: string;
  over: boolean;
  shut?: boolean;
  /** What somebody has to look at. */
  remark?: string | undefined;
  end: (() => void) | undefined;
  /** Access of an adult to a child: closed or, where that is said here, opened again. */
  access?: { act: 'restrict' | 'lift'; press: () => void } | undefined;
}
export function Entry({ head, to, words, name, over, shut = false, remark, end, access }: EntryProps) {
  return (
    <li class="entry" data-entry={name} data-over={over} data-shut={shut}>
      {shut && <Icon name="lock" />}
      <div>
        <b>{to ? <a href={to}>{head}</a> : head}</b>
        <span class="meta">{words}</span>
        {remark && (
          <span class="err" data-remark>
            <Icon name="alert" />
            {remark}
          </span>
        )}
      </div>
      {(access || end) && (
        <div class="entry-acts">
          {access && (
            <button type="button" class="btn two small" data-access={access.act} onClick={access.press}>
              {ps(access.act)}
            </button>
          )}
          {end && (
            <button type="button" class="btn two small" data-end={name} onClick={end}>
              {ps('end')}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
