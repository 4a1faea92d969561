/**
 * The three workloads. Each: an attempt fails with probability 0.1, retries after 60 s and 120 s, first come first
 * served, maximum age 6 h, timeout 900 s. The programs know the parameters by the name; the text is for the reader.
 */
export interface Workload {
  readonly name: string
  readonly events: number
  readonly description: string
}

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'W',
    events: 1_000_000,
    description: 'Poisson 100/s, exponential 0.5 s, 64 slots: short queues',
  },
  {
    name: 'W2',
    events: 1_500_000,
    description: 'Poisson 1,000/s, exponential 0.5 s, 32 slots: a backlog of 1.4 million, of which some age out',
  },
  {
    name: 'W3',
    events: 1_000_000,
    description: 'Poisson 1,000/s, exponential 10 s, no limit: 11,100 attempts running at once',
  },
]
