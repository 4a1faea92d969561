/** The log group that a function writes to where its settings name none. Recorded in FunctionConfiguration. */
export function defaultLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`
}

/**
 * The log stream of an execution environment: the day of its start in UTC, the version, and 32 hexadecimal digits that are the
 * environment's own. Inferred from the names of streams that people show; AWS promises none.
 */
export function logStreamName(startedMs: number, version: string, digits: string): string {
  return `${new Date(startedMs).toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]${digits}`
}
