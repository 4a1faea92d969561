import { useEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { Clock } from '../../report/clock.ts'
import { briefText } from '../../report/duration.ts'
import { drawnCurves, periodText, pointsOf, seenText } from './chart-data.ts'
import type { ChartWords } from './chart-words.ts'
import type { Drawn } from './drawn.ts'
import { plotOptions } from './plot-options.ts'

/** A chart of the run over time, with what it shows in words. */
export function Chart({ words, drawn }: { words: ChartWords; drawn: Drawn }) {
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const latest = useRef(drawn)
  const [cursor, setCursor] = useState<number>()
  latest.current = drawn
  const { course, spanMs } = drawn
  const curves = drawnCurves(words, course)
  const isEmpty = curves.length === 0
  // Curves come as there is something to draw of them; until others come the picture stays the same and gets new points.
  const kind = curves.map(({ column }) => column).join(' ')

  useEffect(() => {
    if (kind === '' || !frame.current) return
    const shown = words.curves.filter(({ column }) => kind.split(' ').includes(column))
    const options = plotOptions(words, shown, () => latest.current, frame.current, setCursor)
    const made = new uPlot(options, pointsOf(shown, latest.current.course, latest.current.isOver), frame.current)
    plot.current = made
    const resized = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      if (width > 0) made.setSize({ width, height })
    })
    resized.observe(frame.current)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const redraw = () => made.redraw()
    dark.addEventListener('change', redraw)
    return () => {
      resized.disconnect()
      dark.removeEventListener('change', redraw)
      made.destroy()
      plot.current = undefined
    }
  }, [kind, words])
  useEffect(() => {
    plot.current?.setData(pointsOf(drawnCurves(words, drawn.course), drawn.course, drawn.isOver))
  }, [words, drawn])

  const what = words.what(briefText(course.periodMs))
  const seen = isEmpty ? words.none : seenText(words, course)
  const place = cursor === undefined ? undefined : Math.min(cursor, course.columns.backlog.length - 1)
  const at = place === undefined ? '' : new Clock(spanMs).floor(place * course.periodMs)
  return (
    <figure class="chart" id={`chart-${words.id}`}>
      <figcaption>
        <h3>{words.title}</h3>
        <p>{isEmpty ? '' : what}</p>
      </figcaption>
      {isEmpty ? (
        <p class="none">{words.none}</p>
      ) : (
        <div
          ref={frame}
          class="plot"
          role="img"
          aria-label={`${words.title}, ${what}: ${seen}`}
          onPointerLeave={() => setCursor(undefined)}
        />
      )}
      {!isEmpty && <p class="readout">{place === undefined ? seen : `${at} · ${periodText(words, course, place)}`}</p>}
      {words.curves.length > 1 && curves.length > 0 && (
        <p class="key">
          {curves.map(({ label, colour, dash }) => (
            <span key={label}>
              <svg width="24" height="6" aria-hidden="true">
                <path
                  d="M0 3h24"
                  fill="none"
                  stroke-width="2"
                  stroke={`var(--${colour})`}
                  stroke-dasharray={dash?.join(' ')}
                />
              </svg>
              {label}
            </span>
          ))}
        </p>
      )}
    </figure>
  )
}
