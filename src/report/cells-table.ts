import { type Style, WIDTH } from './style.ts'

const GAP = 2

/**
 * A table of texts: the first column on the left, the others on the right, each as wide as its longest. On a narrow
 * terminal columns of the right end are left out.
 *
 * @param head names of the columns
 */
export function cellsTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { colours, width = WIDTH }: Style,
): string[] {
  const columns = head.map((name, place) => Math.max(name.length, ...rows.map((row) => (row[place] ?? '').length)))
  let used = 0
  let shown = 0
  for (; shown < columns.length; shown++) {
    used += GAP + columns[shown]!
    if (used > width) break
  }
  const line = (cells: readonly string[]) =>
    cells
      .slice(0, Math.max(2, shown))
      .map((cell, place) => ' '.repeat(GAP) + (place === 0 ? cell.padEnd(columns[0]!) : cell.padStart(columns[place]!)))
      .join('')
      .trimEnd()
  return [colours.dim(line(head)), ...rows.map(line)]
}
