import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Session } from '../session.ts'
import { anyKnob } from '../setup/knob.ts'
import { DIALS, type DialName } from './dial-words.ts'
import { Since } from './since.tsx'
import type { Standing } from './standing.ts'
import { stepPlace } from './steps.ts'
import { turnOrTell } from './turn-or-tell.ts'

/** A slider that moves under somebody's hand turns once it has rested so long. */
const REST_MS = 250

interface Draft {
  /** As it was typed. */
  readonly text: string
  readonly problem?: string
}

/** A knob with a scale: a slider for what reads well, and a field for anything. What is typed stays until it holds. */
export function Dial({ session, standing, name }: { session: Session; standing: Standing; name: DialName }) {
  const id = useId()
  const [draft, setDraft] = useState<Draft>()
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const player = session.player.value
  // What has not come to rest belongs to the run and the function that it was meant for.
  useEffect(() => () => clearTimeout(resting.current), [player])
  const knob = anyKnob(name)
  const words = DIALS[name]
  const value = knob.read(standing.written)
  const isUseless = name === 'rate' && value === undefined
  const turn = async (text: string) => {
    clearTimeout(resting.current)
    try {
      const wanted = knob.parse(text.trim())
      const isNew = value === undefined || knob.format(wanted) !== knob.format(value)
      const problems = isNew
        ? await turnOrTell(session, { function: standing.name, knob: name, value: wanted } as never)
        : []
      setDraft(problems.length === 0 ? undefined : { text, problem: problems.join(' ') })
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      setDraft({ text, problem: error.message })
    }
  }
  const slide = (place: number) => {
    const text = knob.format(words.steps[place]!)
    setDraft({ text })
    clearTimeout(resting.current)
    resting.current = setTimeout(() => void turn(text), REST_MS)
  }

  const shown = draft && !draft.problem ? parsed(knob.parse, draft.text) : value
  const place = typeof shown === 'number' ? stepPlace(words.steps, shown) : shown === null ? words.steps.length : 0
  const text = shown === undefined ? 'as the scenario says' : shown === null ? 'none' : words.text(shown as number)
  return (
    <div class={`dial${value === undefined ? ' unsaid' : ''}`} data-knob={name}>
      <div class="dial-head">
        <label id={`${id}-label`} for={`${id}-slider`}>
          {words.label}
        </label>
        <output for={`${id}-slider`}>{text}</output>
        <Since session={session} standing={standing} knob={name} />
      </div>
      <div class="dial-row">
        <input
          id={`${id}-slider`}
          type="range"
          min={0}
          max={words.steps.length - (name === 'concurrency' ? 0 : 1)}
          value={place}
          disabled={isUseless}
          aria-valuetext={text}
          aria-describedby={`${id}-about`}
          onInput={({ currentTarget }) => {
            const at = Number(currentTarget.value)
            if (at < words.steps.length) slide(at)
            else void turn('none')
          }}
        />
        <input
          type="text"
          class="exact"
          aria-label={`${words.label}, exactly (${words.unit})`}
          aria-invalid={draft?.problem !== undefined}
          aria-describedby={draft?.problem ? `${id}-problem` : undefined}
          autocomplete="off"
          spellcheck={false}
          disabled={isUseless}
          value={draft?.text ?? (value === undefined ? '' : knob.format(value))}
          placeholder={value === undefined ? '–' : words.unit}
          onInput={({ currentTarget }) => setDraft({ text: currentTarget.value })}
          onBlur={() => draft && void turn(draft.text)}
          onKeyDown={({ key }) => {
            if (key === 'Enter' && draft) void turn(draft.text)
            if (key === 'Escape') setDraft(undefined)
          }}
        />
      </div>
      {draft?.problem && (
        <p class="problem" role="alert" id={`${id}-problem`}>
          {draft.problem}
        </p>
      )}
      <p class="about" id={`${id}-about`}>
        {value === undefined ? words.unsaid(standing.written) : words.about}{' '}
        <span class="facts">
          {words.unit}
          {words.standard !== undefined && ` · default ${words.standard}`}
          {words.awsName && <code>{words.awsName}</code>}
        </span>
      </p>
    </div>
  )
}

function parsed<Value>(parse: (text: string) => Value, text: string): Value | undefined {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
