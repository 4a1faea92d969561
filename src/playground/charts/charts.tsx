import { useMemo, useRef, useState } from 'preact/hooks'
import { runMarks } from '../controls/mark.ts'
import { spanMs } from '../controls/span.ts'
import type { Session } from '../session.ts'
import { Chart } from './chart.tsx'
import { CHARTS } from './chart-words.ts'
import './charts.css'
import { liveCourse } from './live-course.ts'
import { MetricTable } from './metric-table.tsx'
import { useSlowRedraw } from './use-slow-redraw.ts'

/** How the run goes over time, and its metrics. Drawn four times a second at most, and not while nobody can see it. */
export function Charts({ session }: { session: Session }) {
  const section = useRef<HTMLElement>(null)
  const beat = useSlowRedraw(session, section)
  const [isOfAll, setOfAll] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const player = session.player.peek()
  const playback = player?.playback
  // The beat, since a run goes on without being another object.
  const drawn = useMemo(() => {
    if (!playback) return undefined
    const span = spanMs(playback, playback.nowMs)
    return {
      course: liveCourse(playback, span),
      spanMs: span,
      marks: runMarks(playback, span),
      isOver: playback.isOver,
    }
  }, [playback, beat])
  if (!playback || !drawn) return null
  const names = playback.scenario.functions.map(({ name }) => name)
  const name = session.subject.value ?? names[0]
  return (
    <section class="charts" aria-labelledby="charts-title" ref={section}>
      <h2 id="charts-title">Over time{names.length > 1 && <small> · all functions together</small>}</h2>
      <div class="multiples">
        {CHARTS.map((words) => (
          <Chart key={words.id} words={words} drawn={drawn} />
        ))}
      </div>
      {drawn.marks.some(({ sign }) => sign !== '') && (
        <ul class="mark-list" aria-label="Marked in every chart">
          {drawn.marks
            .filter(({ sign }) => sign !== '')
            .map(({ sign, text }) => (
              <li key={`${sign} ${text}`}>
                <b class="sign">{sign}</b> {text}
              </li>
            ))}
        </ul>
      )}
      <details class="metrics-fold" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <h2>Metrics</h2>
        </summary>
        {names.length > 1 && (
          <label class="check">
            <input
              type="checkbox"
              checked={isOfAll}
              onChange={({ currentTarget }) => setOfAll(currentTarget.checked)}
            />
            <span>all functions together</span>
          </label>
        )}
        <div class="scroll">{isOpen && <MetricTable playback={playback} name={isOfAll ? undefined : name} />}</div>
      </details>
    </section>
  )
}
