// Words of all pages on which a file is brought.
import { wordsOf } from '.';

export const fi = wordsOf(
  {
    steps: 'Шаги',
    step_file: 'Файл',
    step_columns: 'Столбцы',
    step_names: 'Названия',
    step_check: 'Проверка',
    step_done: 'Готово',
    another: 'Другой файл',
    lineList: 'строки {lines}',
    line: 'строка {lines}',
    times: { one: '{n} строка', few: '{n} строки', many: '{n} строк', other: '{n}' },
    moreRemarks: { one: 'Ещё {n} замечание', few: 'Ещё {n} замечания', many: 'Ещё {n} замечаний', other: '{n}' },
  },
  {
    steps: 'Steps',
    step_file: 'File',
    step_columns: 'Columns',
    step_names: 'Names',
    step_check: 'Check',
    step_done: 'Done',
    another: 'Another file',
    lineList: 'lines {lines}',
    line: 'line {lines}',
    times: { one: '{n} line', other: '{n} lines' },
    moreRemarks: { one: '{n} more remark', other: '{n} more remarks' },
  },
);
