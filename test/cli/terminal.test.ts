import { expect, test } from 'vitest'
import { styleFor } from '../../src/cli/terminal.ts'

test('sentences are as wide as a terminal, from 30 to 80 columns, and 80 wide in a file', () => {
  const widthOf = (columns?: number, isTTY = true) => styleFor({ isTTY, ...(columns ? { columns } : {}) }, {}).width
  expect([10, 30, 40, 79, 80, 200].map((columns) => widthOf(columns))).toEqual([30, 30, 40, 79, 80, 80])
  expect([widthOf(), widthOf(40, false)]).toEqual([80, 80])
})
