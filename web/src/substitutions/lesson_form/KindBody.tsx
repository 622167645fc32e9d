// The middle of the form, one for each kind of change.
import { useState } from 'preact/hooks';
import type { Room } from '../../core/shapes';
import { roomWords } from '../../i18n/week/deviations';
import { initialled, listed } from '../../i18n/format';
import { w } from '../../i18n/week/substitutions';
import { Ghost } from '../../parts/parts';
import type { Decision } from '../decisions';
import type { Changing, Kind, Possible } from './kinds';
import { teachersFor } from '../places';
import { TeacherChoice } from './TeacherChoice';
import { dayWords, hourWords, proposalWords } from '../words';

interface Body extends Changing {
  kind: Kind;
  possible: Possible;
  today: string;
  chosen: Decision | undefined;
  choose: (decision: Decision | undefined) => void;
}

export function KindBody(body: Body) {
  switch (body.kind) {
    case 'cover':
      return <Cover {...body} />;
    case 'cancel':
      return <p class="note">{w('cancelText')}</p>;
    case 'move':
      return <Move {...body} />;
    case 'swap':
      return <SwapBody {...body} />;
    case 'room':
      return <RoomBody {...body} />;
    case 'subject':
      return <Subject {...body} />;
  }
}

function Radio({
  name,
  checked,
  head,
  text,
  pick,
}: {
  name: string;
  checked: boolean;
  head: string;
  text?: string;
  pick: () => void;
}) {
  return (
    <label class="subst-radio">
      <input type="radio" name={name} checked={checked} onChange={pick} />
      <span>
        <b>{head}</b>
        {text && <span class="meta">{text}</span>}
      </span>
    </label>
  );
}

function Cover({ card, choices, proposals, chosen, choose }: Body) {
  const teacher = chosen?.kind === 'cover' ? chosen.teacher : undefined;
  const near = proposals.slice(0, 3);
  const elsewhere = teacher && !near.some(one => one.teacher === teacher.id) ? teacher : undefined;
  return (
    <>
      {near.map(one => {
        const { why, load } = proposalWords(one);
        const who = listed(one.name);
        return (
          <Radio
            key={one.teacher}
            name="who"
            checked={teacher?.id === one.teacher}
            head={who}
            text={[why.slice(who.length + 2), load].filter(Boolean).join(' · ')}
            pick={() => choose({ kind: 'cover', teacher: { id: one.teacher, name: one.name } })}
          />
        );
      })}
      <TeacherChoice
        label={w(near.length ? 'someElse' : 'byTeacher')}
        card={card}
        groups={teachersFor(card, choices.courses)}
        chosen={elsewhere ?? (near.length ? undefined : teacher)}
        choose={one => choose(one && { kind: 'cover', teacher: one })}
      />
    </>
  );
}
function Move({ possible: { hours }, today, chosen, choose }: Body) {
  const at = chosen?.kind === 'move' ? chosen : undefined;
  const near = hours?.some(one => one.day === at?.day && one.number === at.number);
  const [other, setOther] = useState(!!at && !!hours && !near);
  const [day, setDay] = useState(at?.day ?? '');
  const [number, setNumber] = useState(at?.number ?? 1);
  if (!hours) return <Ghost lines={4} />;
  const say = (to: string, n: number) => {
    setDay(to);
    setNumber(n);
    choose(to && n >= 1 ? { kind: 'move', day: to, number: n } : undefined);
  };
  return (
    <>
      {!hours.length && <p class="note">{w('noPlaces')}</p>}
      {hours.map(one => (
        <Radio
          key={`${one.day}.${one.number}`}
          name="hour"
          checked={!other && at?.day === one.day && at.number === one.number}
          head={hourWords(one)}
          text={w('moveText')}
          pick={() => {
            setOther(false);
            choose({ kind: 'move', day: one.day, number: one.number });
          }}
        />
      ))}
      <Radio
        name="hour"
        checked={other}
        head={w('otherDay')}
        pick={() => {
          setOther(true);
          say(day || at?.day || today, number);
        }}
      />
      {other && (
        <div class="subst-pair">
          <div class="field">
            <label for="subst-day">{w('day')}</label>
            <input
              class="input"
              type="date"
              id="subst-day"
              name="day"
              min={today}
              value={day}
              onInput={event => say(event.currentTarget.value, number)}
            />
          </div>
          <div class="field">
            <label for="subst-number">{w('number')}</label>
            <input
              class="input"
              type="number"
              id="subst-number"
              name="number"
              min={0}
              max={20}
              value={number}
              onInput={event => say(day, Number(event.currentTarget.value))}
            />
          </div>
        </div>
      )}
    </>
  );
}

