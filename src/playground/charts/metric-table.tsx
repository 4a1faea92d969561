import { functionDatapoint } from '../../measure/cloudwatch.ts'
import type { Playback } from '../playback/playback.ts'
import { metricRows } from './metric-words.ts'

/** What CloudWatch would show, under its names. @param name of a function; undefined for all together */
export function MetricTable({ playback, name }: { playback: Playback; name: string | undefined }) {
  const { metrics, scenario } = playback.simulation
  const place = scenario.functions.findIndex((each) => each.name === name)
  const measured = place < 0 ? metrics.total() : metrics.functions[place]!
  return (
    <table class="metrics">
      <caption>
        {place < 0 ? 'All functions' : scenario.functions[place]!.name}, since the start, in CloudWatch’s words
      </caption>
      <thead>
        <tr>
          <th scope="col">Metric</th>
          <th scope="col">So far</th>
          <th scope="col">What it means</th>
        </tr>
      </thead>
      <tbody>
        {metricRows(functionDatapoint(measured)).map(({ name: metric, statistic, value, about }) => (
          <tr key={metric}>
            <th scope="row">
              <span class="metric">{metric.replace(/(?<=[a-z])(?=[A-Z])/g, '\u200b')}</span>
            </th>
            <td>
              {value === '' ? (
                <span class="fact">no data</span>
              ) : (
                <>
                  {value} <span class="fact">{statistic}</span>
                </>
              )}
            </td>
            <td class="fact">{about}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
