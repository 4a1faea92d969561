// @ts-check
/*
 * Draws the pictures of a page, each from the file of values that it offers for saving. The page says all that it has to say
 * without this, too.
 */
;(() => {
  /** @typedef {{ least: number, most: number, ticks: { at: number, text: string }[] }} Scale */
  /** @typedef {{ label: string, colour: string, dash?: number[], hasRange: boolean }} Curve */
  /** @typedef {{ sign: string, from: number, to: number }} Mark */
  /** @typedef {{ x: Scale, y: Scale, curves: Curve[], marks: Mark[], isStepped: boolean, unit: 'count' | 'duration' }} Chart */

  /** Pixels: what a label of the lower axis takes at least, the width of the left one, and that of a picture on paper. */
  const [LABEL, MARGIN, PAPER] = [56, 60, 660]

  const root = document.documentElement
  root.classList.add('scripted')
  /** @type {{ plot: InstanceType<typeof uPlot>, frame: HTMLElement }[]} */
  const drawn = []

  /** @param {string} name */
  const colourOf = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim()
  const font = () => `12px ${getComputedStyle(root).fontFamily}`

  /** The fields of a file of comma-separated values, line by line. @param {string} href */
  function fieldsOf(href) {
    const text = decodeURIComponent(href.slice(href.indexOf(',') + 1))
    return text.split('\n').map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => {
        return quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"')
      }),
    )
  }

  /** @param {number} value @param {Chart['unit']} unit */
  function textOf(value, unit) {
    if (unit === 'count') return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value)
    const digits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 })
    return value < 1_000 ? `${digits.format(value)} ms` : `${digits.format(value / 1_000)} s`
  }

  /** Stretches as hatched bands and moments as dashed lines, each with its sign above. @param {InstanceType<typeof uPlot>} plot @param {Mark[]} marks */
  function drawMarks(plot, marks) {
    const { ctx } = plot
    const ratio = window.devicePixelRatio
    const { top, height, left, width } = plot.bbox
    const hatch = Object.assign(document.createElement('canvas'), { width: 8 * ratio, height: 8 * ratio })
    const pen = /** @type {CanvasRenderingContext2D} */ (hatch.getContext('2d'))
    pen.strokeStyle = colourOf('retry')
    pen.lineWidth = ratio
    for (const shift of [-8, 0, 8]) {
      pen.moveTo((shift - 1) * ratio, 9 * ratio)
      pen.lineTo((shift + 9) * ratio, -ratio)
    }
    pen.stroke()
    ctx.save()
    ctx.font = `600 ${11 * ratio}px ${getComputedStyle(root).fontFamily}`
    ctx.textAlign = 'center'
    for (const { sign, from, to } of marks) {
      const start = Math.max(left, plot.valToPos(from, 'x', true))
      const end = Math.min(left + width, plot.valToPos(to, 'x', true))
      if (from === to) {
        ctx.strokeStyle = colourOf('quiet')
        ctx.lineWidth = ratio
        ctx.setLineDash([2 * ratio, 3 * ratio])
        ctx.beginPath()
        ctx.moveTo(start, top)
        ctx.lineTo(start, top + height)
        ctx.stroke()
      } else {
        ctx.globalAlpha = 0.16
        ctx.fillStyle = colourOf('retry')
        ctx.fillRect(start, top, Math.max(ratio, end - start), height)
        ctx.globalAlpha = 0.5
        ctx.fillStyle = /** @type {CanvasPattern} */ (ctx.createPattern(hatch, 'repeat'))
        ctx.fillRect(start, top, Math.max(ratio, end - start), height)
        ctx.globalAlpha = 1
      }
      ctx.fillStyle = colourOf('ink')
      ctx.fillText(sign, (start + end) / 2, top - 4 * ratio)
    }
    ctx.restore()
  }

  /** The series of a picture: each curve, with the ends of its interval before it. @param {Chart} chart @param {string[][]} rows */
  function seriesOf({ curves, isStepped }, rows) {
    /** @type {(number | null)[][]} */
    const data = [rows.map(([, at]) => Number(at))]
    /** @type {any[]} */
    const series = [{}]
    /** @type {any[]} */
    const bands = []
    const paths = isStepped ? uPlot.paths.stepped?.({ align: 1 }) : uPlot.paths.linear?.()
    let column = 2
    const next = () => {
      const place = column++
      return rows.map((row) => (row[place] === '' ? null : Number(row[place])))
    }
    for (const { colour, dash, hasRange } of curves) {
      const values = next()
      const stroke = () => colourOf(colour)
      if (hasRange) {
        const low = next()
        const high = next()
        bands.push({ series: [data.length, data.length + 1], fill: () => `${colourOf(colour)}44` })
        data.push(high, low)
        for (let end = 0; end < 2; end++) series.push({ paths, points: { show: false }, width: 0, stroke })
      }
      data.push(values)
      series.push({
        paths,
        stroke,
        width: 1.5,
        points: { show: false },
        ...(dash && { dash }),
        ...(curves.length === 1 && !hasRange && { fill: () => `${colourOf(colour)}26` }),
      })
    }
    return { data, series, bands }
  }

  /** @param {HTMLElement} figure */
  function draw(figure) {
    const frame = /** @type {HTMLElement} */ (figure.querySelector('.plot'))
    const readout = /** @type {HTMLElement} */ (figure.querySelector('.readout'))
    const link = /** @type {HTMLAnchorElement} */ (figure.querySelector('a[download]'))
    /** @type {Chart} */
    const chart = JSON.parse(figure.dataset.chart ?? '')
    const [head, ...rows] = /** @type {[string[], ...string[][]]} */ (fieldsOf(link.href))
    const { data, series, bands } = seriesOf(chart, rows)
    const axis = {
      stroke: () => colourOf('quiet'),
      font: font(),
      ticks: { show: false },
      grid: { stroke: () => `${colourOf('rule')}66`, width: 1 },
    }
    const tell = (/** @type {InstanceType<typeof uPlot>} */ plot) => {
      const row = plot.cursor.idx == null ? undefined : rows[plot.cursor.idx]
      const values = row?.slice(2).map((text, place) => {
        return text === '' ? '' : `${head[place + 2]} ${textOf(Number(text), chart.unit)}`
      })
      readout.textContent = row ? [row[0], ...(values ?? [])].filter((text) => text !== '').join(' · ') : ''
    }
    /** @type {any} */
    const options = {
      width: frame.clientWidth,
      height: frame.clientHeight,
      padding: [16, 18, 0, 0],
      legend: { show: false },
      cursor: {
        sync: { key: JSON.stringify(chart.x), scales: ['x', null] },
        drag: { x: false, y: false },
        points: { size: 7, fill: () => colourOf('ground') },
        y: false,
      },
      scales: {
        x: { time: false, range: () => [chart.x.least, chart.x.most] },
        y: { range: () => [chart.y.least, chart.y.most] },
      },
      axes: [
        {
          ...axis,
          size: 28,
          grid: { show: false },
          splits: (/** @type {InstanceType<typeof uPlot>} */ plot) => {
            const most = Math.max(1, (plot.width - MARGIN) / LABEL)
            const every = Math.ceil(chart.x.ticks.length / most)
            return chart.x.ticks.filter((_, place) => place % every === 0).map(({ at }) => at)
          },
          values: (/** @type {unknown} */ _, /** @type {number[]} */ splits) => {
            return splits.map((split) => chart.x.ticks.find(({ at }) => at === split)?.text ?? '')
          },
        },
        {
          ...axis,
          size: MARGIN,
          splits: () => chart.y.ticks.map(({ at }) => at),
          values: () => chart.y.ticks.map(({ text }) => text),
        },
      ],
      series,
      bands,
      hooks: { drawClear: [(/** @type {any} */ plot) => drawMarks(plot, chart.marks)], setCursor: [tell] },
    }
    const plot = new uPlot(options, /** @type {any} */ (data), frame)
    drawn.push({ plot, frame })
    frame.addEventListener('keydown', (event) => {
      const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20, Home: -Infinity, End: Infinity }
      const step = steps[/** @type {keyof typeof steps} */ (event.key)]
      if (step === undefined) return
      event.preventDefault()
      const from = plot.cursor.idx ?? (step > 0 ? -1 : rows.length)
      const to = Math.max(0, Math.min(rows.length - 1, from + step))
      readout.setAttribute('aria-live', 'polite')
      const left = plot.valToPos(/** @type {number} */ (data[0]?.[to]), 'x')
      // Pictures on the same axis are told, too: by an argument that the types do not know.
      const untyped = /** @type {any} */ (plot)
      untyped.setCursor({ left, top: plot.height / 3 }, true, true)
    })
    frame.addEventListener('pointermove', () => readout.setAttribute('aria-live', 'off'))
  }

  /** What tells several curves of a picture apart, as they are drawn. @param {HTMLElement} figure */
  function addKey(figure) {
    /** @type {Chart} */
    const { curves } = JSON.parse(figure.dataset.chart ?? '')
    if (curves.length < 2) return
    const key = Object.assign(document.createElement('p'), { className: 'key' })
    for (const { label, colour, dash = [] } of curves) {
      const line = document.createElement('span')
      line.innerHTML =
        '<svg width="28" height="6" aria-hidden="true"><path d="M0 3h28" fill="none" stroke-width="2"/></svg>'
      const path = /** @type {SVGPathElement} */ (line.querySelector('path'))
      path.style.stroke = `var(--${colour})`
      path.style.strokeDasharray = dash.join(' ')
      line.append(label)
      key.append(line)
    }
    figure.querySelector('figcaption')?.append(key)
  }

  for (const figure of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('figure.chart'))) {
    draw(figure)
    addKey(figure)
  }

  const resize = () => {
    for (const { plot, frame } of drawn) {
      const isPaper = root.classList.contains('paper')
      plot.setSize({
        width: isPaper ? Math.min(PAPER, frame.clientWidth) : frame.clientWidth,
        height: frame.clientHeight,
      })
    }
  }
  const redraw = () => {
    for (const { plot } of drawn) plot.redraw()
  }
  new ResizeObserver(resize).observe(document.body)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
  window.addEventListener('beforeprint', () => {
    root.classList.add('paper')
    resize()
    redraw()
  })
  window.addEventListener('afterprint', () => {
    root.classList.remove('paper')
    resize()
    redraw()
  })
})()
