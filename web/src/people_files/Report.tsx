// What a file of people is, how it was read, and what applying it would do: rights first.
import { useState } from 'preact/hooks';
import type { PeopleReport, RightsChange } from '../core/shapes';
import { pf, pfOf } from '../i18n/set_up/peopleFiles';
import { Remarks } from '../parts/files';
import { Icon } from '../parts/icons';
import { canApply, isAsked } from './peopleFiles';
import { Check } from '../parts/Check';

const NAMED = 5; // people of one change of rights

export function Report({ report }: { report: PeopleReport }) {
  const { format, read, remarks, rights, changes } = report;
  const errors = remarks.filter(one => one.level === 'error' && !isAsked(one));
  const leftOut = remarks.filter(one => one.level !== 'error' && one.left_out);
  const aboutRights = remarks.filter(one => one.level !== 'error' && one.rights && !one.left_out);
  const others = remarks.filter(one => one.level !== 'error' && !one.rights && !one.left_out);
  const lines = read.filter(one => one.lines > 0);
  return (
    <>
      <section class="sheet pad" data-format={format ?? ''}>
        <h2>{format ? pf('itIs', { format }) : pf('unknown')}</h2>
        {lines.length > 0 && (
          <ul class="pf-read">
            {lines.map(one => (
              <li key={one.file}>
                <span>{one.file}</span>
                <span class="num">{pf('lines', { n: one.lines })}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {errors.length > 0 && (
        <section class="file-red" role="alert" data-errors={errors.length}>
          <h2>{pf('refused')}</h2>
          <Remarks of={errors} />
        </section>
      )}
      {rights.length > 0 && (
        <section class="pf-rights" aria-labelledby="rights-h" data-rights={rights.length}>
          <h2 id="rights-h">
            <Icon name="key" />
            {pf('rights')}
          </h2>
          <ul>
            {rights.map(one => (
              <Rights key={one.kind + one.role} of={one} />
            ))}
          </ul>
        </section>
      )}
      {leftOut.length > 0 && (
        <section class="file-red" data-left-out={leftOut.length}>
          <h2>{pf('leftOut')}</h2>
          <Remarks of={leftOut} />
        </section>
      )}
      {aboutRights.length > 0 && (
        <section class="sheet pad">
          <h2>{pf('rightsRemarks')}</h2>
          <Remarks of={aboutRights} />
        </section>
      )}
      {changes.length > 0 && <Changes report={report} />}
      {others.length > 0 && (
        <section class="sheet pad" data-remarks={others.length}>
          <h2>{pf('howRead')}</h2>
          <Remarks of={others} />
        </section>
      )}
    </>
  );
}

const TAKES = new Set<RightsChange['kind']>(['lifted', 'like_restricted', 'sees_no_more', 'role_taken', 'restricted']);
function Rights({ of: { kind, role, count, people } }: { of: RightsChange }) {
  const words = pf(`r_${kind}`, { role: role ? pfOf('role', role) : '' });
  const rest = people.slice(NAMED);
  const unnamed = count - people.length;
  return (
    <li data-right={kind + (role && `.${role}`)}>
      <span class={TAKES.has(kind) ? 'pf-kind minus' : 'pf-kind'}>{words}</span>
      <b class="num">{count}</b>
      <div>
        {people.slice(0, NAMED).map(name => (
          <p key={name}>{name}</p>
        ))}
        {rest.length > 0 && (
          <details>
            <summary>{pf('more', { n: rest.length + unnamed })}</summary>
            {rest.map(name => (
              <p key={name}>{name}</p>
            ))}
            {unnamed > 0 && <p class="meta">{pf('more', { n: unnamed })}</p>}
          </details>
        )}
      </div>
    </li>
  );
}

const KINDS = ['added', 'changed', 'ended', 'returned'] as const;
function Changes({ report: { changes } }: { report: PeopleReport }) {
  return (
    <section class="sheet pad" aria-labelledby="changes-h">
      <h2 id="changes-h">{pf('changes')}</h2>
      <ul class="pf-changes">
        {changes.map(one => (
          <li key={one.table} data-changes={`${one.table} ${KINDS.map(kind => one[kind]).join('.')}`}>
            <b>{pfOf('t', one.table)}</b>
            <span class="num">
              {KINDS.filter(kind => one[kind])
                .map(kind => `${pf(kind)}: ${one[kind]}`)
                .join(', ')}
            </span>
            {one.table !== 'role' && <span class="meta">{one.examples.join(' · ')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Applying {
  report: PeopleReport;
  apply: (said: { confirmed: boolean; lift_restrictions: boolean }) => void;
  giveUp: () => void;
}
export function Apply({ report, apply, giveUp }: Applying) {
  const [confirmed, setConfirmed] = useState(false);
  const [lifted, setLifted] = useState(false);
  const { total, ends_much: ends, lifts } = report;
  if (!total)
    return (
      <p class="note good" role="status" data-no-changes>
        <Icon name="check" />
        <span>
          <b>{pf('noChanges')}</b> {pf('noChangesText')}
        </span>
      </p>
    );
  return (
    <section class="stack" data-total={total}>
      {ends.length > 0 && (
        <div class="file-red" data-ends={ends.length}>
          <h2>{pf('endsMuch')}</h2>
          <ul class="pf-ends">
            {ends.map(one => {
              const table = pfOf('t', one.table);
              const what = one.role ? pf('ofRole', { what: table, role: pfOf('role', one.role) }) : table;
              return (
                <li key={what} data-end={one.table}>
                  {pf('endsPart', { what, ended: one.ended, of: one.stored })}
                </li>
              );
            })}
          </ul>
          <Check class="file-check" name="confirmed" words={pf('confirm')} checked={confirmed} set={setConfirmed} />
        </div>
      )}
      {lifts > 0 && (
        <div class="file-red">
          <Check class="file-check" name="lifted" words={pf('lifts', { n: lifts })} checked={lifted} set={setLifted} />
        </div>
      )}
      <p class="file-acts">
        <button
          type="button"
          class="btn"
          data-apply
          disabled={!canApply(report, { confirmed, lifted })}
          onClick={() => apply({ confirmed, lift_restrictions: lifted })}
        >
          {pf('apply', { n: total })}
        </button>
        <button type="button" class="btn plain" data-give-up onClick={giveUp}>
          {pf('giveUp')}
        </button>
      </p>
    </section>
  );
}
