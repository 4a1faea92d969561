import { useId, useState } from 'preact/hooks'
import { CopyButton } from './copy-button.tsx'

interface Draft {
  readonly text: string
  readonly problems: readonly string[]
}

/**
 * A text that follows what it stands for until somebody writes in it; then it is theirs until it is applied or given up.
 *
 * @param apply gives what is wrong with what was written, a line each; none where it holds now
 */
export function TextEditor(props: {
  label: string
  about: string
  text: string
  apply: (text: string) => Promise<readonly string[]>
}) {
  const { label, about, text, apply } = props
  const id = useId()
  const [draft, setDraft] = useState<Draft>()
  const submit = async () => {
    if (!draft) return
    const problems = await apply(draft.text)
    setDraft(problems.length === 0 ? undefined : { text: draft.text, problems })
  }
  const shown = draft?.text ?? text
  return (
    <div class="text-editor">
      <div class="dial-head">
        <label for={id}>{label}</label>
        <CopyButton class="quiet" label="Copy" text={() => shown} />
      </div>
      <textarea
        id={id}
        value={shown}
        rows={Math.min(16, Math.max(3, shown.split('\n').length))}
        wrap="off"
        spellcheck={false}
        autocapitalize="off"
        aria-describedby={`${id}-about`}
        aria-invalid={(draft?.problems.length ?? 0) > 0}
        aria-errormessage={`${id}-problems`}
        onInput={({ currentTarget }) => setDraft({ text: currentTarget.value, problems: [] })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
        }}
      />
      {draft && (
        <div class="actions">
          <button type="button" class="primary" onClick={() => void submit()}>
            Apply
          </button>
          <button type="button" onClick={() => setDraft(undefined)}>
            Give up
          </button>
        </div>
      )}
      <div role="alert" id={`${id}-problems`}>
        {draft?.problems.map((problem) => (
          <p class="problem" key={problem}>
            {problem}
          </p>
        ))}
      </div>
      <p class="about" id={`${id}-about`}>
        {about}
      </p>
    </div>
  )
}
