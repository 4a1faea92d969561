import { countText } from '../../report/number.ts'
import type { Playback } from '../playback/playback.ts'
import type { Concurrency } from './concurrency.ts'
import { type Box, type EndPlace, retryLanes, type Spot, type StageMap, waitingAt } from './map.ts'
import { BACKOFF_MARKS_MS, backOffShare, RETRY_WAITS_MS } from './wait-scale.ts'

/** What each place is called, and what it is, for those who look twice. */
const NAMES: Readonly<Record<Spot, readonly [name: string, meaning: string]>> = {
  queue: ['Queue', 'accepted, not dispatched yet'],
  running: ['Running', 'attempts in progress'],
  retryWait: ['Waiting after an error', 'a retry comes 60 s, then 120 s later'],
  backOff: ['Waiting after a throttle', 'tried again after 1, 2, 4 … 300 s'],
  succeeded: ['Succeeded', 'no record is kept'],
  onSuccess: ['On-success destination', 'gets a record'],
  onFailure: ['On-failure destination', 'gets a record with the reason'],
  deadLetter: ['Dead-letter queue', 'gets the event itself'],
  discarded: ['Discarded', 'nothing took it'],
}

const ENDS: readonly EndPlace[] = ['succeeded', 'onSuccess', 'onFailure', 'deadLetter', 'discarded']

interface Props {
  readonly map: StageMap
  readonly playback: Playback
  readonly concurrency: Concurrency
}

/** The map under the dots: rails, places, their names and how many events are there. */
export function Places({ map, playback, concurrency }: Props) {
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
      {map.rails.map((rail) => (
        <path key={rail} class="rail" d={rail} />
      ))}
      <Arrivals map={map} accepted={simulation.engine.accepted} />
      {(['queue', 'running', 'retryWait', 'backOff'] as const).map((spot) => (
        <Room key={spot} map={map} spot={spot} count={counts[spot]} concurrency={concurrency} />
      ))}
      {ENDS.map((end) => (
        <End key={end} box={map.boxes[end]} end={end} count={counts[end]} isUpright={map.isUpright} />
      ))}
      <Dropped map={map} dropped={ends.dropped} succeeded={ends.succeeded} />
    </svg>
  )
}

function Arrivals({ map: { arrivals, isUpright }, accepted }: { map: StageMap; accepted: number }) {
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
    const x = spot === 'retryWait' ? box.x : box.x + box.width
    const side = spot === 'retryWait' ? '' : ' end'
    return (
      <>
        <text x={x} y={box.y - 42} class={`name${side}`}>
          {spot === 'retryWait' ? 'After an error' : 'After a throttle'}
        </text>
        <text x={x} y={box.y - 26} class={`count${side}`}>
          {count}
        </text>
      </>
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

function RetryMarks({ map }: { map: StageMap }) {
  return (
    <>
      {retryLanes(map).map((lane, index) => {
        const far = waitingAt(map, lane, 1, 0.5)
        const wait = `${RETRY_WAITS_MS[index]! / 1_000} s`
        return (
          <g key={wait} class="marks">
            {index === 1 && (
              <path
                d={
                  map.isUpright
                    ? `M${lane.x} ${lane.y + 8}v${lane.height - 16}`
                    : `M${lane.x + 8} ${lane.y}h${lane.width - 16}`
                }
              />
            )}
            <text
              x={map.isUpright ? lane.x + lane.width / 2 : far.x + 18}
              y={map.isUpright ? map.boxes.retryWait.y + lane.height + 14 : far.y + 4}
              class={map.isUpright ? 'middle' : ''}
            >
              {wait}
            </text>
          </g>
        )
      })}
    </>
  )
}

function BackOffMarks({ map }: { map: StageMap }) {
  const lane = map.boxes.backOff
  return (
    <g class="marks">
      {BACKOFF_MARKS_MS.map((ms) => {
        const { x, y } = waitingAt(map, lane, backOffShare(ms), 0)
        return (
          <g key={ms}>
            <path d={map.isUpright ? `M${lane.x} ${y}h6` : `M${x} ${lane.y}v6`} />
            <text
              x={map.isUpright ? lane.x + 10 : x}
              y={map.isUpright ? y + 4 : lane.y - 6}
              class={map.isUpright ? '' : 'middle'}
            >
              {ms / 1_000} s
            </text>
          </g>
        )
      })}
    </g>
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

function End({ box, end, count, isUpright }: { box: Box; end: EndPlace; count: number; isUpright: boolean }) {
  const [name, meaning] = NAMES[end]
  const short = isUpright && end !== 'succeeded' ? SHORT[end] : name
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
  succeeded: 'Succeeded',
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
        succeeded <tspan class="count">{countText(succeeded)}</tspan>
      </text>
      <text x={onFailure.x + 2} y={onFailure.y - 12} class="group">
        dropped <tspan class="count">{countText(dropped)}</tspan>
      </text>
    </>
  )
}
