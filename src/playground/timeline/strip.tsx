import { useEffect, useRef, useState } from 'preact/hooks'
import type { Timeline } from '../../measure/timeline.ts'
import type { Step } from '../../measure/timeline-step.ts'
import { durationText } from '../../report/duration.ts'

const HEIGHT = 64
/** Until it is known, in CSS pixels. */
const FIRST_WIDTH = 640
const [LEFT, RIGHT] = [10, 20]
/** Where the line of the event lies. */
const LINE = 34
/** A limit further away than so many times what there is to see is not on the axis. */
const FARTHEST_LIMIT = 3

interface Props {
  readonly timeline: Timeline
  readonly nowMs: number
  /** The age limit in force, in milliseconds. */
  readonly limitMs: number | undefined
}

/** The life of an event on an axis of its age: attempts as bars, waits as lines, the age limit as a mark. */
export function Strip({ timeline, nowMs, limitMs }: Props) {
  const frame = useRef<SVGSVGElement>(null)
  const [width, setWidth] = useState(FIRST_WIDTH)
  useEffect(() => {
    const resize = new ResizeObserver(([entry]) => setWidth(Math.round(entry!.contentRect.width)))
    resize.observe(frame.current!)
    return () => resize.disconnect()
  }, [])
  const { acceptedMs, steps, end } = timeline
  const lastMs = Math.max(end?.atMs ?? nowMs, ...steps.map(endOf))
  const seenMs = Math.max(1, lastMs - acceptedMs, end?.nextAgeMs ?? 0)
  const isLimitNear = limitMs !== undefined && limitMs <= FARTHEST_LIMIT * seenMs
  const spanMs = isLimitNear ? Math.max(seenMs, limitMs) : seenMs
  const x = (atMs: number) => LEFT + ((atMs - acceptedMs) / spanMs) * (width - LEFT - RIGHT)
  const ageMs = (end?.atMs ?? nowMs) - acceptedMs
  return (
    <svg
      ref={frame}
      class="strip"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={`age ${durationText(ageMs)}`}
    >
      <line class="axis" x1={LEFT} x2={x(acceptedMs + spanMs)} y1={LINE} y2={LINE} />
      {steps.map((step, place) => (
        <StepMark key={place} step={step} x={x} nowMs={nowMs} />
      ))}
      {end?.nextAgeMs !== undefined && (
        <line class="refused" x1={x(end.atMs)} x2={x(acceptedMs + end.nextAgeMs)} y1={LINE} y2={LINE} />
      )}
      {isLimitNear && (
        <g class="limit">
          <line x1={x(acceptedMs + limitMs)} x2={x(acceptedMs + limitMs)} y1={8} y2={LINE + 12} />
          <text x={x(acceptedMs + limitMs)} y={HEIGHT - 4} class="end">
            age limit {durationText(limitMs)}
          </text>
        </g>
      )}
      {!end && <circle class="now" cx={x(nowMs)} cy={LINE} r="5" />}
      <text x={LEFT} y={HEIGHT - 4}>
        age {durationText(ageMs)}
      </text>
    </svg>
  )
}

function StepMark({ step, x, nowMs }: { step: Step; x: (atMs: number) => number; nowMs: number }) {
  switch (step.kind) {
    case 'attempt': {
      const kind = step.outcome === undefined ? 'open' : step.outcome === 'success' ? 'good' : 'bad'
      const [from, to] = [x(step.atMs), x(step.endMs ?? nowMs)]
      return (
        <g class={`attempt ${kind}`}>
          <rect x={from} y={LINE - 11} width={Math.max(5, to - from)} height={22} rx={3} />
          <text x={(from + Math.max(from + 5, to)) / 2} y={LINE - 17}>
            {step.attempt}
          </text>
        </g>
      )
    }
    case 'wait':
      return <Wait step={step} x={x} nowMs={nowMs} />
    case 'throttle':
      return <path class="throttle" d={`M${x(step.atMs)} ${LINE - 7}v14`} />
    case 'end':
      return (
        <path
          class={`ending ${step.condition === 'Success' ? 'good' : 'bad'}`}
          d={`M${x(step.atMs)} ${LINE - 14}v28`}
        />
      )
    default:
      return null
  }
}

/** A wait; paler what is still to come of it. */
function Wait({
  step,
  x,
  nowMs,
}: {
  step: Extract<Step, { kind: 'wait' }>
  x: (atMs: number) => number
  nowMs: number
}) {
  const { atMs, untilMs, after } = step
  const kind = after === 'throttle' || after === 'system' ? 'backoff' : 'retry'
  const overMs = Math.min(nowMs, untilMs)
  return (
    <g class={`wait ${kind}`}>
      {overMs > atMs && <line x1={x(atMs)} x2={x(overMs)} y1={LINE} y2={LINE} />}
      {untilMs > nowMs && <line class="to-come" x1={x(overMs)} x2={x(untilMs)} y1={LINE} y2={LINE} />}
    </g>
  )
}

function endOf(step: Step): number {
  if (step.kind === 'wait') return step.untilMs
  return (step.kind === 'attempt' ? step.endMs : undefined) ?? step.atMs
}
