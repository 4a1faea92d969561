import { useSignal, useSignalEffect } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Session } from '../session.ts'

const SLOWEST_MS = 250

/**
 * Counts redraws of what costs much: four a second at most, the last one always, and none out of view while the clock runs.
 * Whoever asks is drawn anew at each.
 */
export function useSlowRedraw(session: Session, element: RefObject<Element | null>): number {
  const beat = useSignal(0)
  const isSeen = useSignal(false)
  const lastMs = useRef(Number.NEGATIVE_INFINITY)
  const owed = useRef<ReturnType<typeof setTimeout>>(undefined)
  useSignalEffect(() => {
    session.redraw.value
    const player = session.player.value
    const isSeenNow = isSeen.value
    if (player && (player.isPlaying || player.isSeeking) && !isSeenNow) return
    const waitMs = lastMs.current + SLOWEST_MS - performance.now()
    const draw = () => {
      owed.current = undefined
      lastMs.current = performance.now()
      beat.value = beat.peek() + 1
    }
    if (waitMs <= 0 && owed.current === undefined) draw()
    else owed.current ??= setTimeout(draw, Math.max(0, waitMs))
  })
  // The element comes with the first run.
  const isThere = session.player.value !== undefined
  useEffect(() => {
    if (!isThere || !element.current) return
    const seen = new IntersectionObserver(
      (entries) => {
        isSeen.value = entries.at(-1)?.isIntersecting ?? false
      },
      { rootMargin: '200px' },
    )
    seen.observe(element.current)
    // What is printed is all there, in view or not.
    const drawAtOnce = () => {
      beat.value = beat.peek() + 1
    }
    addEventListener('beforeprint', drawAtOnce)
    return () => {
      removeEventListener('beforeprint', drawAtOnce)
      seen.disconnect()
      clearTimeout(owed.current)
    }
  }, [isThere, element, isSeen, beat])
  return beat.value
}
