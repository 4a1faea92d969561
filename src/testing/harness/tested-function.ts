import type { Aliases } from '../../control-plane/aliases.ts'
import type { ControlPlane } from '../../control-plane/control-plane.ts'
import type { EventInvokeConfig } from '../../rules/event-invoke-config.ts'
import { LATEST } from '../../rules/function-name.ts'
import { aliasSettings } from '../handlers/deployed-functions.ts'
import type { Handler } from '../handlers/handler.ts'
import type { Handlers } from '../handlers/handlers.ts'
import { checkEventInvokeConfig } from './event-invoke-config-check.ts'
import { HarnessError } from './harness-error.ts'
import type { AliasOptions } from './harness-options.ts'
import { optionsOf, Problems } from './problems.ts'
import { notAHandler } from './setup.ts'

/** Where an alias leads. */
type AliasLead = Pick<AliasOptions, 'version' | 'weights'>

/** A function of a harness, to be changed at the present instant. What AWS refuses is an error with AWS's text. */
export class TestedFunction {
  readonly name: string
  private readonly plane: ControlPlane
  private readonly handlers: Handlers

  constructor(name: string, plane: ControlPlane, handlers: Handlers) {
    this.name = name
    this.plane = plane
    this.handlers = handlers
  }

  get arn(): string {
    return this.plane.functionArn(this.name)
  }

  /** The config that is stored for a qualifier. @param qualifier default `$LATEST` */
  eventInvokeConfig(qualifier = LATEST): EventInvokeConfig | undefined {
    return this.plane.eventInvokeConfig(this.name, qualifier)
  }

  /** Stores a config in the place of whatever was there. @param qualifier default `$LATEST` */
  putEventInvokeConfig(config: EventInvokeConfig, qualifier = LATEST) {
    refuseConfig('putEventInvokeConfig', config)
    return this.plane.eventInvokeConfigs.put({ FunctionName: this.name, Qualifier: qualifier, ...config })
  }

  /** Changes the settings that are named, in a config that exists. */
  updateEventInvokeConfig(config: EventInvokeConfig, qualifier = LATEST) {
    refuseConfig('updateEventInvokeConfig', config)
    return this.plane.eventInvokeConfigs.update({ FunctionName: this.name, Qualifier: qualifier, ...config })
  }

  deleteEventInvokeConfig(qualifier = LATEST): void {
    this.plane.eventInvokeConfigs.delete({ FunctionName: this.name, Qualifier: qualifier })
  }

  /** @param concurrency undefined: the function shares what the account has left again */
  reserveConcurrency(concurrency: number | undefined): void {
    const FunctionName = this.name
    if (concurrency === undefined) this.plane.concurrency.delete({ FunctionName })
    else this.plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: concurrency })
  }

  /** @param arn of a queue or topic; undefined: none */
  setDeadLetterQueue(arn: string | undefined): void {
    this.plane.functions.update({ FunctionName: this.name, DeadLetterConfig: { TargetArn: arn ?? '' } })
  }

  /** Deploys other code: attempts that start from now on run it. @param version default `$LATEST` */
  setHandler(handler: Handler, version: string | number = LATEST): void {
    if (typeof handler !== 'function')
      throw new HarnessError(`setHandler: expected a handler function, ${notAHandler(handler)}`)
    if (!this.plane.version(this.name, String(version)))
      throw new HarnessError(`${this.name}: there is no version ${version}`)
    this.handlers.set(this.name, String(version), handler)
    // To the control plane it is new code: what is published then is another version.
    if (version === LATEST) this.plane.functions.update({ FunctionName: this.name })
  }

  /** Publishes `$LATEST` with the handler that it has. @returns the version's number */
  publishVersion(): string {
    return this.plane.versions.publish({ FunctionName: this.name }).Version
  }

  createAlias(name: string, alias: AliasLead): ReturnType<Aliases['create']> {
    return this.plane.aliases.create({ FunctionName: this.name, Name: name, ...settingsOf('createAlias', alias) })
  }

  /** Lets an alias lead to another version: events that wait go there at their next attempt. */
  moveAlias(name: string, alias: AliasLead): ReturnType<Aliases['update']> {
    return this.plane.aliases.update({ FunctionName: this.name, Name: name, ...settingsOf('moveAlias', alias) })
  }

  deleteAlias(name: string): void {
    this.plane.aliases.delete({ FunctionName: this.name, Name: name })
  }

  /** Deletes the function with all that belongs to it. Events that wait for it end with 404. */
  delete(): void {
    this.plane.functions.delete({ FunctionName: this.name })
  }
}

/** What AWS would leave out silently, and values of a wrong type. @throws HarnessError that names all of them */
function refuseConfig(verb: string, config: unknown): void {
  const problems = new Problems()
  checkEventInvokeConfig('', config, problems)
  problems.refuse(verb)
}

function settingsOf(verb: string, alias: AliasLead) {
  return aliasSettings(optionsOf(verb, alias, ['version', 'weights']))
}
