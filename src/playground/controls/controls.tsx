import { type ComponentChildren, Fragment } from 'preact'
import { useState } from 'preact/hooks'
import type { Session } from '../session.ts'
import { ConfigEditor } from './config-editor.tsx'
import './controls.css'
import { Dial } from './dial.tsx'
import { useDroppedFile } from './dropped-file.ts'
import { OpenScenario } from './open-scenario.tsx'
import { Retries } from './retries.tsx'
import { ScenarioTools } from './scenario-tools.tsx'
import { TargetSwitch } from './target-switch.tsx'
import { TurnList } from './turn-list.tsx'
import { useStanding } from './use-standing.ts'

/** All that can be turned, of one function at a time. */
export function Controls({ session }: { session: Session }) {
  const standing = useStanding(session)
  useDroppedFile(session)
  const player = session.player.value
  if (!player) return <OpenScenario session={session} />
  const about = { session, standing: standing! }
  return (
    <section class="controls" aria-label="Controls">
      {standing && standing.names.length > 1 && (
        <label class="subject">
          <span>Function</span>
          <select
            value={standing.name}
            onChange={({ currentTarget }) => {
              session.subject.value = currentTarget.value
            }}
          >
            {standing.names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      {standing ? (
        <Fragment key={standing.name}>
          <Fold title="The function" isOpen>
            <div class="actions">
              <button
                type="button"
                class={standing.isOut ? 'alarm' : ''}
                aria-pressed={standing.isOut}
                onClick={() => void session.toggleOutage(standing.name)}
              >
                {standing.isOut ? 'End the outage' : 'Begin an outage'}
              </button>
              <button
                type="button"
                disabled={standing.closed !== undefined}
                aria-describedby={standing.closed && 'closed'}
                onClick={() => void session.turn({ function: standing.name, knob: 'send', value: 1 })}
              >
                Send an event
              </button>
            </div>
            {standing.closed && (
              <p class="about" id="closed">
                {standing.closed}
              </p>
            )}
            {/* What is half typed belongs to one opening: each has a player of its own. */}
            <Fragment key={player}>
              <Dial {...about} name="rate" />
              <Dial {...about} name="duration" />
              <Dial {...about} name="errors" />
            </Fragment>
          </Fold>
          <Fold title="Lambda’s settings" isOpen>
            <Retries {...about} />
            <Fragment key={player}>
              <Dial {...about} name="age" />
              <Dial {...about} name="concurrency" />
            </Fragment>
            <div class="actions">
              <button
                type="button"
                aria-pressed={standing.written.reservedConcurrency === 0}
                onClick={() => {
                  const value = standing.written.reservedConcurrency === 0 ? null : 0
                  void session.turn({ function: standing.name, knob: 'concurrency', value })
                }}
              >
                {standing.written.reservedConcurrency === 0 ? 'Unthrottle (none reserved)' : 'Throttle (reserve 0)'}
              </button>
            </div>
            <TargetSwitch {...about} side="onSuccess" />
            <TargetSwitch {...about} side="onFailure" />
            <TargetSwitch {...about} side="deadLetter" />
          </Fold>
          <Fold title="As a command, as JSON">
            <ConfigEditor key={player} {...about} />
          </Fold>
          <Fold
            title={`What was turned${standing.setup.turns.length > 0 ? ` (${standing.setup.turns.length})` : ''}`}
            isOpen
          >
            <TurnList {...about} />
          </Fold>
        </Fragment>
      ) : (
        <p class="about">The functions of this scenario come from a file: there is none to turn by name.</p>
      )}
      <Fold title="The scenario">
        <ScenarioTools session={session} />
      </Fold>
    </section>
  )
}

const WIDE = '(min-width: 64rem)'

/** A part that folds away. @param isOpen whether it is open at first where there is room */
function Fold({ title, isOpen = false, children }: { title: string; isOpen?: boolean; children: ComponentChildren }) {
  const [open, setOpen] = useState(isOpen && matchMedia(WIDE).matches)
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <h2>{title}</h2>
      </summary>
      <div class="fold">{open && children}</div>
    </details>
  )
}
