import { ServiceError } from '../../rules/service-error.ts'
import { HarnessError } from './harness-error.ts'

/**
 * Remembers who calls a verb. What goes wrong in it later has no line of the test on its stack: there stands the event loop.
 *
 * @param verb the method that was called: the stack begins with its caller
 * @returns gives what a verb throws on purpose the stack of that caller
 */
export function callSite(verb: (...given: never[]) => unknown): (error: unknown) => unknown {
  // The engine makes the text when somebody asks for it: a verb that goes well costs little.
  const site: { stack?: string } = {}
  Error.captureStackTrace(site, verb)
  return (error) => {
    if (error instanceof HarnessError || error instanceof ServiceError) {
      const [, ...frames] = (site.stack ?? '').split('\n')
      error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n')
    }
    return error
  }
}
