// @ts-check
/* Lets the figures and pictures of a page be copied: a button behind each. */
;(() => {
  const status = Object.assign(document.createElement('p'), { className: 'unseen' })
  status.setAttribute('role', 'status')
  document.body.append(status)

  /** A button behind something, which copies it. @param {Element} after @param {string} label @param {string} what @param {() => Promise<string>} copy */
  function addButton(after, label, what, copy) {
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'copy',
      textContent: label,
    })
    button.setAttribute('aria-label', `${label}: ${what}`)
    button.addEventListener('click', async () => {
      const done = await copy().catch(() => 'Not copied')
      status.textContent = `${done}: ${what}`
      button.textContent = done
      setTimeout(() => {
        button.textContent = label
      }, 2_000)
    })
    after.after(button)
  }

  /** @param {string} text */
  async function copyText(text) {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      // A browser that does not trust files from a disk with its clipboard has an older way.
      const area = Object.assign(document.createElement('textarea'), { value: text, className: 'unseen' })
      document.body.append(area)
      area.select()
      const isDone = document.execCommand('copy')
      area.remove()
      if (!isDone) throw new Error('no clipboard')
    }
    return 'Copied'
  }

  /** A picture goes to the clipboard, or where there is none for pictures to a file. @param {HTMLCanvasElement} canvas @param {string} name */
  async function copyPicture(canvas, name) {
    /** @type {Blob} */
    const blob = await new Promise((resolve, reject) => {
      canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('no picture'))), 'image/png')
    })
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })])
      return 'Copied'
    } catch {
      const href = URL.createObjectURL(blob)
      Object.assign(document.createElement('a'), { href, download: `${name}.png` }).click()
      setTimeout(() => URL.revokeObjectURL(href), 10_000)
      return 'Saved'
    }
  }

  /** A picture on the ground of the page. @param {CanvasImageSource} source @param {number} width @param {number} height */
  function onGround(source, width, height) {
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'))
    pen.fillStyle = getComputedStyle(document.documentElement).backgroundColor
    pen.fillRect(0, 0, width, height)
    pen.drawImage(source, 0, 0, width, height)
    return canvas
  }

  /** The layout of a timeline that is shown, twice as large. @param {Element} figure */
  async function timelineCanvas(figure) {
    const shown = [...figure.querySelectorAll('svg')].find((svg) => svg.getClientRects().length > 0)
    if (!shown) throw new Error('nothing is shown')
    const image = new Image()
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(shown))}`
    await image.decode()
    const { width, height } = shown.viewBox.baseVal
    return onGround(image, width * 2, height * 2)
  }

  /** @param {HTMLTableElement} table */
  function tableText(table) {
    const lines = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent?.trim() ?? '').join('\t'))
    return `${lines.join('\n')}\n`
  }

  for (const figure of document.querySelectorAll('figure.chart')) {
    const title = figure.querySelector('h3')?.textContent ?? ''
    addButton(/** @type {Element} */ (figure.querySelector('.readout')), 'Copy picture', title, () => {
      const canvas = /** @type {HTMLCanvasElement} */ (figure.querySelector('canvas'))
      return copyPicture(onGround(canvas, canvas.width, canvas.height), figure.id)
    })
  }
  for (const figure of document.querySelectorAll('[data-copy="picture"]')) {
    const title = figure.querySelector('title')?.textContent ?? ''
    addButton(figure, 'Copy picture', title, async () => copyPicture(await timelineCanvas(figure), 'timeline'))
  }
  for (const part of document.querySelectorAll('[data-copy="table"]')) {
    const table = /** @type {HTMLTableElement} */ (part.querySelector('table'))
    addButton(part, 'Copy table', table.caption?.textContent ?? '', () => copyText(tableText(table)))
  }
  for (const part of document.querySelectorAll('[data-copy="text"]')) {
    const what = part.getAttribute('aria-label') ?? 'the answer'
    addButton(part, 'Copy', what, () => copyText(part.textContent ?? ''))
  }
})()
