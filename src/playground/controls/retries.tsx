import { useId } from 'preact/hooks'
import type { Session } from '../session.ts'
import { KNOBS } from '../setup/knob.ts'
import { RETRIES } from './dial-words.ts'
import { Since } from './since.tsx'
import type { Standing } from './standing.ts'

/** How often an event that failed is tried again. */
export function Retries({ session, standing }: { session: Session; standing: Standing }) {
  const id = useId()
  const value = KNOBS.retries.read(standing.written)
  return (
    <fieldset class="dial" data-knob="retries" aria-describedby={`${id}-about`}>
      <legend class="dial-head">
        <span class="label">{RETRIES.label}</span>
      </legend>
      <Since session={session} standing={standing} knob="retries" />
      <div class="choices">
        {[0, 1, 2].map((retries) => (
          <label key={retries}>
            <input
              type="radio"
              name={id}
              value={retries}
              checked={retries === value}
              onChange={() => void session.turn({ function: standing.name, knob: 'retries', value: retries })}
            />
            <span>{retries}</span>
          </label>
        ))}
      </div>
      <p class="about" id={`${id}-about`}>
        {RETRIES.about}{' '}
        <span class="facts">
          0 to 2 · default {RETRIES.standard}
          <code>{RETRIES.awsName}</code>
        </span>
      </p>
    </fieldset>
  )
}
