// Whether the server works, and whether this device reaches it: for anybody, signed in or not.
import { useEffect, useState } from 'preact/hooks';
import { dayIn } from '../core/dates';
import { zone } from '../core/session';
import { dayYear, time } from '../i18n/format';
import { st } from '../i18n/invitations/status';
import { Frame, Heading } from '../invitations/way_in/Frame';
import { Icon } from '../parts/icons';
import { Ghost } from '../parts/parts';
import { check, isNewEnough, type Found } from './checks';
import { Leave } from './Leave';
import './status.css';

export function StatusPage() {
  const [found, setFound] = useState<Found>();
  const [times, setTimes] = useState(0);
  useEffect(() => {
    let gone = false;
    void check().then(all => !gone && setFound(all));
    return () => {
      gone = true;
    };
  }, [times]);
  const again = () => {
    setFound(undefined);
    setTimes(n => n + 1);
  };
  const status = found && 'status' in found.server ? found.server.status : undefined;
  return (
    <Frame school={status?.school ?? undefined} name="status">
      <section class="sheet pad way-in-sheet" aria-live="polite">
        <Heading first>{st('title')}</Heading>
        {found ? (
          <ul class="checks" data-checks>
            <ServerLine {...found} />
            <LiveLine {...found} />
            <ClockLine {...found} />
            <BrowserLine />
          </ul>
        ) : (
          <>
            <p class="soft">{st('checking')}</p>
            <Ghost lines={6} />
          </>
        )}
        <p class="row wrap">
          <button type="button" class="btn two" data-again aria-disabled={!found} onClick={() => found && again()}>
            {st('again')}
          </button>
          <Leave />
        </p>
      </section>
      {status && (
        <section class="sheet pad carriers">
          <h2>{st('carriers')}</h2>
          <dl>
            {(['push', 'mail', 'telephone'] as const).map(one => (
              <div key={one} data-carrier={one} data-there={status.carriers[one]}>
                <dt>{st(one)}</dt>
                <dd>{st(status.carriers[one] ? 'there' : 'notThere')}</dd>
              </div>
            ))}
          </dl>
          <p class="meta">{st('carriersText')}</p>
        </section>
      )}
    </Frame>
  );
}

/** One thing that was tried: how it stands, and what to do. */
function Line({
  name,
  is,
  good,
  head,
  text,
}: {
  name: string;
  is: string;
  good: boolean;
  head: string;
  text?: string;
}) {
  return (
    <li class={good ? 'good' : 'bad'} data-check={name} data-is={is}>
      <Icon name={good ? 'check' : 'alert'} />
      <div>
        <b>{head}</b>
        {text && <p>{text}</p>}
      </div>
    </li>
  );
}

function ServerLine({ server }: Found) {
  const { at } = server;
  if (at !== 'works') return <Line name="server" is={at} good={false} head={st(at)} text={st(`${at}Text`)} />;
  const { since } = server.status;
  const moment = `${dayYear(dayIn(zone(), since))}, ${time(since, zone())}`;
  return <Line name="server" is={at} good head={st('works')} text={st('since', { moment })} />;
}
function LiveLine({ server, live }: Found) {
  if (live === 'closed' && server.at === 'no_answer') return null; // nothing gets through: said above
  return (
    <Line
      name="live"
      is={live}
      good={live !== 'closed'}
      head={st(live)}
      text={st(`${live}Text`, { host: location.host })}
    />
  );
}
function ClockLine({ clock }: Found) {
  if (clock === undefined) return null;
  if (!clock) return <Line name="clock" is="right" good head={st('clockRight')} />;
  const [is, head] = clock > 0 ? (['ahead', 'clockAhead'] as const) : (['behind', 'clockBehind'] as const);
  return <Line name="clock" is={is} good={false} head={st(head, { n: Math.abs(clock) })} text={st('clockText')} />;
}
function BrowserLine() {
  return isNewEnough(condition => CSS.supports(condition)) ? (
    <Line name="browser" is="new" good head={st('browserNew')} />
  ) : (
    <Line name="browser" is="old" good={false} head={st('browserOld')} text={st('browserText')} />
  );
}
