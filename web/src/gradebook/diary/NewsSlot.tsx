// The one line under the header: nothing to see / the newest fact / no connection. Its height never changes.
import { toldLink } from '../../core/connection';
import type { Live } from '../../core/live';
import { zone } from '../../core/session';
import { useValue } from '../../core/store';
import type { DiaryState } from '../../core/types';
import { t } from '../../i18n';
import { inside, kindOf, said, time } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import { stamp } from '../../parts/parts';
import { MarkTile } from './DiaryLesson';
import { thisWeek } from './diaries';
import { corrected, newsOf, type News } from './diary';
import { attendanceWord, base, newest, readers, since, type Reader } from './news';

export function NewsSlot({ live, reader }: { live: Live<DiaryState>; reader: Reader }) {
  const link = useValue(toldLink);
  const arrived = useValue(newest);
  const { state, at } = useValue(live.shown);
  useValue(base);
  if (link === 'off') {
    return (
      <Slot
        look="off"
        icon={<Icon name="off" />}
        head={t('off')}
        text={at ? t('asOf', { what: t('diary'), time: stamp(at) }) : ''}
      />
    );
  }
  const from = base.value[reader.id] ?? since(reader.id);
  const waiting = state && state.week === thisWeek() ? newsOf(state).find(one => one.at > from) : undefined;
  const shown = arrived ?? (waiting && state ? { news: waiting, state } : null);
  return shown ? (
    <Fact {...shown} here={reader.id} />
  ) : (
    <Slot look="seen" icon={<Icon name="check" />} head={t('allSeen')} text={t('bySelf')} />
  );
}

function Fact({ news, state, here }: { news: News; state: DiaryState; here: string }) {
  const lesson = state.days.flatMap(day => day.lessons).find(one => one.id === news.lesson);
  const told = (news.mark ?? news.attendance)?.at_lesson;
  const subject = lesson?.subject ?? told?.subject ?? '';
  const n = lesson?.number ?? told?.number ?? 0;
  const name = readers().find(one => one.id === news.student)?.name ?? state.student.name.given;
  const when = time(news.at, zone());
  const to =
    news.student === here
      ? undefined
      : `/diary/${news.student}/${state.week}${lesson && told ? `?day=${told.day}` : ''}`;
  if (news.attendance) {
    const absent = news.attendance.status === 'absent';
    const head = absent ? t('absentAt', { name, n }) : t('attendNews', { name, word: attendanceWord(news.attendance) });
    return (
      <Slot
        look={absent ? 'alarm' : 'fresh'}
        icon={<Icon name={absent ? 'alert' : 'info'} />}
        head={head}
        text={`${when} · ${subject}`}
        to={to}
        id={news.id}
      />
    );
  }
  const mark = news.mark!;
  if (mark.state === 'withdrawn') {
    return (
      <Slot
        look="fresh"
        icon={<MarkTile mark={mark} kinds={state.kinds} />}
        head={t('attendNews', { name, word: inside(subject) })}
        text={`${when} · ${mark.reason ? t('withdrawnBy', { reason: mark.reason }) : t('withdrawn')}`}
        to={to}
        id={news.id}
      />
    );
  }
  const kind = inside(said(kindOf(state.kinds, mark.kind)?.name));
  const change = corrected(mark);
  const more =
    change === 'value' && mark.was
      ? t('correctedNews', { was: mark.was.value, is: mark.value })
      : change === 'weight' && mark.was
        ? t('correctedWeight', { was: mark.was.weight, is: mark.weight })
        : [
            mark.weight > 1 && t('weightNote', { weight: mark.weight }).replace(/^ · /, ''),
            mark.comment && `«${mark.comment}»`,
          ]
            .filter(Boolean)
            .join(' · ');
  return (
    <Slot
      look="fresh"
      icon={<MarkTile mark={mark} kinds={state.kinds} />}
      head={t('markNews', { name, subject: inside(subject), kind })}
      text={[when, more].filter(Boolean).join(' · ')}
      to={to}
      id={news.id}
    />
  );
}

function Slot({
  look,
  icon,
  head,
  text,
  to,
  id = look,
}: {
  look: 'off' | 'fresh' | 'alarm' | 'seen';
  icon: preact.ComponentChildren;
  head: string;
  text: string;
  to?: string;
  id?: string;
}) {
  return (
    <section class={`news ${look === 'seen' ? '' : look} in`} data-news={look} aria-label={t('latest')}>
      {icon}
      <span class="news-t" key={id}>
        <b>{head}</b>
        <span class="cut">{text}</span>
      </span>
      {to && (
        <a class="btn plain" href={to}>
          {t('open')}
        </a>
      )}
    </section>
  );
}
