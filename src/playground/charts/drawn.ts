import type { RunMark } from '../controls/mark.ts'
import type { LiveCourse } from './live-course.ts'

/** What all charts draw, at one moment of a run. */
export interface Drawn {
  readonly course: LiveCourse
  /** Where the axes of time end. */
  readonly spanMs: number
  readonly marks: readonly RunMark[]
  /** Whether nothing more will come. */
  readonly isOver: boolean
}
