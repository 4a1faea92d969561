import { useComputed } from '@preact/signals'
import { useId } from 'preact/hooks'
import { countText } from '../../report/number.ts'
import type { Session } from '../session.ts'
import { SPEEDS, speedPlace, speedText } from './speed.ts'

/** How fast the simulated time goes, from real time to 10,000 times that. */
export function SpeedSlider({ session }: { session: Session }) {
  const id = useId()
  const speed = useComputed(() => {
    session.redraw.value
    return session.player.value?.speed ?? 1
  }).value
  return (
    <div class="speed">
      <label for={id} class="unseen">
        Speed
      </label>
      <output for={id}>
        <b>{countText(speed)}×</b> <span>{speedText(speed)}</span>
      </output>
      <input
        id={id}
        type="range"
        min={0}
        max={SPEEDS.length - 1}
        value={speedPlace(speed)}
        aria-valuetext={`${countText(speed)} times: ${speedText(speed)}`}
        onInput={({ currentTarget }) => session.setSpeed(SPEEDS[Number(currentTarget.value)]!)}
      />
    </div>
  )
}
