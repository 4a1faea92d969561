import type { PlaceName } from '../../measure/whereabouts.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** Where events come to when they have ended; `succeeded` and `discarded` are those that leave nothing behind. */
export const END_PLACES = ['succeeded', 'onSuccess', 'onFailure', 'deadLetter', 'discarded'] as const
export type EndPlace = (typeof END_PLACES)[number]

/** Everywhere that a dot can be. */
export type Spot = PlaceName | EndPlace

/** The stage as a map of places and of the rails between them, in units of its own; a face scales it. */
export interface StageMap {
  readonly width: number
  readonly height: number
  /** Whether events move from top to bottom. Waits then run upwards, else to the left: towards the queue. */
  readonly isUpright: boolean
  readonly arrivals: Point
  readonly boxes: Readonly<Record<Spot, Box>>
  /** SVG paths. */
  readonly rails: readonly string[]
  /** Where a dot leaves the rail on its way to a place, so that it is seen to take it. */
  readonly entries: Readonly<Partial<Record<Spot, readonly Point[]>>>
}

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height })

export const WIDE_MAP: StageMap = {
  width: 1_000,
  height: 520,
  isUpright: false,
  arrivals: { x: 44, y: 262 },
  boxes: {
    queue: box(120, 212, 180, 100),
    running: box(430, 172, 200, 180),
    retryWait: box(150, 26, 450, 96),
    backOff: box(150, 402, 450, 96),
    succeeded: box(770, 40, 210, 60),
    onSuccess: box(770, 112, 210, 60),
    onFailure: box(770, 246, 210, 60),
    deadLetter: box(770, 318, 210, 60),
    discarded: box(770, 390, 210, 60),
  },
  rails: [
    'M44 262H120',
    'M300 262H430',
    ...[70, 142, 276, 348, 420].map((y) => `M630 262C715 262 685 ${y} 770 ${y}`),
    'M575 172V146Q575 134 587 134H634Q646 134 646 122V86Q646 74 634 74H600',
    'M150 74H118Q106 74 106 86V250Q106 262 118 262',
    'M365 262V366Q365 378 377 378H634Q646 378 646 390V438Q646 450 634 450H600',
    'M150 450H118Q106 450 106 438V274Q106 262 118 262',
  ],
  entries: {
    retryWait: [
      { x: 575, y: 134 },
      { x: 646, y: 134 },
      { x: 646, y: 74 },
    ],
    backOff: [
      { x: 365, y: 378 },
      { x: 646, y: 378 },
      { x: 646, y: 450 },
    ],
  },
}

export const UPRIGHT_MAP: StageMap = {
  width: 390,
  height: 700,
  isUpright: true,
  arrivals: { x: 195, y: 34 },
  boxes: {
    queue: box(115, 84, 160, 84),
    running: box(115, 258, 160, 142),
    retryWait: box(14, 96, 74, 268),
    backOff: box(302, 96, 74, 268),
    succeeded: box(12, 478, 180, 52),
    onSuccess: box(198, 478, 180, 52),
    onFailure: box(12, 590, 118, 64),
    deadLetter: box(136, 590, 118, 64),
    discarded: box(260, 590, 118, 64),
  },
  rails: [
    'M195 34V84',
    'M195 168V258',
    'M195 400C195 445 102 430 102 478',
    'M195 400C195 445 288 430 288 478',
    'M195 400V545Q195 560 180 560H85Q71 560 71 574V590',
    'M195 400V590',
    'M195 400V545Q195 560 210 560H305Q319 560 319 574V590',
    'M115 380H63Q51 380 51 372V364',
    'M51 96V88Q51 76 63 76L115 100',
    'M195 212H327Q339 212 339 220V364',
    'M339 96V88Q339 76 327 76L275 100',
  ],
  entries: { retryWait: [{ x: 70, y: 384 }], backOff: [{ x: 290, y: 212 }] },
}

/** The middle of a box. */
export function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 }
}

/**
 * Where something waits, by how long it still has to: at the end towards the queue when it is due.
 *
 * @param share of the longest wait, 0 to 1
 * @param across 0 to 1, from one edge of the lane to the other
 */
export function waitingAt({ isUpright }: StageMap, lane: Box, share: number, across: number): Point {
  const inset = 12
  return isUpright
    ? { x: lane.x + across * lane.width, y: lane.y + inset + share * (lane.height - 2 * inset) }
    : { x: lane.x + inset + share * (lane.width - 2 * inset), y: lane.y + across * lane.height }
}

/** The lanes of the waiting room after errors: the first retry's, the second's. */
export function retryLanes({ isUpright, boxes }: StageMap): readonly [Box, Box] {
  const { x, y, width, height } = boxes.retryWait
  return isUpright
    ? [box(x, y, width / 2, height), box(x + width / 2, y, width / 2, height)]
    : [box(x, y, width, height / 2), box(x, y + height / 2, width, height / 2)]
}

/** The middle of a cell of a box that is cut into at least so many equal ones, row by row. */
export function cellOf({ x, y, width, height }: Box, cells: number, index: number): Box {
  const columns = Math.max(1, Math.round(Math.sqrt((cells * width) / height)))
  const rows = Math.max(1, Math.ceil(cells / columns))
  const [cellWidth, cellHeight] = [width / columns, height / rows]
  return box(x + (index % columns) * cellWidth, y + Math.floor(index / columns) * cellHeight, cellWidth, cellHeight)
}
