import { useEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { Clock } from '../../report/clock.ts'
import { briefText, durationText } from '../../report/duration.ts'
import { countScale, durationScale, timeScale } from '../../report/html/scale.ts'
import { meanText } from '../../report/number.ts'
import type { RunMark } from '../controls/mark.ts'
import type { ChartCurve, ChartWords } from './chart-words.ts'
import { drawMarks } from './drawn-marks.ts'
import type { LiveCourse } from './live-course.ts'

/** What a chart draws. */
export interface Drawn {
  readonly course: LiveCourse
  readonly spanMs: number
  readonly marks: readonly RunMark[]
}

const [AXIS_WIDTH, AXIS_HEIGHT, LABEL_WIDTH] = [46, 22, 52]

/** A chart of the run over time, with what it shows in words. */
export function Chart({ words, drawn }: { words: ChartWords; drawn: Drawn }) {
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const latest = useRef(drawn)
  const [cursor, setCursor] = useState<number>()
  latest.current = drawn
  const { course, spanMs } = drawn
  const curves = words.curves.filter(({ column }) => topOf(course, column) > 0)
  const top = Math.max(0, ...curves.map(({ column }) => topOf(course, column)))
  const isEmpty = curves.length === 0

  useEffect(() => {
    if (isEmpty || !frame.current) return
    const made = new uPlot(optionsOf(words, latest, frame.current, setCursor), dataOf(words, course), frame.current)
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
  }, [isEmpty, words])
  useEffect(() => {
    plot.current?.setData(dataOf(words, course))
  }, [words, course, spanMs])

  const period = briefText(course.periodMs)
  const note = isEmpty ? words.none : `${nowText(words, course, curves)}, at most ${valueText(top, words.unit)}`
  const place = cursor === undefined ? undefined : Math.min(cursor, course.columns.backlog.length - 1)
  return (
    <figure class="chart" id={`chart-${words.id}`}>
      <figcaption>
        <h3>{words.title}</h3>
        <p>{isEmpty ? '' : words.what(period)}</p>
      </figcaption>
      {isEmpty ? (
        <p class="none">{words.none}</p>
      ) : (
        <div
          ref={frame}
          class="plot"
          role="img"
          aria-label={`${words.title}, ${words.what(period)}: ${note}`}
          onPointerLeave={() => setCursor(undefined)}
        />
      )}
      {!isEmpty && (
        <p class="readout">
          {place === undefined
            ? note
            : `${new Clock(spanMs).floor(place * course.periodMs)} · ${textAt(curves, course, place, words)}`}
        </p>
      )}
      {curves.length > 1 && (
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

function topOf({ columns }: LiveCourse, column: ChartCurve['column']): number {
  return columns[column].reduce((most, value) => (value > most ? value : most), 0)
}

function dataOf({ curves }: ChartWords, { columns, periodMs }: LiveCourse): uPlot.AlignedData {
  const { length } = columns.backlog
  // The period that runs ends the curve: a step has its width.
  const times = Array.from({ length: length + 1 }, (_, place) => place * periodMs)
  const values = curves.map(({ column }) => {
    const list = Array.from(columns[column], (value) => (Number.isNaN(value) ? null : value))
    return [...list, list.at(-1) ?? null]
  })
  return [times, ...values]
}

function nowText(words: ChartWords, course: LiveCourse, curves: readonly ChartCurve[]): string {
  const last = course.columns.backlog.length - 1
  return `now ${textAt(curves, course, last, words)}`
}

function textAt(curves: readonly ChartCurve[], { columns }: LiveCourse, place: number, { unit }: ChartWords): string {
  return curves
    .map(({ column, label }) => {
      const value = columns[column][place]!
      const text = Number.isNaN(value) ? 'none' : valueText(value, unit)
      return curves.length > 1 ? `${label} ${text}` : text
    })
    .join(', ')
}

function valueText(value: number, unit: ChartWords['unit']): string {
  return unit === 'duration' ? durationText(value) : meanText(value)
}

function optionsOf(
  words: ChartWords,
  drawn: { readonly current: Drawn },
  frame: HTMLElement,
  tell: (place: number | undefined) => void,
): uPlot.Options {
  const style = getComputedStyle(document.documentElement)
  const colourOf = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const scaleOf = () => {
    const { course } = drawn.current
    const top = Math.max(...words.curves.map(({ column }) => topOf(course, column)))
    return words.unit === 'duration' ? durationScale(top) : countScale(top)
  }
  const axis = {
    stroke: () => colourOf('quiet'),
    font: `12px ${style.fontFamily}`,
    ticks: { show: false },
    grid: { stroke: () => `${colourOf('rule')}66`, width: 1 },
  }
  return {
    width: frame.clientWidth,
    height: frame.clientHeight,
    padding: [14, 10, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: 'asyncinvoke', scales: ['x', null] },
      drag: { x: false, y: false },
      y: false,
      points: { size: 6 },
    },
    scales: {
      x: { time: false, range: () => [0, drawn.current.spanMs] },
      y: { range: () => [0, scaleOf().most] },
    },
    axes: [
      {
        ...axis,
        size: AXIS_HEIGHT,
        grid: { show: false },
        splits: (plot) => {
          const { ticks } = timeScale(drawn.current.spanMs)
          const every = Math.ceil(ticks.length / Math.max(1, (plot.width - AXIS_WIDTH) / LABEL_WIDTH))
          return ticks.filter((_, place) => place % every === 0).map(({ at }) => at)
        },
        values: (_, splits) => {
          const { ticks } = timeScale(drawn.current.spanMs)
          return splits.map((split) => ticks.find(({ at }) => at === split)?.text ?? '')
        },
      },
      {
        ...axis,
        size: AXIS_WIDTH,
        splits: () => scaleOf().ticks.map(({ at }) => at),
        values: () => scaleOf().ticks.map(({ text }) => text),
      },
    ],
    series: [
      {},
      ...words.curves.map(({ colour, dash }) => ({
        paths: uPlot.paths.stepped!({ align: 1 }),
        stroke: () => colourOf(colour),
        width: 1.5,
        points: { show: false },
        ...(dash && dash.length > 0 && { dash }),
        ...(words.curves.length === 1 && { fill: () => `${colourOf(colour)}26` }),
      })),
    ],
    hooks: {
      drawClear: [(plot) => drawMarks(plot, drawn.current.marks, colourOf)],
      setCursor: [(plot) => tell(plot.cursor.idx ?? undefined)],
    },
  }
}
