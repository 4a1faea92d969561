/**
 * A file of comma-separated values as an address that holds all of it, so that a page needs no other file. A value that is
 * not there is an empty field.
 */
export function csvHref(lines: readonly (readonly (string | number)[])[]): string {
  const text = lines.map((line) => line.map(field).join(',')).join('\n')
  return `data:text/csv;charset=utf-8,${encodeURI(text.toWellFormed()).replaceAll('#', '%23')}`
}

function field(value: string | number): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value)
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
