import type { ColourName } from '../../report/timeline-colour.ts'
import type { StageMap } from './map.ts'
import type { Troupe } from './troupe.ts'

export type Palette = Readonly<Record<ColourName, string>>

/** What is drawn at one moment. */
export interface Scene {
  readonly troupe: Troupe
  readonly map: StageMap
  readonly nowMs: number
  readonly slots: number
  readonly chosen: number | undefined
  /** The event that the keyboard is at. */
  readonly focused: number | undefined
}
