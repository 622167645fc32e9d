// Two states side by side: how something stands now, and how one has it oneself.
import { o } from '../i18n/setUp';

/** What differs: a heading, and the lines of either side. */
export interface Difference {
  head: string;
  theirs: string[];
  mine: string[];
}

export function Both({ differences }: { differences: readonly Difference[] }) {
  return (
    <div class="both" data-both>
      {differences.map(({ head, theirs, mine }) => (
        <section key={head}>
          <h3>{head}</h3>
          <div class="both-sides">
            <Side head={o('theirs')} lines={theirs} other={mine} name="theirs" />
            <Side head={o('mine')} lines={mine} other={theirs} name="mine" />
          </div>
        </section>
      ))}
    </div>
  );
}
function Side({ head, lines, other, name }: { head: string; lines: string[]; other: string[]; name: string }) {
  return (
    <div data-side={name}>
      <b class="meta">{head}</b>
      <ul>
        {lines.length ? (
          lines.map(line => <li key={line}>{other.includes(line) ? line : <mark>{line}</mark>}</li>)
        ) : (
          <li class="soft">{o('nothing')}</li>
        )}
      </ul>
    </div>
  );
}
