import { useId, useState } from 'preact/hooks'
import { formatProblem, formatSnippet, type Problem, ScenarioError } from '../../scenario/problem.ts'
import type { Session } from '../session.ts'
import { openOwn } from './dropped-file.ts'

const PASTED = 'scenario.yaml'

/** Opens a scenario of one's own: a file that is chosen or dropped anywhere, or a text that is pasted. */
export function OpenScenario({ session }: { session: Session }) {
  const id = useId()
  const [text, setText] = useState('')
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const open = async (written: string, file: string) => {
    try {
      await openOwn(session, written, file)
      setProblems([])
    } catch (error) {
      setText(written)
      setProblems(error instanceof ScenarioError ? error.problems : [problemOf(error)])
    }
  }
  return (
    <div class="open-scenario">
      <h3>Open one of your own</h3>
      <div class="actions">
        <label class="button">
          Choose a file…
          <input
            type="file"
            class="unseen"
            accept=".yaml,.yml,.json"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? []
              currentTarget.value = ''
              if (file) void file.text().then((written) => open(written, file.name))
            }}
          />
        </label>
      </div>
      <label for={id} class="about">
        Or drop one anywhere on the page, or paste it here: YAML or JSON.
      </label>
      <textarea
        id={id}
        rows={5}
        wrap="off"
        spellcheck={false}
        value={text}
        placeholder={'functions:\n  charge:\n    arrivals: [{ poisson: { rate: 1/s } }]\nrunLength: 10m'}
        aria-invalid={problems.length > 0}
        aria-errormessage={`${id}-problems`}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <button type="button" disabled={text.trim() === ''} onClick={() => void open(text, PASTED)}>
        Open it
      </button>
      <div role="alert" id={`${id}-problems`}>
        {problems.map((problem) => (
          <div class="problem" key={formatProblem(problem)}>
            <p>{formatProblem(problem)}</p>
            {formatSnippet(problem, 60) && <pre>{formatSnippet(problem, 60)}</pre>}
          </div>
        ))}
      </div>
    </div>
  )
}

function problemOf(error: unknown): Problem {
  return { severity: 'error', path: '', message: error instanceof Error ? error.message : String(error) }
}
