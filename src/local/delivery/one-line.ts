/** Why something failed, in one line: `QueueDoesNotExist: The specified queue does not exist.` */
export function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { name, message } = error
  const cause = (error.cause ?? error) as NodeJS.ErrnoException
  const parts = [message, cause.message, cause.code ?? ''].filter((part) => part !== '')
  const text = [...new Set(parts)].join(': ') || name
  return /^(?:Error|TypeError|AggregateError)$/.test(name) ? text : `${name}: ${text}`
}
