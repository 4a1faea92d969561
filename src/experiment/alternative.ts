/** A comma outside of brackets and quotes. */
const PART = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]]*\]|\{[^}]*\}|[^,"'[{]|["'[{])+/g

/**
 * The changes in the text of an alternative: `PATH=VALUE,PATH=VALUE`. A value with commas of its own stands in quotes or
 * brackets, as YAML has it.
 */
export function changesIn(text: string): string[] {
  return (text.match(PART) ?? []).map((part) => part.trim())
}
