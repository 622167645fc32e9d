// A small server for the folds: holds the truth, answers REST states and numbers publications, so that a state
// folded from any point on can be compared with the one a reload would give.
import type {
  ActiveMark,
  Attendance,
  DiaryState,
  Fact,
  JournalState,
  Mark,
  Publication,
  Status,
} from '../src/core/types';
import { mean, total } from '../src/gradebook/diary/averages';

const author = { id: '9', name: { family: 'Рябова', given: 'Мария', middle: 'Ивановна' } };
export const lessons = ['l1', 'l2', 'l3'];
const outside = 'l9'; // of another week
export class School {
  offset = 0;
  marks: Mark[] = [];
  attendance: Attendance[] = [];
  said: Publication[] = [];
  #ids = 0;
  constructor(
    readonly student = '77',
    readonly course = '31',
  ) {}

  #tell(data: Fact): void {
    this.said.push({ offset: ++this.offset, data });
  }
  #lesson = (id: string) => ({ id, day: '2026-11-25', number: 1, subject: 'Математика' });

  post(values: number[], lesson = 'l1', weight = 1): void {
    const marks = values.map<ActiveMark>(value => ({
      id: `m${++this.#ids}`,
      student: this.student,
      course: this.course,
      lesson,
      at_lesson: this.#lesson(lesson),
      state: 'active',
      revision: 1,
      kind: '1',
      value,
      weight,
      comment: '',
      author,
      posted_at: `t${this.offset}`,
      changed_at: `t${this.offset}`,
      was: null,
      reason: '',
    }));
    this.marks.push(...marks);
    this.#tell({ type: 'marks_posted', marks: [...marks] });
  }
  correct(index: number, value: number, weight = 1): void {
    const held = this.marks[index];
    if (held?.state !== 'active') return;
    const mark: ActiveMark = {
      ...held,
      value,
      weight,
      revision: held.revision + 1,
      changed_at: `t${this.offset}`,
      was: { value: held.value, kind: held.kind, weight: held.weight, comment: held.comment },
    };
    this.marks[index] = mark;
    this.#tell({ type: 'mark_corrected', mark });
  }
  withdraw(index: number): void {
    const held = this.marks[index];
    if (held?.state !== 'active') return;
    const { id, student, course, lesson, at_lesson, revision } = held;
    const mark = {
      id,
      student,
      course,
      lesson,
      at_lesson,
      state: 'withdrawn' as const,
      revision: revision + 1,
      changed_at: `t${this.offset}`,
      author,
      reason: 'ошибка ввода',
    };
    this.marks[index] = mark;
    this.#tell({ type: 'mark_withdrawn', mark });
  }
  attend(status: Status, lesson = 'l1'): void {
    const revision = (this.attendance.find(one => one.lesson === lesson)?.revision ?? 0) + 1;
    const entry: Attendance = {
      student: this.student,
      course: this.course,
      lesson,
      at_lesson: this.#lesson(lesson),
      status,
      minutes: status === 'late' ? 7 : null,
      revision,
      author,
      at: `t${this.offset}`,
    };
    const index = this.attendance.findIndex(one => one.lesson === lesson);
    if (index < 0) this.attendance.push(entry);
    else this.attendance[index] = entry;
    this.#tell({ type: 'attendance_recorded', attendance: [entry] });
  }
  other(): void {
    this.#tell({ type: 'readers_changed' });
  }
  elsewhere(): void {
    this.post([5], outside);
  }

  diary(): DiaryState {
    const sums = total(this.marks.filter((mark): mark is ActiveMark => mark.state === 'active'));
    const shown = <T extends { lesson: string }>(list: T[]) => list.filter(one => lessons.includes(one.lesson));
    return {
      student: { id: this.student, name: author.name, class: { id: '5', name: '5А', grade: 5 } },
      week: '2026-W48',
      zone: 'Europe/Moscow',
      position: { channel: 'diary:77', offset: this.offset, epoch: 'e' },
      kinds: [],
      days: lessons.map(id => ({
        day: '2026-11-25',
        lessons: [
          {
            id,
            course: this.course,
            subject: 'Математика',
            number: 1,
            starts_at: '',
            ends_at: '',
            room: '',
            teacher: author,
            topic: '',
            homework: '',
            cancelled: false,
            deviation: null,
          },
        ],
      })),
      marks: shown(this.marks),
      attendance: shown(this.attendance),
      averages: [
        {
          course: this.course,
          subject: 'Математика',
          period: { title: '2-я четверть', from_day: '2026-11-09', until_day: '2026-12-29' },
          ...sums,
          mean: mean(sums),
        },
      ],
    };
  }
  journal(): JournalState {
    return {
      course: { id: this.course, title: '', subject: '', grade: 5, school: '1' },
      keeps: true,
      zone: 'Europe/Moscow',
      position: { channel: 'journal:31', offset: this.offset, epoch: 'e' },
      today: '2026-11-25',
      students: [{ id: this.student, name: author.name, class: '5А' }],
      kinds: [],
      lessons: lessons.map(id => ({
        id,
        day: '2026-11-25',
        number: 1,
        starts_at: '',
        ends_at: '',
        kind: null,
        topic: '',
        homework: '',
        room: '',
        cancelled: false,
        deviation: null,
      })),
      marks: this.marks.filter((mark): mark is ActiveMark => mark.state === 'active' && lessons.includes(mark.lesson)),
      attendance: this.attendance.filter(one => lessons.includes(one.lesson)),
    };
  }
}
