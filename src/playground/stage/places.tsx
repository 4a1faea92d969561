import { countText } from '../../report/number.ts'
import type { Playback } from '../playback/playback.ts'
import type { Concurrency } from './concurrency.ts'
import { type Box, END_PLACES, type EndPlace, pathOf, type Spot, type StageMap } from './map.ts'
import { NAMES } from './names.ts'
import { BackOffMarks, RetryMarks } from './wait-marks.tsx'

interface Props {
  readonly map: StageMap
  readonly playback: Playback
  readonly concurrency: Concurrency
  /** What is said of each alias, line by line. */
  readonly aliases: readonly (readonly string[])[]
}

/** The map under the dots: rails, places, their names and how many events are there. */
export function Places({ map, playback, concurrency, aliases }: Props) {
  const { whereabouts, simulation } = playback
  const { ends } = whereabouts
  const counts: Readonly<Record<Spot, number>> = {
    queue: whereabouts.count('queue'),
    running: whereabouts.count('running'),
    retryWait: whereabouts.count('retryWait'),
    backOff: whereabouts.count('backOff'),
    succeeded: ends.succeeded - ends.taken.onSuccess,
    onSuccess: ends.taken.onSuccess,
    onFailure: ends.taken.onFailure,
    deadLetter: ends.taken.deadLetter,
    discarded: ends.discarded,
  }
  return (
    <svg class="places" viewBox={`0 0 ${map.width} ${map.height}`} aria-hidden="true">
      {Object.entries(map.rails).map(([name, corners]) => (
        <path key={name} class="rail" d={pathOf(corners)} />
      ))}
      <Arrivals map={map} accepted={simulation.engine.accepted} />
      {(['queue', 'running', 'retryWait', 'backOff'] as const).map((spot) => (
        <Room key={spot} map={map} spot={spot} count={counts[spot]} concurrency={concurrency} />
      ))}
      {END_PLACES.map((end) => (
        <End key={end} box={map.boxes[end]} end={end} count={counts[end]} isUpright={map.isUpright} />
      ))}
      <Aliases map={map} aliases={aliases} />
      <Dropped map={map} dropped={ends.dropped} succeeded={ends.succeeded} />
    </svg>
  )
}

function Arrivals({ map: { rails, isUpright }, accepted }: { map: StageMap; accepted: number }) {
  const arrivals = rails.arrival[0]!
  return (
    <g class="arrivals">
      <circle cx={arrivals.x} cy={arrivals.y} r="5" />
      <text
        x={isUpright ? arrivals.x + 14 : arrivals.x}
        y={isUpright ? arrivals.y + 5 : arrivals.y - 16}
        class={isUpright ? 'name' : 'name middle'}
      >
        Arrivals
      </text>
      <text
        x={isUpright ? arrivals.x + 78 : arrivals.x}
        y={isUpright ? arrivals.y + 5 : arrivals.y + 28}
        class={isUpright ? 'count' : 'count middle'}
      >
        {countText(accepted)}
      </text>
    </g>
  )
}

function Room({
  map,
  spot,
  count,
  concurrency,
}: {
  map: StageMap
  spot: 'queue' | 'running' | 'retryWait' | 'backOff'
  count: number
  concurrency: Concurrency
}) {
  const box = map.boxes[spot]
  const isShut = spot === 'running' && concurrency.slots === 0
  const isOut = spot === 'running' && concurrency.out.length > 0
  return (
    <g class={`room ${spot}${isOut ? ' out' : ''}${isShut ? ' shut' : ''}`}>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="10" />
      <Label
        box={box}
        spot={spot}
        count={spot === 'running' ? runningText(count, concurrency.slots) : countText(count)}
        map={map}
      />
      {spot === 'retryWait' && <RetryMarks map={map} />}
      {spot === 'backOff' && <BackOffMarks map={map} />}
      {spot === 'running' && <Alarm box={box} concurrency={concurrency} />}
    </g>
  )
}

