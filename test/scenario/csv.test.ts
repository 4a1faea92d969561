import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textOf } from '../../src/scenario/bytes.ts'
import { CsvTable } from '../../src/scenario/csv.ts'
import { poolRowsOf } from '../../src/scenario/pool.ts'
import { formatProblem, type Problem } from '../../src/scenario/problem.ts'
import { extentOf, traceOf } from '../../src/scenario/trace.ts'

const rowsOf = (table: CsvTable) =>
  Array.from({ length: table.size }, (_, row) => table.columns.map((_name, column) => table.cell(row, column)))
const messages = (problems: readonly Problem[]) => problems.map(formatProblem)

describe('a CSV table', () => {
  test('has a header and cells, with LF, CRLF, quotes, a byte order mark and empty lines', () => {
    const table = new CsvTable('\uFEFFa, b\r\n1,"x, ""y"""\r\n\r\n"two\nlines",\n', 'f.csv')
    expect(table.columns).toEqual(['a', 'b'])
    expect(rowsOf(table)).toEqual([
      ['1', 'x, "y"'],
      ['two\nlines', ''],
    ])
    expect(table.problems).toEqual([])
  })

  test('reads back what was written, whatever the cells hold', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') })
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), fc.constantFrom('\n', '\r\n'), (rows, newline) => {
        const text = ['x,y', ...rows.map((row) => row.map(quoted).join(','))].join(newline)
        const table = new CsvTable(text, 'f.csv')
        expect(table.problems).toEqual([])
        expect(rowsOf(table)).toEqual(rows)
      }),
      { seed: 2 },
    )
  })

  test('names file, line and column of every row that does not fit, and keeps the others', () => {
    const table = new CsvTable('a,b\n1\n1,2\n"x\ny",2,3\n"q"z,1\n"open', 'data/f.csv')
    expect(messages(table.problems)).toEqual([
      'data/f.csv:2:1: expected 2 cells (a, b), got 1',
      'data/f.csv:4:1: expected 2 cells (a, b), got 3',
      'data/f.csv:6:4: expected a comma or the end of the line after the quotes',
      'data/f.csv:7:1: expected a closing quote, got the end of the file',
    ])
    expect(rowsOf(table)).toEqual([['1', '2']])
  })

  test('an empty file is a problem', () => {
    expect(messages(new CsvTable('\n\n', 'f.csv').problems)).toEqual([
      'f.csv:1:1: expected a header with the names of the columns, got an empty file',
    ])
  })

  test('numbers are numbers and nothing else is', () => {
    const table = new CsvTable('n\n12\n"7"\n 8\n1.5\n-3\n1e3\n" "\nx\n12345678901234567\n', 'f.csv')
    const all = Array.from({ length: table.size }, (_, row) => [table.number(row, 0), table.whole(row, 0)])
    expect(all).toEqual([
      [12, 12],
      [7, 7],
      [8, 8],
      [1.5, Number.NaN],
      [-3, -3],
      [1000, 1000],
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
      [12345678901234568, Number.NaN],
    ])
  })
})

describe('the bytes of a file', () => {
  const gzip = async (text: string) =>
    new Uint8Array(
      await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
    )

  test('are unpacked where they are gzip, whatever the name says', async () => {
    const text = 'häßlich,'.repeat(50_000)
    expect(await textOf(await gzip(text))).toBe(text)
    expect(await textOf(new TextEncoder().encode(text))).toBe(text)
  })

  test('that are damaged or not UTF-8 are refused', async () => {
    const packed = await gzip('a,b\n'.repeat(100))
    await expect(textOf(packed.slice(0, -9))).rejects.toThrow('expected a whole gzip file, got a damaged one')
    await expect(textOf(Uint8Array.of(0x61, 0xff))).rejects.toThrow('expected text in UTF-8, got other bytes')
  })
})

describe('a trace', () => {
  const traced = (text: string) => {
    const problems: Problem[] = []
    const table = new CsvTable(text, 't.csv')
    const trace = traceOf(table, problems)
    return { trace, problems: messages([...table.problems, ...problems]) }
  }

  test('collects the minutes of each function, in any order, without empty ones', () => {
    const { trace, problems } = traced('extra,function,minute,invocations\n-,b,7,1\n-,a,3,2\n-,a,1,4\n-,b,9,0\n')
    expect(problems).toEqual([])
    expect([...trace.keys()]).toEqual(['b', 'a'])
    expect([...trace.get('a')!.minutes]).toEqual([1, 3])
    expect([...trace.get('a')!.counts]).toEqual([4, 2])
    expect([...trace.get('b')!.minutes]).toEqual([7])
    expect(extentOf(trace.get('a')!)).toEqual({ events: 6, endMs: 240_000 })
  })

  test('says what is wrong with a row, and where', () => {
    expect(traced('function,minute,invocations\nf,x,1\nf,1.5,1\nf,1,-4\nf,2,1\nf,2,1\n').problems).toEqual([
      't.csv:2:3: expected a whole number, 0 or more, as minute, got "x"',
      't.csv:3:3: expected a whole number, 0 or more, as minute, got "1.5"',
      't.csv:4:5: expected a whole number from 0 to 16777216 as invocations, got "-4"',
      't.csv:6:3: expected each minute of a function once as minute, got "2"',
    ])
  })

  test('says which columns are missing', () => {
    expect(traced('function,min,count\nf,1,1\n').problems).toEqual([
      't.csv:1:1: expected the columns function, minute, invocations, got function, min, count',
    ])
  })
})

describe('a pool', () => {
  const pooled = (text: string) => {
    const problems: Problem[] = []
    return { rows: poolRowsOf(new CsvTable(text, 'p.csv'), problems), problems: messages(problems) }
  }

  test('is one distribution a row, of the columns that are quantiles', () => {
    const { rows, problems } = pooled('average_ms,p50_ms,p0_ms,p99.9_ms,p100_ms\n9,5,1,20,30\n')
    expect(problems).toEqual([])
    expect(rows).toEqual([
      [
        [0, 1],
        [0.5, 5],
        [0.999, 20],
        [1, 30],
      ],
    ])
  })

  test('says what is wrong with a row, and where', () => {
    expect(pooled('p0_ms,p50_ms,p100_ms\n1,x,3\n1,5,3\n').problems).toEqual([
      'p.csv:2:3: expected a number of milliseconds, 0 or more, as p50_ms, got "x"',
      'p.csv:3:1: Quantiles: value of point 2: expected the 5 before it, or more, got 3',
    ])
    expect(pooled('p50_ms,p100_ms\n1,2\n').problems).toEqual([
      'p.csv:1:1: expected columns of quantiles from p0_ms to p100_ms, got p50_ms, p100_ms',
    ])
    expect(pooled('p0_ms,p100_ms\n').problems).toEqual(['p.csv:1:1: expected at least one row, got none'])
  })
})
