import { useComputed } from '@preact/signals'
import { formatProblem } from '../../scenario/problem.ts'
import type { Session } from '../session.ts'
import { linkOf } from '../setup/link.ts'
import { CopyButton } from './copy-button.tsx'
import { OpenScenario } from './open-scenario.tsx'
import { runCommand, scenarioFileName, scenarioYaml } from './scenario-file.ts'
import { SeedField } from './seed-field.tsx'

/** What can be done with the scenario as a whole: take it along, open another, draw again. */
export function ScenarioTools({ session }: { session: Session }) {
  const setup = useComputed(() => session.player.value?.playback.setup).value
  const player = session.player.value
  if (!player || !setup) return null
  const { warnings } = player.playback
  return (
    <>
      <SeedField key={player} session={session} seed={player.playback.scenario.seed} />
      <div class="actions">
        <CopyButton label="Copy link" text={() => addressOf(session)} />
        <CopyButton label="Copy as scenario file" text={() => scenarioYaml(player.here)} />
        <CopyButton label="Copy the command to run it" text={() => runCommand(player.here)} />
        <button type="button" onClick={() => save(scenarioFileName(player.here), scenarioYaml(player.here))}>
          Save scenario file
        </button>
      </div>
      <p class="about">All of them with what was turned. The link knows the time and the chosen event, too.</p>
      {warnings.length > 0 && (
        <details class="warnings">
          <summary>What is odd about it ({warnings.length})</summary>
          <ul>
            {warnings.map((warning) => (
              <li key={formatProblem(warning)}>{formatProblem(warning)}</li>
            ))}
          </ul>
        </details>
      )}
      <OpenScenario session={session} />
    </>
  )
}

/** The address with all that is done by now, though the one above the page may be half a second behind. */
export function addressOf(session: Session): string {
  const player = session.player.value
  return `${location.href.replace(/#.*$/s, '')}#${player ? linkOf(player.here) : ''}`
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }))
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
