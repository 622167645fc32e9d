// The journal of a course: the whole class on one screen, entered by keyboard alone.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { toldLink } from '../../core/connection';
import { back, go, place } from '../../core/router';
import { useValue } from '../../core/store';
import type { JournalState } from '../../core/types';
import { addDays } from '../../core/dates';
import { t } from '../../i18n';
import { dayMonth, kindOf, said, weekdayLong, weekdayShort, dayShort } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import { Empty, LinkState, NotYet, OffLine } from '../../parts/parts';
import { Foot } from './JournalFoot';
import { Grid } from './JournalGrid';
import { Pad } from './JournalPad';
import { KeysSheet, LateSheet, WithdrawSheet, WordsSheet } from './JournalSheets';
import { deskOf } from './journalQueue';
import { useGrid, type Grip } from './grid';
import './journal.css';
import './cells.css';
import './widths.css';

export function Journal({ course }: { course: string }) {
  const desk = useMemo(() => deskOf(course), [course]);
  const { state, problem } = useValue(desk.live.shown);
  useEffect(() => {
    void desk.live.open();
  }, [desk]);
  if (!state)
    return (
      <Bare course={course}>
        <NotYet problem={problem} lines={12} />
      </Bare>
    );
  if (!state.students.length || !state.lessons.length)
    return (
      <Bare course={course}>
        <Empty icon="grid" head={t('journalEmpty')} text={state.course.title} />
      </Bare>
    );
  return <Opened state={state} course={course} />;
}
function Bare({ children }: { course: string; children: preact.ComponentChildren }) {
  return (
    <main id="main" tabIndex={-1}>
      <header class="top">
        <button type="button" class="icon-btn phone-only" aria-label={t('back')} onClick={() => back('/today')}>
          <Icon name="back" />
        </button>
        <h1>{t('journal')}</h1>
        <LinkState />
      </header>
      <div class="page">
        <div class="sheet pad">{children}</div>
      </div>
    </main>
  );
}

function Opened({ state, course }: { state: JournalState; course: string }) {
  const desk = deskOf(course);
  const grip = useGrid(desk, state);
  const scroll = useRef<HTMLDivElement>(null);
  const { at } = useValue(desk.live.shown);
  useAddress(course, state, grip);
  const noted = grip.cells.filter(row => row[grip.at.c]!.status === '').length;
  const allKnown = state.students.every(
    student =>
      state.attendance.some(entry => entry.student === student.id && entry.lesson === grip.lesson.id) ||
      grip.view(student.id).status !== '',
  );
  return (
    <main id="main" tabIndex={-1} class="jr" style={{ '--n': state.students.length }}>
      <header class="jr-top">
        <button type="button" class="icon-btn phone-only" aria-label={t('back')} onClick={() => back('/today')}>
          <Icon name="back" />
        </button>
        <a class="pick desk-only" href="/journal" aria-label={t('courses')}>
          <Icon name="left" />
        </a>
        <h1 class="cut">{state.course.title}</h1>
        <LinkState extra="push" />
        <button type="button" class="btn plain desk-only" onClick={() => grip.show('keys')}>
          <Icon name="keys" />
          {t('keys')}
        </button>
        {state.keeps ? (
          <button type="button" class="btn two small" onClick={grip.everyone} aria-disabled={allKnown}>
            {allKnown ? t('noted', { here: noted, all: state.students.length }) : t('everyone')}
          </button>
        ) : (
          <span class="tag">{t('readOnly')}</span>
        )}
      </header>
      <LessonLine
        state={state}
        grip={grip}
        reach={() => {
          desk.reach(addDays(state.lessons[0]!.day, -28));
          grip.hide();
        }}
        off={<OffLine what={t('journal')} at={at} />}
      />
      <div class="jr-scroll" ref={scroll}>
        <Grid state={state} grip={grip} scroll={scroll} />
      </div>
      <Foot state={state} grip={grip} desk={desk} />
      {state.keeps && <Pad grip={grip} />}
      {grip.sheet === 'keys' && <KeysSheet onClose={grip.hide} />}
      {grip.sheet === 'words' && <WordsSheet grip={grip} />}
      {grip.sheet === 'withdraw' && <WithdrawSheet grip={grip} />}
      {grip.sheet === 'late' && <LateSheet grip={grip} />}
    </main>
  );
}

/** The lesson one stands in is in the address. Written after a rest: browsers limit how often it may change. */
function useAddress(course: string, state: JournalState, grip: Grip) {
  const { query } = useValue(place);
  const asked = query.get('lesson');
  useEffect(() => {
    const timer = setTimeout(() => {
      if (location.pathname === `/journal/${course}`) go(`/journal/${course}?lesson=${grip.lesson.id}`, true);
    }, 300);
    return () => clearTimeout(timer);
  }, [grip.lesson.id]);
  const own = useRef(grip.lesson.id);
  own.current = grip.lesson.id;
  useEffect(() => {
    const column = state.lessons.findIndex(lesson => lesson.id === asked);
    if (column >= 0 && asked !== own.current) grip.move(grip.at.r, column, false);
  }, [asked]);
}

function LessonLine({
  state,
  grip,
  reach,
  off,
}: {
  state: JournalState;
  grip: Grip;
  reach: () => void;
  off: preact.VNode;
}) {
  const link = useValue(toldLink);
  const { day, topic, homework, cancelled } = grip.lesson;
  const kind = kindOf(state.kinds, grip.kind);
  return (
    <div class="jr-les">
      <b>
        <span class="desk-only">
          {weekdayLong(day)}, {dayMonth(day)}
        </span>
        <span class="phone-only">
          {weekdayShort(day)}, {dayShort(day)}
        </span>
      </b>
      {cancelled ? (
        <span class="tag">{t('cancelled')}</span>
      ) : state.course.grade === 1 ? (
        <span class="soft cut">{t('yearOne')}</span>
      ) : (
        <label class={`kind-pick${(kind?.weight ?? 1) > 1 ? ' heavy' : ''}`}>
          <span class="vh">{t('kindOfWork')}</span>
          <select name="kind" value={grip.kind} onChange={event => grip.chooseKind(event.currentTarget.value)}>
            {state.kinds.map(one => (
              <option key={one.id} value={one.id}>
                {t('kindWeight', { name: said(one.name), weight: one.weight })}
              </option>
            ))}
          </select>
          <Icon name="down" />
        </label>
      )}
      {link === 'off' ? (
        off
      ) : (
        <span class="cut soft desk-only">
          {[topic && t('theme', { text: topic }), homework && t('given', { text: homework })]
            .filter(Boolean)
            .join('. ')}
        </span>
      )}
      <span class="push row">
        <button type="button" class="btn plain small desk-only" onClick={reach}>
          {t('earlier')}
        </button>
        <span class="row phone-list">
          <button
            type="button"
            class="icon-btn"
            aria-label={t('prevLesson')}
            onClick={() => (grip.at.c === 0 ? reach() : grip.move(grip.at.r, grip.at.c - 1, false))}
          >
            <Icon name="left" />
          </button>
          <button
            type="button"
            class="icon-btn"
            aria-label={t('nextLessonBtn')}
            onClick={() => grip.move(grip.at.r, grip.at.c + 1, false)}
          >
            <Icon name="right" />
          </button>
        </span>
      </span>
    </div>
  );
}
