const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const MONEY = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** A count with its thousands apart: `4,320,118`. */
export function countText(count: number): string {
  return WHOLE.format(count)
}

/** A count with its noun: `1 attempt`, `2 attempts`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${countText(count)} ${count === 1 ? noun : plural}`
}

/**
 * A share in percent, one decimal. `0.0 %` is none and `100.0 %` is all, nothing else: what rounding would make of
 * them is `< 0.1 %` and `> 99.9 %`. A share of nothing is `0.0 %`.
 */
export function percentText(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0.0 %'
  if (part === whole) return '100.0 %'
  const percent = (part / whole) * 100
  if (percent < 0.05) return '< 0.1 %'
  if (percent >= 99.95 && percent < 100) return '> 99.9 %'
  return `${percent.toFixed(1)} %`
}

/** A probability in percent as it was written, up to three digits that count: `0.05 %`, `2.0 %`. */
export function probabilityText(probability: number): string {
  const exact = Number((probability * 100).toPrecision(3))
  return exact * 10 === Math.round(exact * 10) ? percentText(probability, 1) : `${exact} %`
}

/** A share as `percentText`, but below 1 % with two digits that count, down to `< 0.0001 %`. */
export function finePercentText(part: number, whole: number): string {
  const percent = (part / whole) * 100
  if (part === 0 || whole === 0 || percent >= 0.995) return percentText(part, whole)
  if (percent < 0.000_1) return '< 0.0001 %'
  const digits = percent.toFixed(1 - Math.floor(Math.log10(percent)))
  return `${digits.replace(/(\.\d+?)0$/, '$1')} %`
}

/** US dollars: `$ 9.41`; below a dollar two digits that count, down to `< $ 0.0001`. */
export function moneyText(usd: number): string {
  if (usd === 0 || usd >= 0.995) return `$ ${MONEY.format(usd)}`
  if (usd < 0.000_1) return '< $ 0.0001'
  const decimals = Math.max(2, 1 - Math.floor(Math.log10(usd)))
  return `$ ${usd.toFixed(decimals)}`
}

/** A count for a narrow column: exact below a million, three digits above: `999,999`, `4.32 M`, `1.20 G`. */
export function briefCountText(count: number): string {
  if (count < 1_000_000) return countText(count)
  const [unit, name] = count < 999_500_000 ? [1e6, 'M'] : [1e9, 'G']
  const units = count / unit
  return `${units.toFixed(units < 9.995 ? 2 : units < 99.95 ? 1 : 0)} ${name}`
}

/** A mean of counts: `0.04`, `3.2`, `812`; none is `0`. */
export function meanText(mean: number): string {
  if (mean === 0 || mean >= 99.95) return countText(mean)
  if (mean < 0.005) return '< 0.01'
  return mean.toFixed(mean < 0.995 ? 2 : 1)
}
