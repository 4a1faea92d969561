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

/** Each rail by where it leads: forwards from the queue, or from a waiting room back to it. */
export type RailName = 'arrival' | 'dispatch' | 'error' | 'retry' | 'throttle' | 'again' | EndPlace

/** The stage as a map of places and of the rails between them, in units of its own; a face scales it. */
export interface StageMap {
  readonly width: number
  readonly height: number
  /** Whether events move from top to bottom. Waits then run upwards, else to the left: towards the queue. */
  readonly isUpright: boolean
  readonly boxes: Readonly<Record<Spot, Box>>
  /** The corners of each, from its beginning to its end. */
  readonly rails: Readonly<Record<RailName, readonly Point[]>>
}

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height })
const line = (...corners: readonly (readonly [x: number, y: number])[]): Point[] => corners.map(([x, y]) => ({ x, y }))

/** From the slots to an end, on the wide map. */
const toEnd = (y: number) => line([630, 280], [700, 280], [700, y], [770, y])

export const WIDE_MAP: StageMap = {
  width: 1_000,
  height: 560,
  isUpright: false,
  boxes: {
    queue: box(120, 230, 180, 100),
    running: box(430, 190, 200, 180),
    retryWait: box(150, 34, 450, 104),
    backOff: box(150, 434, 450, 96),
    succeeded: box(770, 44, 216, 64),
    onSuccess: box(770, 120, 216, 64),
    onFailure: box(770, 252, 216, 64),
    deadLetter: box(770, 328, 216, 64),
    discarded: box(770, 404, 216, 64),
  },
  rails: {
    arrival: line([44, 280], [120, 280]),
    dispatch: line([300, 280], [430, 280]),
    error: line([575, 190], [575, 164], [650, 164], [650, 86], [600, 86]),
    retry: line([150, 86], [92, 86], [92, 280], [120, 280]),
    throttle: line([300, 280], [365, 280], [365, 398], [650, 398], [650, 482], [600, 482]),
    again: line([150, 482], [92, 482], [92, 280], [120, 280]),
    succeeded: toEnd(76),
    onSuccess: toEnd(152),
    onFailure: line([630, 280], [770, 280]),
    deadLetter: toEnd(360),
    discarded: toEnd(436),
  },
}

export const UPRIGHT_MAP: StageMap = {
  width: 390,
  height: 676,
  isUpright: true,
  boxes: {
    queue: box(115, 96, 160, 70),
    running: box(115, 262, 160, 142),
    retryWait: box(14, 96, 74, 270),
    backOff: box(302, 96, 74, 270),
    succeeded: box(12, 468, 180, 58),
    onSuccess: box(198, 468, 180, 58),
    onFailure: box(12, 596, 118, 62),
    deadLetter: box(136, 596, 118, 62),
    discarded: box(260, 596, 118, 62),
  },
  rails: {
    arrival: line([195, 24], [195, 96]),
    dispatch: line([195, 166], [195, 262]),
    error: line([115, 386], [51, 386], [51, 366]),
    retry: line([51, 96], [51, 64], [195, 64], [195, 96]),
    throttle: line([195, 166], [195, 214], [288, 214], [288, 386], [339, 386], [339, 366]),
    again: line([339, 96], [339, 64], [195, 64], [195, 96]),
    succeeded: line([195, 404], [195, 436], [102, 436], [102, 468]),
    onSuccess: line([195, 404], [195, 436], [288, 436], [288, 468]),
    onFailure: line([195, 404], [195, 564], [71, 564], [71, 596]),
    deadLetter: line([195, 404], [195, 596]),
    discarded: line([195, 404], [195, 564], [319, 564], [319, 596]),
  },
}

/** From a place to the queue. */
const BACK: Readonly<Partial<Record<Spot, readonly RailName[]>>> = {
  running: ['error', 'retry'],
  retryWait: ['retry'],
  backOff: ['again'],
}

/** The corners of the rails that lead from one place to another. @param from undefined: it has just arrived */
export function wayBetween({ rails }: StageMap, from: Spot | undefined, to: Spot): Point[] {
  const isEnd = (END_PLACES as readonly Spot[]).includes(to)
  const last: readonly RailName[] = isEnd ? [to as EndPlace] : to === 'retryWait' ? ['error'] : []
  if (from === 'running' && last.length > 0) return last.flatMap((name) => rails[name])
  const start: readonly RailName[] = from === undefined ? ['arrival'] : (BACK[from] ?? [])
  const onwards: readonly RailName[] = to === 'queue' ? [] : to === 'backOff' ? ['throttle'] : ['dispatch', ...last]
  return [...start, ...onwards].flatMap((name) => rails[name])
}

/** A rail as an SVG path with round corners. @param radius of the corners, at most */
export function pathOf(corners: readonly Point[], radius = 16): string {
  const parts = corners.map((corner, place) => {
    const [before, after] = [corners[place - 1], corners[place + 1]]
    if (!before) return `M${corner.x} ${corner.y}`
    if (!after) return `L${corner.x} ${corner.y}`
    const [from, to] = [towards(corner, before, radius), towards(corner, after, radius)]
    return `L${from.x} ${from.y}Q${corner.x} ${corner.y} ${to.x} ${to.y}`
  })
  return parts.join('')
}

/** A point on the way from one to another: so far away, and no further than half of it. */
function towards(from: Point, to: Point, away: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const share = length === 0 ? 0 : Math.min(0.5, away / length)
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) }
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
