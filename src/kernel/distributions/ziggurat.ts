/** Number of layers; a layer is chosen by the lowest 8 bits of a word. */
export const ZIGGURAT_LAYERS = 256

/** A density over x ≥ 0 that falls from 1 at x = 0, with what a ziggurat of 256 layers needs to know of it. */
export interface FallingDensity {
  readonly density: (x: number) => number
  /** Inverse of `density`. */
  readonly inverse: (height: number) => number
  /** Where the tail begins: right edge of the lowest full rectangle. */
  readonly tailStart: number
  /** Area of each layer; that of layer 0 includes the tail. */
  readonly area: number
  /** Number of cells that the position within a layer is drawn from. */
  readonly cells: number
}

/**
 * A ziggurat: 256 layers of equal area stacked over a falling density. To sample, choose a layer and a cell of it, both
 * uniformly, and take x in the middle of the cell; cells below `inside` lie under the density whatever the height, and
 * that is all that happens about 98 times of 100.
 *
 * Source: Marsaglia, Tsang, "The ziggurat method for generating random variables" (J. Stat. Software 5, 2000).
 */
export interface Ziggurat {
  /** For each layer, how many of its cells lie under the density wholly. */
  readonly inside: Int32Array
  /** For each layer, the width of a cell. */
  readonly cellWidth: Float64Array
  /** Height of the bottom of each layer, and of the top of the last one. The bottom of layer 0 is not used. */
  readonly height: Float64Array
}

/** Builds the layers from the tail upwards. */
export function buildZiggurat({ density, inverse, tailStart, area, cells }: FallingDensity): Ziggurat {
  const edge = new Float64Array(ZIGGURAT_LAYERS + 1)
  const height = new Float64Array(ZIGGURAT_LAYERS + 1)
  // Layer 0 is a rectangle and the tail. It is drawn from as if it were a rectangle of that area: what lands to the
  // right of the tail's start is a draw of the tail.
  edge[0] = area / density(tailStart)
  edge[1] = tailStart
  height[1] = density(tailStart)
  for (let layer = 2; layer < ZIGGURAT_LAYERS; layer++) {
    height[layer] = height[layer - 1] + area / edge[layer - 1]
    edge[layer] = inverse(height[layer])
  }
  height[ZIGGURAT_LAYERS] = 1

  const inside = new Int32Array(ZIGGURAT_LAYERS)
  const cellWidth = new Float64Array(ZIGGURAT_LAYERS)
  for (let layer = 0; layer < ZIGGURAT_LAYERS; layer++) {
    inside[layer] = Math.floor((edge[layer + 1] / edge[layer]) * cells)
    cellWidth[layer] = edge[layer] / cells
  }
  return { inside, cellWidth, height }
}