function SwapBody({ possible: { partners }, chosen, choose }: Body) {
  if (!partners) return <Ghost lines={4} />;
  if (!partners.length) return <p class="note">{w('noSwap')}</p>;
  return (
    <>
      {partners.map(one => (
        <Radio
          key={one.id}
          name="partner"
          checked={chosen?.kind === 'swap' && chosen.partner.id === one.id}
          head={w('swapWith', { subject: one.subject, day: dayWords(one.day), n: one.number })}
          text={one.teachers.map(({ name }) => initialled(name)).join(', ')}
          pick={() => choose({ kind: 'swap', partner: one })}
        />
      ))}
    </>
  );
}

function RoomBody({ choices: { rooms }, away, decided, chosen, choose }: Body) {
  const teacher = away && (decided?.kind === 'cover' || decided?.kind === 'room' ? decided.teacher : undefined);
  if (away && !teacher) return <p class="note brass">{w('roomAway')}</p>;
  if (!rooms.length) return <p class="note">{w('noRooms')}</p>;
  const room = chosen?.kind === 'room' ? chosen.room : undefined;
  const pick = (one: Room | undefined) => choose(one && { kind: 'room', room: one, ...(teacher ? { teacher } : {}) });
  const buildings = [...new Set(rooms.map(({ building }) => building))];
  const options = (building: string) =>
    rooms
      .filter(one => one.building === building)
      .map(one => (
        <option key={one.id} value={one.id} selected={one.id === room?.id}>
          {roomWords(one.name)}
        </option>
      ));
  return (
    <div class="field">
      <label for="subst-room">{w('room')}</label>
      <select
        class="input"
        id="subst-room"
        name="room"
        onChange={event => pick(rooms.find(({ id }) => id === event.currentTarget.value))}
      >
        <option value="" selected={!room}>
          {w('choose')}
        </option>
        {buildings.map(building =>
          building ? (
            <optgroup key={building} label={building}>
              {options(building)}
            </optgroup>
          ) : (
            options(building)
          ),
        )}
      </select>
      <p class="subst-hint">{w('roomText')}</p>
    </div>
  );
}

function Subject({ possible: { courses }, chosen, choose }: Body) {
  const [name, setName] = useState(chosen?.kind === 'event' ? chosen.name : '');
  const [event, setEvent] = useState(chosen?.kind === 'event' || !courses.length);
  return (
    <>
      {courses.map(course => (
        <Radio
          key={course.id}
          name="course"
          checked={!event && chosen?.kind === 'subject' && chosen.course.id === course.id}
          head={[course.subject, course.group].filter(Boolean).join(', ')}
          text={[course.teachers.map(one => initialled(one.name)).join(', '), w('subjectText')]
            .filter(Boolean)
            .join(' · ')}
          pick={() => {
            setEvent(false);
            choose({ kind: 'subject', course });
          }}
        />
      ))}
      <Radio
        name="course"
        checked={event}
        head={w('event')}
        text={w('eventText')}
        pick={() => {
          setEvent(true);
          choose(name.trim() ? { kind: 'event', name: name.trim() } : undefined);
        }}
      />
      {event && (
        <div class="field">
          <label for="subst-event">{w('eventName')}</label>
          <input
            class="input"
            id="subst-event"
            name="event"
            maxLength={100}
            value={name}
            onInput={({ currentTarget: { value } }) => {
              setName(value);
              choose(value.trim() ? { kind: 'event', name: value.trim() } : undefined);
            }}
          />
        </div>
      )}
    </>
  );
}
