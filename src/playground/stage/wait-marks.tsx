import { retryLanes, type StageMap, waitingAt } from './map.ts'
import { BACKOFF_MARKS_MS, backOffShare, RETRY_WAITS_MS } from './wait-scale.ts'

/** How long each lane of the waiting room after errors is. */
export function RetryMarks({ map }: { map: StageMap }) {
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

/** The scale of the waits after throttles. */
export function BackOffMarks({ map }: { map: StageMap }) {
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
