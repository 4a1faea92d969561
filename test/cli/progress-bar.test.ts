import { expect, test } from 'vitest'
import { barLayout } from '../../src/cli/progress-bar.ts'

const longest = (columns: number) => {
  const { format, barsize } = barLayout(columns, 3_900)
  const line = format.replace('{bar}', '█'.repeat(barsize)).replace('{percentage}', '100')
  return line.replace(/\{\w+_formatted\}/g, '01h05m')
}

test('a bar fits beside the time left, however narrow the terminal is', () => {
  for (const columns of [40, 46, 47, 60, 80, 200]) {
    expect(longest(columns).length).toBeLessThan(columns)
    expect(longest(columns)).toContain('about 01h05m left')
  }
  expect(barLayout(80, 5).barsize).toBe(40)
})

test('no time left is told before it can be', () => {
  for (const eta of ['INF', 'NULL', Number.NaN])
    expect(barLayout(80, eta).format).toBe('  {bar}  {percentage} %  {duration_formatted}')
})
