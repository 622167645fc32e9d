// What applying the timetable of a file would do, with what has to be said before.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ImportClash, ImportPlace, ImportPreview, MisplacedRows } from '../core/shapes';
import { fi } from '../i18n/files';
import { dayMonth, weekdayShort } from '../i18n/format';
import { lang } from '../i18n';
import { tf } from '../i18n/set_up/timetableFile';
import { Icon } from '../parts/icons';
import { setUpAddress, type KeptSchool } from '../parts/useKeptSchool';
import { canApply, hasPeriod } from './timetableFiles';
import { Check } from '../parts/Check';

const AT_ONCE = 8; // places; the rest are folded
const MONDAY = '2024-01-0'; // the first seven days of that year are Monday to Sunday

const lineOf = ({ file, line }: ImportPlace): string =>
  [file, line ? fi('line', { lines: line }) : ''].filter(Boolean).join(', ');
const dayWord = (weekday: number): string => {
  const word = weekdayShort(MONDAY + weekday);
  return lang.value === 'ru' ? word.toLowerCase() : word;
};
const placeWords = ({ course, weekday, number }: ImportPlace): string =>
  tf('place', { course, day: dayWord(weekday), number });

interface Previewing {
  school: KeptSchool;
  preview: ImportPreview;
  from: string;
  setFrom: (day: string) => void;
  apply: (said: { confirmed: boolean; word: string }) => void;
}
export function Preview({ school, preview, from, setFrom, apply }: Previewing) {
  const [confirmed, setConfirmed] = useState(false);
  const [word, setWord] = useState('');
  const { new: fresh, changed, gone } = preview;
  const all = fresh + changed + gone;
  return (
    <section class="stack" aria-labelledby="preview-h">
      <div class="sheet pad">
        <label class="tf-from">
          <span>{tf('from')}</span>
          <input
            type="date"
            class="input"
            name="from_day"
            value={from}
            onChange={event => event.currentTarget.value && setFrom(event.currentTarget.value)}
          />
        </label>
        <p class="meta">{tf('before')}</p>
        {(!hasPeriod(preview) || preview.misplaced.length > 0) && (
          <p class="tf-again">
            <button type="button" class="btn two small" data-look-again onClick={() => setFrom(from)}>
              {tf('lookAgain')}
            </button>
          </p>
        )}
      </div>
      {preview.of_another_school && <p class="note bad">{tf('otherSchool')}</p>}
      {!hasPeriod(preview) && (
        <p class="note bad" role="alert" data-no-period>
          <Icon name="alert" />
          <span>
            {tf('noPeriod')}{' '}
            <a href={setUpAddress(school, '/admin/calendar/periods')} target="_blank" rel="noopener">
              {tf('toPeriods')}
            </a>
          </span>
        </p>
      )}
      {preview.misplaced.length > 0 && <Misplaced school={school} rows={preview.misplaced} />}
      <div class="sheet pad">
        <h2 id="preview-h">{tf('changes')}</h2>
        <Counts preview={preview} />
        <Details preview={preview} />
      </div>
      {preview.asks_twice && all > 0 && (
        <div class="file-red" data-asks-twice>
          <h2>{removed(preview)}</h2>
          <Check class="file-check" name="confirmed" words={tf('confirm')} checked={confirmed} set={setConfirmed} />
        </div>
      )}
      {preview.clash_count > 0 && (
        <Clashes clashes={preview.clashes} count={preview.clash_count} word={word} setWord={setWord} />
      )}
      {all === 0 && preview.unchanged > 0 && (
        <p class="note good" role="status" data-no-changes>
          <Icon name="check" />
          <span>
            <b>{tf('nothing')}</b> {tf('nothingText')}
          </span>
        </p>
      )}
      {all === 0 && preview.unchanged === 0 && hasPeriod(preview) && <p class="note">{tf('noLessons')}</p>}
      {all > 0 && (
        <p>
          <button
            type="button"
            class="btn"
            data-apply
            disabled={!canApply(preview, { confirmed, word })}
            onClick={() => apply({ confirmed, word: word.trim() })}
          >
            {tf('apply', { n: all, day: dayMonth(from) })}
          </button>
        </p>
      )}
    </section>
  );
}

function removed({ new: fresh, changed, gone, unchanged }: ImportPreview): string {
  if (fresh + changed + unchanged === 0) return tf('empties', { n: gone });
  return tf('removes', { n: gone, of: changed + gone + unchanged });
}

function Counts({ preview }: { preview: ImportPreview }) {
  const { new: fresh, changed, gone, unchanged, left_out: leftOut, over } = preview;
  const counts: [string, number][] = [
    [tf('new'), fresh],
    [tf('changed'), changed],
    [tf('gone'), gone],
    [tf('unchanged'), unchanged],
  ];
  if (leftOut) counts.push([tf('leftOut'), leftOut]);
  if (over && hasPeriod(preview)) counts.push([tf('over'), over]);
  return (
    <>
      <dl class="tf-counts" data-counts={`${fresh}.${changed}.${gone}.${unchanged}`}>
        {counts.map(([name, n]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{n}</dd>
          </div>
        ))}
      </dl>
      {preview.lessons_added + preview.lessons_dropped > 0 && (
        <p class="meta" data-lessons={`${preview.lessons_added}.${preview.lessons_dropped}`}>
          {tf('made', { added: preview.lessons_added, dropped: preview.lessons_dropped })}
        </p>
      )}
    </>
  );
}

