import { useId, useState } from 'preact/hooks'
import type { Session } from '../session.ts'
import { whole } from '../setup/number.ts'

/** The seed of the draws: another one is another day under the same settings. */
export function SeedField({ session, seed }: { session: Session; seed: number }) {
  const id = useId()
  const [draft, setDraft] = useState<{ readonly text: string; readonly problem?: string }>()
  const submit = (text: string) => {
    try {
      const wanted = whole(text.trim(), 0, Number.MAX_SAFE_INTEGER)
      setDraft(undefined)
      if (wanted !== seed) void session.reseed(wanted)
    } catch (error) {
      setDraft({ text, problem: (error as Error).message })
    }
  }
  return (
    <div class="dial">
      <div class="dial-head">
        <label for={id}>Seed</label>
      </div>
      <div class="dial-row">
        <input
          id={id}
          type="text"
          class="exact"
          inputMode="numeric"
          autocomplete="off"
          value={draft?.text ?? String(seed)}
          aria-invalid={draft?.problem !== undefined}
          aria-describedby={`${id}-about`}
          onInput={({ currentTarget }) => setDraft({ text: currentTarget.value })}
          onBlur={() => draft && submit(draft.text)}
          onKeyDown={({ key }) => key === 'Enter' && draft && submit(draft.text)}
        />
        <button type="button" onClick={() => void session.reseed((seed + 1) % Number.MAX_SAFE_INTEGER)}>
          Another draw
        </button>
      </div>
      {draft?.problem && (
        <p class="problem" role="alert">
          {draft.problem}
        </p>
      )}
      <p class="about" id={`${id}-about`}>
        The same seed gives the same run, event by event. It holds from the start.
      </p>
    </div>
  )
}
