import { useMemo, useRef } from 'preact/hooks'
import { countText } from '../../report/number.ts'
import { runSecond, runTime } from '../controls/run-time.ts'
import type { Session } from '../session.ts'
import './log.css'
import { LogFeed, type LogLine } from './log-feed.ts'
import type { Tone } from './sentence.ts'

/** What tells tones apart without colour. */
const SIGNS: Readonly<Record<Tone, string>> = {
  plain: '·',
  running: '▸',
  retry: '↻',
  backoff: '⇣',
  good: '✓',
  bad: '✗',
}

/** What the run decides, as it goes, in sentences: all that the stage shows, for whoever reads or listens. */
export function Log({ session }: { session: Session }) {
  const feed = useRef(new LogFeed())
  session.redraw.value
  const player = session.player.value
  if (player) feed.current.look(player.playback, performance.now(), player.isPlaying || player.isSeeking)
  const { lines } = feed.current
  const chosen = player?.here.event
  const list = useMemo(
    () => lines.map((line) => <Line key={line.key} line={line} chosen={chosen} session={session} />),
    [lines, chosen, session],
  )
  if (!player) return null
  return (
    <section class="log" aria-labelledby="log-title">
      <h2 id="log-title">
        Log <small>{countText(player.playback.log.total)} decisions</small>
      </h2>
      {/* The last line stays in sight: what scrolls is turned upside down, and what is in it is not. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of a keyboard. */}
      <div class="log-scroll" tabIndex={0} role="log" aria-live="polite" aria-labelledby="log-title">
        {lines.length === 0 ? <p class="about">Nothing has happened yet.</p> : <ol>{list}</ol>}
      </div>
    </section>
  )
}

function Line(props: { line: LogLine; chosen: number | undefined; session: Session }) {
  const { line, chosen, session } = props
  if (line.kind === 'summary')
    return (
      <li class="summary">
        <span class="when">{runSecond(line.toMs)}</span>
        <span>
          <span class="fact">since {runSecond(line.fromMs)}: </span>
          {line.text}
        </span>
      </li>
    )
  const { event, text, tone } = line
  const { days, second, fraction } = runTime(line.atMs)
  return (
    <li class={tone}>
      <span class="when">{days + second + fraction}</span>
      <span>
        <span class="sign" aria-hidden="true">
          {SIGNS[tone]}
        </span>{' '}
        {event !== undefined && (
          <button
            type="button"
            class="quiet event"
            aria-pressed={event === chosen}
            onClick={() => void session.choose(event === chosen ? undefined : event)}
          >
            event {countText(event)}
          </button>
        )}{' '}
        {text}
      </span>
    </li>
  )
}
