import { html, nothing, render, type TemplateResult } from 'lit-html';
import { LEVELS, type Level, type LogFilter, type LogLine } from '../../contract/records.ts';
import type { LogQuery } from '../../stores/ui-store.ts';
import { toolButton } from '../components/button.ts';
import { virtualList } from '../components/virtual-list.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { unixMsOf } from '../../contract/time.ts';
import { clockTime } from '../format.ts';
import { logPreview } from './log-preview.ts';

const POLL_MS = 1000;
const PAGE = 1000;
/** Lines kept in the panel; older ones fall off its top. */
const KEEP = 5000;
const TYPING_MS = 300;
/** A dragged playhead is followed when it rests. */
const SCRUBBING_MS = 150;

/** Logs of all services up to the playhead: filter by service, pod, level and text; follow; a trace id opens its trace. */
export function mountLogs(host: HTMLElement, context: ViewContext, tools: HTMLElement): Mounted {
  const { ui, port, frames } = context;
  host.classList.add('logs');
  const bar = document.createElement('form');
  bar.className = 'logs-bar';
  bar.setAttribute('role', 'search');
  bar.setAttribute('aria-label', 'Filter logs');
  bar.addEventListener('submit', (event) => event.preventDefault());
  const note = document.createElement('p');
  note.className = 'logs-note';
  note.setAttribute('role', 'status');
  const detail = document.createElement('div');
  detail.className = 'logs-detail';
  let lines: readonly LogLine[] = [];
  let openId = -1;
  let visible = true;
  let asked = '';
  let noticed = '';
  /** What is being asked for; an answer may take longer than a poll. */
  let underWay: string | null = null;
  let generation = 0;
  let typing: ReturnType<typeof setTimeout> | undefined;
  let scrubbing: ReturnType<typeof setTimeout> | undefined;

  const list = virtualList<LogLine>(
    'Log lines',
    (line) => html`<div role="listitem" class="log-line ${line.level} ${line.id === openId ? 'open' : ''}">
    <button type="button" class="log-time mono" aria-label=${`Line of ${line.pod} at ${clockTime(line.unixMs)}, details`} aria-expanded=${String(line.id === openId)} @click=${() => open(line)}>${clockTime(line.unixMs)}</button>
    <span class="log-level">${line.level}</span><span class="log-pod" title=${line.pod}>${line.service}<span class="ink-3"> ${line.pod.slice(line.pod.lastIndexOf('-') + 1)}</span></span><span class="log-text mono" title=${line.text}>${logPreview(line.text)}</span>
    ${line.traceId ? html`<button type="button" class="log-trace mono" title=${line.traceId} @click=${() => context.navigate({ kind: 'trace', traceId: line.traceId })}><span class="sr-only">Trace </span>${line.traceId.slice(0, 8)}</button>` : nothing}</div>`,
  );
  host.append(bar, note, list.element, detail);
  list.onFollowChange((follow) => set({ follow }));

  const query = (): LogQuery => ui.getState().logs;
  function set(change: Partial<LogQuery>): void {
    ui.setState({ logs: { ...query(), ...change } });
  }
  function open(line: LogLine): void {
    openId = openId === line.id ? -1 : line.id;
    list.refresh();
    drawDetail();
  }
  function drawDetail(): void {
    const line = lines.find((entry) => entry.id === openId);
    render(
      line
        ? html`<div class="log-open" role="region" aria-label="Log line"><div class="row gap-2 meta ink-3"><span>${line.service}</span><span class="mono">${line.pod}</span><span>${line.level}</span>
      <span class="push row gap-1">${toolButton('Pin this line', 'pin', () => void context.pin({ kind: 'log', title: `${line.service} ${line.level}`, text: line.text, atUs: line.tUs }))}
      ${toolButton('Only this pod', 'search', () => set({ service: line.service, pod: line.pod }))}${toolButton('Close', 'close', () => open(line))}</span></div><pre class="mono" tabindex="0">${line.text}</pre></div>`
        : nothing,
      detail,
    );
  }

  function drawBar(): void {
    const shown = query();
    const asOf = ui.getState().asOfUs;
    const services = [context.scenario.edge, ...context.scenario.services, ...context.scenario.stores].map((entry) => entry.name);
    const pods =
      frames
        .getState()
        .frame?.services.filter((entry) => !shown.service || entry.name === shown.service)
        .flatMap((entry) => entry.pods.map((pod) => pod.name)) ?? [];
    const choice = (
      name: string,
      value: string,
      options: readonly string[],
      all: string,
      pick: (value: string) => void,
    ): TemplateResult => html`<select class="field" aria-label=${name} @change=${(event: Event) => pick((event.target as HTMLSelectElement).value)}>
      <option value="" .selected=${value === ''}>${all}</option>${options.map((option) => html`<option value=${option} .selected=${option === value}>${option}</option>`)}</select>`;
    render(
      html`<input type="search" class="field grow" aria-label="Text in the line" placeholder="Text in the line" .value=${shown.text} @input=${(event: Event) => type((event.target as HTMLInputElement).value)}>
      ${choice('Service', shown.service, services, 'all services', (service) => set({ service, pod: '' }))}${choice('Pod', shown.pod, shown.pod && !pods.includes(shown.pod) ? [...pods, shown.pod] : pods, 'all pods', (pod) => set({ pod }))}
      <select class="field" aria-label="Least severe level" @change=${(event: Event) => set({ level: (event.target as HTMLSelectElement).value as Level })}>${LEVELS.map((level) => html`<option value=${level} .selected=${level === shown.level}>${level === 'debug' ? 'all levels' : level === 'fatal' ? 'fatal' : `${level} and worse`}</option>`)}</select>
      ${asOf === null ? nothing : html`<span class="meta ink-3">up to <span class="mono">${clockTime(unixMsOf(port.epoch, asOf))}</span></span>`}
      ${shown.traceId ? html`<button type="button" class="link" @click=${() => set({ traceId: '' })}>trace ${shown.traceId.slice(0, 8)}, show all</button>` : nothing}`,
      bar,
    );
    render(
      toolButton(shown.follow ? 'Stop following' : 'Follow new lines', shown.follow ? 'pause' : 'play', () => set({ follow: !shown.follow }), shown.follow),
      tools,
    );
  }
  function type(text: string): void {
    clearTimeout(typing);
    typing = setTimeout(() => set({ text }), TYPING_MS);
  }

  function filterOf(shown: LogQuery): LogFilter {
    const asOf = ui.getState().asOfUs;
    return {
      limit: PAGE,
      take: 'newest',
      ...(shown.service ? { services: [shown.service] } : {}),
      ...(shown.pod ? { pods: [shown.pod] } : {}),
      ...(shown.level === 'debug' ? {} : { minLevel: shown.level }),
      ...(shown.text ? { text: shown.text } : {}),
      ...(shown.traceId ? { traceId: shown.traceId } : {}),
      ...(asOf === null ? {} : { toUs: asOf }),
    };
  }

  async function ask(): Promise<void> {
    const shown = query();
    const key = JSON.stringify(filterOf(shown));
    const fresh = key !== asked;
    if (!visible || underWay === key || (!fresh && (!shown.follow || ui.getState().asOfUs !== null))) return;
    underWay = key;
    const mine = ++generation;
    try {
      const afterId = fresh ? undefined : lines[lines.length - 1]?.id;
      const found = await port.logs({ ...filterOf(shown), ...(afterId === undefined ? {} : { afterId }) });
      if (mine !== generation) return;
      if (fresh) {
        asked = key;
        const looked = [shown.service, shown.pod, shown.level === 'debug' ? '' : shown.level, shown.text].filter(Boolean).join(' ') || 'all';
        // moving the playhead is reading on, not looking somewhere else
        if (looked !== noticed) context.observe('logs', looked);
        noticed = looked;
      }
      lines = fresh ? found : [...lines, ...found].slice(-KEEP);
      if (fresh || found.length) list.setRows(lines);
      if (fresh) drawDetail(); // the open line may not be among them
      note.textContent =
        lines.length === 0
          ? ui.getState().asOfUs === null
            ? 'No line matches yet. Lines appear here as they are written.'
            : 'No line up to here matches.'
          : '';
      note.hidden = lines.length > 0;
    } catch {
      if (mine !== generation) return;
      note.textContent = 'The logs cannot be read now: the engine does not answer.';
      note.hidden = false;
    } finally {
      if (mine === generation) underWay = null;
    }
  }

  drawBar();
  void ask();
  const timer = setInterval(() => void ask(), POLL_MS);
  const stop = ui.subscribe((now, before) => {
    if (now.asOfUs !== before.asOfUs) {
      drawBar();
      clearTimeout(scrubbing);
      scrubbing = setTimeout(() => void ask(), SCRUBBING_MS);
    }
    if (now.logs === before.logs) return;
    if (now.logs.follow !== before.logs.follow) list.setFollow(now.logs.follow);
    drawBar();
    void ask();
  });
  return {
    setVisible: (now) => {
      visible = now;
      if (now) {
        drawBar();
        list.refresh();
        void ask();
      }
    },
    focus: () => bar.querySelector<HTMLInputElement>('input')?.focus(),
    destroy: () => {
      clearInterval(timer);
      clearTimeout(typing);
      clearTimeout(scrubbing);
      stop();
      list.destroy();
      host.replaceChildren();
    },
  };
}