function runningText(count: number, slots: number): string {
  return `${countText(count)} of ${countText(slots)}`
}

function Label({ box, spot, count, map }: { box: Box; spot: Spot; count: string; map: StageMap }) {
  const [name] = NAMES[spot]
  const isBelow = spot === 'backOff' && !map.isUpright
  const y = isBelow ? box.y + box.height + 18 : box.y - 9
  if (map.isUpright && (spot === 'retryWait' || spot === 'backOff')) {
    const [x, side] = spot === 'retryWait' ? [box.x, ''] : [box.x + box.width, ' end']
    return (
      <text x={x} y={box.y - 46} class={`name${side}`}>
        {spot === 'retryWait' ? 'After an error' : 'After a throttle'}
        <tspan class="count" dx="6">
          {count}
        </tspan>
      </text>
    )
  }
  return (
    <text x={box.x + 2} y={y} class="name">
      {name}{' '}
      <tspan class="count" dx="6">
        {count}
      </tspan>
    </text>
  )
}

function Alarm({ box, concurrency }: { box: Box; concurrency: Concurrency }) {
  const { closed, out, slots } = concurrency
  const words =
    slots === 0 ? 'reserved concurrency 0' : closed.length > 0 ? `${closed.join(', ')}: reserved 0` : undefined
  const alarm = out.length > 0 ? `outage: ${out.join(', ')}` : words
  if (alarm === undefined) return null
  return (
    <text x={box.x + box.width / 2} y={box.y + box.height + 18} class="alarm middle">
      {alarm}
    </text>
  )
}

/** Lines of aliases that there is room for. */
const MOST_ALIAS_LINES = 4

/** Where aliases lead: at the points before the slots, since an alias is looked up at each attempt. */
function Aliases({ map, aliases }: Pick<Props, 'map' | 'aliases'>) {
  const lines = aliases.flat()
  const shown = lines.length > MOST_ALIAS_LINES ? [...lines.slice(0, MOST_ALIAS_LINES - 1), '…'] : lines
  const end = map.rails.dispatch[1]!
  const [x, bottom] = map.isUpright ? [end.x - 10, end.y - 36] : [end.x - 12, end.y - 12]
  return (
    <g class="aliases">
      {shown.map((line, place) => (
        <text key={line} x={x} y={bottom - 17 * (shown.length - 1 - place)} class={/^was/.test(line) ? 'was' : 'name'}>
          {line}
        </text>
      ))}
    </g>
  )
}

function End({ box, end, count, isUpright }: { box: Box; end: EndPlace; count: number; isUpright: boolean }) {
  const [name, meaning] = NAMES[end]
  const short = isUpright ? SHORT[end] : name
  return (
    <g class={`end-place ${end}${count === 0 ? ' unused' : ''}`}>
      <title>{`${name}: ${meaning}`}</title>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="10" />
      <text x={box.x + 12} y={box.y + 24} class="name">
        {short}
      </text>
      <text x={box.x + 12} y={box.y + 46} class="count">
        {countText(count)}
      </text>
    </g>
  )
}

const SHORT: Readonly<Record<EndPlace, string>> = {
  succeeded: 'No destination',
  onSuccess: 'On success',
  onFailure: 'On failure',
  deadLetter: 'Dead letters',
  discarded: 'Discarded',
}

function Dropped({ map, dropped, succeeded }: { map: StageMap; dropped: number; succeeded: number }) {
  const { succeeded: top, onFailure } = map.boxes
  return (
    <>
      <text x={top.x + 2} y={top.y - 12} class="group">
        Succeeded <tspan class="count">{countText(succeeded)}</tspan>
      </text>
      <text x={onFailure.x + 2} y={onFailure.y - 12} class="group">
        Dropped <tspan class="count">{countText(dropped)}</tspan>
      </text>
    </>
  )
}
