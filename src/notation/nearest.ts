/**
 * The name that was probably meant: the one with the fewest edits (insert, delete, replace, swap of neighbours;
 * upper and lower case count as equal), if those are at most a third of its length. Else the only one of which it is the
 * beginning, with three letters or more. Undefined if there is none.
 */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  let best: string | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const name of names) {
    const edits = editDistance(written.toLowerCase(), name.toLowerCase())
    if (edits < fewest && edits <= Math.max(1, Math.floor(name.length / 3))) {
      best = name
      fewest = edits
    }
  }
  if (best !== undefined || written.length < 3) return best
  const longer = names.filter((name) => name.toLowerCase().startsWith(written.toLowerCase()))
  return longer.length === 1 ? longer[0] : undefined
}

/** `; did you mean "x"?` where a name is near, else the names themselves as far as they fit. */
export function suggestName(written: string, names: readonly string[]): string {
  const nearest = suggestNear(written, names)
  if (nearest !== '' || names.length === 0) return nearest
  const shown = names.slice(0, 12).join(', ')
  return `; known here: ${shown}${names.length > 12 ? ` and ${names.length - 12} more` : ''}`
}

/** `; did you mean "x"?` where a name is near, else nothing: for texts that say all names anyway. */
export function suggestNear(written: string, names: readonly string[]): string {
  const nearest = nearestName(written, names)
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`
}

/** Optimal string alignment distance: the edit distance in which a pair of neighbours is swapped at most once. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > Math.max(a.length, b.length) / 2) return Number.POSITIVE_INFINITY
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = last[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      let edits = Math.min(replaced, last[column]! + 1, current[column - 1]! + 1)
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        edits = Math.min(edits, beforeLast[column - 2]! + 1)
      }
      current.push(edits)
    }
    beforeLast = last
    last = current
  }
  return last[b.length]!
}
