import { LOG_TEMPLATES, type LogFormat } from '../../contract/log-templates.ts';
import { envoyAccess } from './envoy-access.ts';
import { envoy } from './envoy.ts';
import { gclb } from './gclb.ts';
import { gclbCdn } from './gclb-cdn.ts';
import { goJson } from './go-json.ts';
import { json } from './json.ts';
import type { LogContext, LogLayout } from './log-context.ts';
import { pgbouncer } from './pgbouncer.ts';
import { postgres } from './postgres.ts';
import { raw } from './raw.ts';
import { listenAddress, pathOf, requestIdOf } from './request-identity.ts';
import { spring } from './spring.ts';
import { rfc3339 } from '../timestamp.ts';

const LAYOUTS: Readonly<Record<LogFormat, LogLayout>> = {
  'envoy-access': envoyAccess,
  gclb,
  'gclb-cdn': gclbCdn,
  envoy,
  json,
  spring,
  'go-json': goJson,
  postgres,
  pgbouncer,
  raw,
};

type Piece = (context: LogContext) => string;

/** Milliseconds without trailing zeros, as programs print a duration they were configured with. */
function milliseconds(us: number): string {
  return String(Math.round(us) / 1_000);
}

function compile(template: string): readonly Piece[] {
  return template
    .split(/(\{[^{}]+\})/)
    .filter((part) => part !== '')
    .map((part): Piece => {
      const argument = /^\{(\d):(\w+)\}$/.exec(part);
      if (argument === null) {
        if (part === '{trace}') return (context) => context.traceId;
        if (part === '{req}') return (context) => requestIdOf(context.traceHi, context.traceLo);
        if (part === '{now}') return (context) => rfc3339(context.unixMs, 3).replace(/\.\d+/, '');
        if (part === '{path}') return (context) => pathOf(context.text(context.args[0]).replace(/^\S+ /, ''), context.traceHi, context.traceLo);
        return () => part;
      }
      const at = Number(argument[1]);
      switch (argument[2]) {
        case 's':
          return (context) => context.text(context.args[at]);
        case 'ms':
          return (context) => milliseconds(context.args[at]);
        case 'pod':
          return (context) => context.sourceOf(context.args[at]).pod;
        case 'ip':
          return (context) => context.sourceOf(context.args[at]).ip;
        case 'host':
          return (context) => listenAddress(context.sourceOf(context.args[at]).ip);
        default:
          return (context) => String(context.args[at]);
      }
    });
}

const compiled = LOG_TEMPLATES.map(({ format, text }) => ({ layout: LAYOUTS[format], pieces: compile(text) }));

/** The line as its program writes it. */
export function renderLine(template: number, context: LogContext): string {
  const { layout, pieces } = compiled[template];
  let sentence = '';
  for (const piece of pieces) sentence += piece(context);
  return layout(context, sentence);
}

/** Arguments a layout itself shows as text, beside those its sentence names. */
const LAYOUT_TEXTS: Partial<Record<LogFormat, readonly number[]>> = { 'envoy-access': [0, 3, 4], gclb: [0, 3, 4], 'gclb-cdn': [0, 3], postgres: [1, 2] };

const textual = LOG_TEMPLATES.map(({ format, text }) => {
  const named = [...text.matchAll(/\{(\d):(?:s|pod|host|ip)\}/g)].map((match) => Number(match[1]));
  return [...new Set([...named, ...(text.includes('{path}') ? [0] : []), ...(LAYOUT_TEXTS[format] ?? [])])];
});

/** Which arguments of a template put words into the line; the others only digits. */
export function textArguments(template: number): readonly number[] {
  return textual[template];
}
