import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../rules/arn.ts'
import type { EventInvokeConfig } from '../../rules/event-invoke-config.ts'
import type { Session } from '../session.ts'
import { KNOBS } from '../setup/knob.ts'
import { functionAt } from '../setup/setup.ts'
import { type CommandContext, type CommandedSettings, commandsOf, readCommands } from './command/aws-command.ts'
import { configJson, readConfigJson } from './command/config-json.ts'
import { placedText } from './command/text-place.ts'
import type { Standing } from './standing.ts'
import { TextEditor } from './text-editor.tsx'
import { turnOrTell } from './turn-or-tell.ts'

/** The settings of the function as commands of the AWS CLI and as JSON, to be read, copied, written and pasted. */
export function ConfigEditor({ session, standing }: { session: Session; standing: Standing }) {
  const settings = settingsOf(standing.written)
  return (
    <>
      <TextEditor
        label="AWS CLI"
        about="The commands that give the function these settings. Change them, or paste your own."
        text={commandsOf(standing.name, settings)}
        apply={async (text) => {
          const { turns, problems } = readCommands(text, contextOf(standing))
          return problems.length > 0 ? problems.map(placedText) : turnOrTell(session, ...turns)
        }}
      />
      <TextEditor
        label="Event-invoke config as JSON"
        about="The body of PutFunctionEventInvokeConfig. Nothing in it: no config."
        text={configJson(settings.config)}
        apply={async (text) => {
          const { config, problems } = readConfigJson(text)
          if (config === undefined) return problems.map(placedText)
          return turnOrTell(session, { function: standing.name, knob: 'config', value: config as never })
        }}
      />
    </>
  )
}

function settingsOf(written: Standing['written']): CommandedSettings {
  return {
    config: (KNOBS.config.read(written) ?? null) as EventInvokeConfig | null,
    concurrency: KNOBS.concurrency.read(written) ?? null,
  }
}

function contextOf({ setup, names, untilMs }: Standing): CommandContext {
  const { account } = setup.scenario
  return {
    place: { region: account?.region ?? DEFAULT_REGION, account: account?.id ?? DEFAULT_ACCOUNT },
    functions: Object.fromEntries(names.map((name) => [name, settingsOf(functionAt(setup, name, untilMs))])),
  }
}
