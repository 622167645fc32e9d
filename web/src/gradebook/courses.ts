// The courses somebody teaches or leads, held for the whole app.
import { api } from '../core/api';
import { Live } from '../core/live';
import type { Course } from '../core/types';

export const courses = new Live<{ courses: Course[] }>('courses', {
  load: () => api.get('/courses'),
  position: () => undefined,
  fold: state => ({ state, reload: false }),
});
