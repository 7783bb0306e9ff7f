import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { PinView } from '../../contract/incident.ts';
import type { QueryAnswer } from '../../contract/ports.ts';
import { type Epoch, unixMsOf } from '../../contract/time.ts';
import { icon } from '../components/icon.ts';
import { clockMinute, figure } from '../format.ts';
import { evidenceIcon, evidenceTime } from '../notebook/evidence-words.ts';

const WIDTH = 524,
  HEIGHT = 92,
  LEFT = 40,
  RIGHT = 520,
  TOP = 8,
  BOTTOM = 74;
const SERIES_MAX = 5;

/** A cited pin as a figure: the chart over its range, or the words that were pinned. */
export function pinFigure(pin: PinView, number: number, epoch: Epoch, answer: QueryAnswer | undefined): TemplateResult {
  const { evidence } = pin;
  return html`<figure class="pin-figure"><figcaption><strong>Figure ${number}</strong> <span>${evidence.title}</span><span class="pin-when">${icon(evidenceIcon(evidence))}${evidenceTime(evidence, epoch)}</span></figcaption>
    ${evidence.kind === 'chart' ? chart(answer, evidence.title, epoch) : evidence.kind === 'trace' ? html`<p class="pin-text mono">trace ${evidence.traceId}</p>` : html`<pre class="pin-text" tabindex="0">${evidence.text}</pre>`}</figure>`;
}

function chart(answer: QueryAnswer | undefined, title: string, epoch: Epoch): TemplateResult | typeof nothing {
  if (answer === undefined) return html`<p class="pin-text">Reading the series…</p>`;
  if (answer.status === 'error') return html`<p class="pin-text">The series cannot be read: ${answer.error}</p>`;
  if (answer.data.resultType !== 'matrix' || answer.data.result.length === 0) return html`<p class="pin-text">No samples in this range.</p>`;
  const series = answer.data.result
    .map((one) => one.values.map(([seconds, value]) => [seconds, Number(value)] as const).filter(([, value]) => Number.isFinite(value)))
    .filter((points) => points.length > 0);
  series.sort((a, b) => b[b.length - 1][1] - a[a.length - 1][1]);
  const shown = series.slice(0, SERIES_MAX);
  const all = shown.flat();
  if (all.length === 0) return html`<p class="pin-text">No samples in this range.</p>`;
  const [from, to] = [Math.min(...all.map(([at]) => at)), Math.max(...all.map(([at]) => at))];
  const top = niceTop(Math.max(...all.map(([, value]) => value)));
  const x = (at: number): number => LEFT + ((at - from) / Math.max(1, to - from)) * (RIGHT - LEFT);
  const y = (value: number): number => BOTTOM - (Math.max(0, value) / top) * (BOTTOM - TOP);
  const ticks = [from, (from + to) / 2, to];
  const dashes = ['', '6 3', '2 2', '8 2 2 2', '1 3'];
  return html`<svg class="pin-chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${`${title}: ${figure(shown[0][0][1])} at ${clock(from)}, ${figure(shown[0][shown[0].length - 1][1])} at ${clock(to)}, highest ${figure(Math.max(...all.map(([, value]) => value)))}`}>
    ${[0, top / 2, top].map((value) => svg`<path class=${value === 0 ? 'axis' : 'grid'} d="M${LEFT} ${Math.round(y(value)) + 0.5}H${RIGHT}"/><text x=${LEFT - 6} y=${y(value) + 3.5} text-anchor="end">${figure(value)}</text>`)}
    ${shown.map((points, index) => svg`<path class="series s-${index + 1}" stroke-dasharray=${dashes[index]} d=${points.map(([at, value], i) => `${i ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('')}/>`)}
    ${ticks.map((at, index) => svg`<text x=${x(at)} y=${HEIGHT - 4} text-anchor=${index === 0 ? 'start' : index === 2 ? 'end' : 'middle'}>${clock(at)}</text>`)}</svg>${series.length > SERIES_MAX ? html`<p class="pin-more">highest ${SERIES_MAX} of ${series.length} series</p>` : nothing}`;

  function clock(seconds: number): string {
    return clockMinute(Math.max(seconds * 1000, unixMsOf(epoch, 0)));
  }
}

function niceTop(highest: number): number {
  if (highest <= 0) return 1;
  let unit = 1;
  while (unit * 10 <= highest) unit *= 10;
  while (unit > highest) unit /= 10;
  return [1, 2, 4, 5, 8, 10].map((factor) => factor * unit).find((value) => value >= highest) ?? highest;
}
