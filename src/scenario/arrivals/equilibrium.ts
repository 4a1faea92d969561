/**
 * The share of the steps that a Markov chain makes to each of its states, by elimination without subtraction, which loses
 * no digits. Source: Grassmann, Taksar, Heyman 1985.
 *
 * @param probabilities of each next state, a row for each state; every state can be reached from every other
 */
export function equilibrium(probabilities: readonly (readonly number[])[]): number[] {
  const matrix = probabilities.map((row) => [...row])
  // The chain watched only while it is in the states below the last one, again and again.
  for (let last = matrix.length - 1; last > 0; last--) {
    const row = matrix[last]!
    const away = row.slice(0, last).reduce((sum, each) => sum + each, 0)
    for (const other of matrix.slice(0, last)) {
      other[last]! /= away
      for (let to = 0; to < last; to++) other[to]! += other[last]! * row[to]!
    }
  }
  const weights = [1]
  for (let state = 1; state < matrix.length; state++) {
    weights.push(weights.reduce((sum, weight, from) => sum + weight * matrix[from]![state]!, 0))
  }
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

/** Whether every state of a chain can be reached from every other. */
export function isConnected(probabilities: readonly (readonly number[])[]): boolean {
  return probabilities.every((_, start) => {
    const reached = new Set([start])
    for (const from of reached) {
      for (const [to, probability] of probabilities[from]!.entries()) if (probability > 0) reached.add(to)
    }
    return reached.size === probabilities.length
  })
}
