import { useEffect, useRef, useState } from 'preact/hooks'
import type { Session } from '../session.ts'
import { aliasLines } from './aliases.ts'
import { concurrencyOf } from './concurrency.ts'
import { Counts } from './counts.tsx'
import { type StageMap, UPRIGHT_MAP, WIDE_MAP } from './map.ts'
import { Places } from './places.tsx'
import { StageLoop } from './stage-loop.ts'
import { nameOf, neighbour } from './walk.ts'
import './stage.css'

/** Width of the stage from which on events move from left to right, in CSS pixels. */
const WIDE_FROM_PX = 640
/** How near a click must come to a dot, in CSS pixels: half of what a finger needs. */
const REACH_PX = 22

/**
 * The stage: every event as a dot on a map of the places where it can be. One tab stop: arrow keys go from event to event,
 * Enter chooses one, Escape lets it go.
 */
export function Stage({ session }: { session: Session }) {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const loop = useRef<StageLoop | undefined>(undefined)
  const [map, setMap] = useState<StageMap>(WIDE_MAP)
  const [focused, setFocused] = useState<number | undefined>(undefined)

  useEffect(() => {
    const running = new StageLoop(canvas.current!, session)
    loop.current = running
    const resize = new ResizeObserver(([entry]) => {
      const { width } = entry!.contentRect
      const fitting = width >= WIDE_FROM_PX ? WIDE_MAP : UPRIGHT_MAP
      setMap(fitting)
      running.fit(fitting, width)
    })
    resize.observe(frame.current!)
    return () => {
      resize.disconnect()
      running.stop()
    }
  }, [session])

  session.redraw.value
  const player = session.player.value
  const playback = player?.playback
  const chosen = playback?.event
  const concurrency = playback && concurrencyOf(playback)
  const aliases = playback ? aliasLines(playback) : []
  if (loop.current) loop.current.focused = focused

  const onKeyDown = (event: KeyboardEvent) => {
    if (!playback) return
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setFocused(neighbour(playback.whereabouts, focused ?? chosen, step))
    else if (event.key === 'Enter' && focused !== undefined) void session.choose(focused)
    else if (event.key === 'Escape') {
      setFocused(undefined)
      void session.choose(undefined)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onClick = (event: MouseEvent) => {
    const hit = loop.current?.hit(event.offsetX, event.offsetY, REACH_PX)
    if (hit !== undefined) void session.choose(hit)
  }
  const said = playback && focused !== undefined ? nameOf(playback, focused) : ''
  return (
    <section class="stage" aria-label="Stage">
      <p id="stage-help" class="hidden">
        Every event is a dot. With the arrow keys you go from event to event, with Enter you choose one and see its
        timeline, with Escape you let it go.
      </p>
      <div
        ref={frame}
        class="stage-frame"
        role="application"
        aria-label="Events"
        aria-describedby="stage-help"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is one: keys walk through its events
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setFocused(undefined)}
        style={{ aspectRatio: `${map.width} / ${map.height}` }}
      >
        {playback && <Places map={map} playback={playback} concurrency={concurrency!} aliases={aliases} />}
        <canvas ref={canvas} onClick={onClick} />
      </div>
      <p class="hidden" aria-live="polite">
        {said}
      </p>
      {playback && <Counts playback={playback} concurrency={concurrency!} aliases={aliases} />}
      <Legend />
    </section>
  )
}

/** What the look of a dot says. */
function Legend() {
  return (
    <details class="legend">
      <summary>How to read it</summary>
      <ul>
        <li>
          <b>Shape and colour</b> say where an event is: an open ring waits in the queue, a blue disc runs, an orange
          diamond waits for a retry, a yellow-brown square backs off.
        </li>
        <li>
          <b>Points inside</b> are attempts. The <b>dark ring</b> is its age: when the ring is full, the age limit is
          reached. The <b>pale ring</b> is the age that it will have at its next dispatch; if that passed the limit, it
          would not wait but be dropped at once.
        </li>
        <li>
          In the waiting rooms a dot stands where its <b>remaining wait</b> is on the scale. Where there are too many
          events for dots, or more happens than an eye can follow, the places fill up instead.
        </li>
      </ul>
    </details>
  )
}
