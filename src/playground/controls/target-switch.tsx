import { useId } from 'preact/hooks'
import { targetName } from '../../report/target-name.ts'
import type { Session } from '../session.ts'
import { DEFAULT_TARGETS, type TargetSide, targetOf } from '../setup/destinations.ts'
import { KNOBS } from '../setup/knob.ts'
import { functionsOf } from '../setup/setup.ts'
import { SWITCHES } from './dial-words.ts'
import { Since } from './since.tsx'
import type { Standing } from './standing.ts'

/** Whether records of events, or the events themselves, go to a queue. */
export function TargetSwitch({ session, standing, side }: { session: Session; standing: Standing; side: TargetSide }) {
  const id = useId()
  const isOn = KNOBS[side].read(standing.written) === true
  const original = functionsOf(standing.setup.scenario)[standing.name]
  const target = targetOf(standing.written, side) ?? (original && targetOf(original, side)) ?? DEFAULT_TARGETS[side]
  const { label, about } = SWITCHES[side]
  return (
    <div class="switch" data-knob={side}>
      <label>
        <input
          type="checkbox"
          role="switch"
          aria-checked={isOn}
          checked={isOn}
          aria-describedby={`${id}-about`}
          onChange={({ currentTarget }) =>
            void session.turn({ function: standing.name, knob: side, value: currentTarget.checked })
          }
        />
        <span>{label}</span>
      </label>
      <Since session={session} standing={standing} knob={side} />
      <p class="about" id={`${id}-about`}>
        {about} <span class="facts">{isOn ? targetName(target) : `off (on: ${targetName(target)})`} · default off</span>
      </p>
    </div>
  )
}