function Details({ preview }: { preview: ImportPreview }) {
  const { new_courses: courses, new_rooms: rooms, other_teachers: others, twice, read_names: names } = preview;
  const parts = courses.filter(one => one.is_part).length;
  const listed = (people: readonly string[]) => people.join(', ') || tf('nobody');
  return (
    <>
      {courses.length > 0 && (
        <Fold text={tf('courses', { n: courses.length })} name="courses">
          {courses.map(({ title, teachers }) => (
            <li key={title}>
              {title}
              {teachers === 0 && <span class="tag brass">{tf('noTeacher')}</span>}
            </li>
          ))}
        </Fold>
      )}
      {parts > 0 && <p class="meta">{tf('parts', { n: parts })}</p>}
      {rooms.length > 0 && (
        <Fold text={tf('rooms', { n: rooms.length })} name="rooms">
          {rooms.map(name => (
            <li key={name}>{name}</li>
          ))}
        </Fold>
      )}
      {others.length > 0 && (
        <Fold text={tf('otherTeachers', { n: others.length })} name="teachers" meta={tf('otherTeachersText')}>
          {others.map(({ course, stands, file }) => (
            <li key={course}>
              {`${course}: ${listed(stands)}`}
              <span class="meta">{tf('inFile', { names: listed(file) })}</span>
            </li>
          ))}
        </Fold>
      )}
      {twice.length > 0 && (
        <Fold text={tf('twice', { n: twice.length })} name="twice">
          {twice.map(one => (
            <Place key={one.line + placeWords(one)} of={one} />
          ))}
        </Fold>
      )}
      {names.length > 0 && (
        <Fold text={tf('readNames', { n: names.length })} name="names">
          {names.map(({ kind, written, name }) => (
            <li key={kind + written}>{tf('isRead', { written, name })}</li>
          ))}
        </Fold>
      )}
    </>
  );
}

function Fold({
  text,
  name,
  meta,
  children,
}: {
  text: string;
  name: string;
  meta?: string;
  children: ComponentChildren;
}) {
  return (
    <details data-fold={name}>
      <summary>{text}</summary>
      {meta && <p class="meta">{meta}</p>}
      <ul class="file-remarks">{children}</ul>
    </details>
  );
}

function Place({ of }: { of: ImportPlace }) {
  return (
    <li>
      <span class="meta">{lineOf(of)}</span>
      {placeWords(of)}
    </li>
  );
}

function Misplaced({ school, rows }: { school: KeptSchool; rows: readonly MisplacedRows[] }) {
  return (
    <section class="file-red" role="alert" data-misplaced={rows.map(({ code }) => code).join(' ')}>
      <h2>{tf('misplaced')}</h2>
      {rows.map(({ code, count, rows: places }) => {
        const isBell = code === 'no_such_bell';
        return (
          <div key={code}>
            <p>
              {tf(isBell ? 'm_no_such_bell' : 'm_no_school_day')}.{' '}
              <a
                href={setUpAddress(school, isBell ? '/admin/calendar/bells' : '/admin/calendar/days')}
                target="_blank"
                rel="noopener"
              >
                {tf(isBell ? 'toBells' : 'toDays')}
              </a>
            </p>
            <ul class="file-remarks">
              {places.slice(0, AT_ONCE).map(one => (
                <Place key={one.line + placeWords(one)} of={one} />
              ))}
            </ul>
            {count > AT_ONCE && <p class="meta">{tf('more', { n: count - AT_ONCE })}</p>}
          </div>
        );
      })}
    </section>
  );
}

interface Clashing {
  clashes: readonly ImportClash[];
  count: number;
  word: string;
  setWord: (word: string) => void;
}
function Clashes({ clashes, count, word, setWord }: Clashing) {
  const shown = clashes.slice(0, AT_ONCE);
  const rest = clashes.slice(AT_ONCE);
  return (
    <section class="sheet pad tf-clashes" aria-labelledby="clashes-h" data-clashes={count}>
      <h2 id="clashes-h">
        <Icon name="alert" />
        {tf('clashes', { n: count })}
      </h2>
      <ClashList of={shown} />
      {rest.length > 0 && (
        <details>
          <summary>{tf('more', { n: count - shown.length })}</summary>
          <ClashList of={rest} />
          {count > clashes.length && <p class="meta">{tf('more', { n: count - clashes.length })}</p>}
        </details>
      )}
      <label class="tf-word">
        <span>{tf('keepClashes')}</span>
        <input
          class="input"
          name="word"
          maxLength={300}
          value={word}
          onInput={event => setWord(event.currentTarget.value)}
        />
      </label>
    </section>
  );
}

function ClashList({ of }: { of: readonly ImportClash[] }) {
  return (
    <ul class="file-remarks">
      {of.map(one => (
        <li key={`${one.kind}.${one.row.line}.${one.other.line}.${placeWords(one.other)}`}>
          <span class="meta">{[one.row, one.other].map(lineOf).filter(Boolean).join('; ')}</span>
          {clashWords(one)}
        </li>
      ))}
    </ul>
  );
}
function clashWords({ kind, who, row, other }: ImportClash): string {
  const second = other.line ? placeWords(other) : tf('stands', { place: placeWords(other) });
  const both = tf('and', { one: placeWords(row), other: second });
  const needed =
    kind === 'students' && who.length
      ? `${tf('k_students')}, ${who.join(', ')}`
      : tf(`k_${kind}`, { who: who.join(', ') });
  return `${both}: ${needed}`;
}
