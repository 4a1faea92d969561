import uPlot from 'uplot'
import { countScale, durationScale, timeScale } from '../../report/html/scale.ts'
import { topOf } from './chart-data.ts'
import type { ChartCurve, ChartWords } from './chart-words.ts'
import type { Drawn } from './drawn.ts'
import { drawMarks } from './drawn-marks.ts'

const [AXIS_WIDTH, AXIS_HEIGHT, LABEL_WIDTH] = [46, 22, 52]

/**
 * How uPlot draws a chart.
 *
 * @param drawn what is drawn by then: asked at each redraw
 * @param tell is told of the period under the pointer
 */
export function plotOptions(
  { unit }: ChartWords,
  curves: readonly ChartCurve[],
  drawn: () => Drawn,
  frame: HTMLElement,
  tell: (place: number | undefined) => void,
): uPlot.Options {
  const style = getComputedStyle(document.documentElement)
  const colourOf = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const scaleOf = () => {
    const top = Math.max(...curves.map(({ column }) => topOf(drawn().course, column)))
    return unit === 'duration' ? durationScale(top) : countScale(top)
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
    padding: [14, 16, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: 'asyncinvoke', scales: ['x', null] },
      drag: { x: false, y: false },
      y: false,
      points: { size: 6 },
    },
    scales: {
      x: { time: false, range: () => [0, drawn().spanMs] },
      y: { range: () => [0, scaleOf().most] },
    },
    axes: [
      {
        ...axis,
        size: AXIS_HEIGHT,
        grid: { show: false },
        splits: (plot) => {
          const { ticks } = timeScale(drawn().spanMs)
          const every = Math.ceil(ticks.length / Math.max(1, (plot.width - AXIS_WIDTH) / LABEL_WIDTH))
          return ticks.filter((_, place) => place % every === 0).map(({ at }) => at)
        },
        values: (_, splits) => {
          const { ticks } = timeScale(drawn().spanMs)
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
      ...curves.map(({ colour, dash }) => ({
        paths: uPlot.paths.stepped!({ align: 1 }),
        stroke: () => colourOf(colour),
        width: 1.5,
        points: { show: false },
        ...(dash && dash.length > 0 && { dash }),
        ...(curves.length === 1 && { fill: () => `${colourOf(colour)}26` }),
      })),
    ],
    hooks: {
      drawClear: [(plot) => drawMarks(plot, drawn().marks, colourOf)],
      setCursor: [(plot) => tell(plot.cursor.idx ?? undefined)],
    },
  }
}
