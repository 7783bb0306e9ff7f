import type { Span, Trace } from '../../contract/records.ts';
import type { Epoch, Micros } from '../../contract/time.ts';

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string };
}

export interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly scope: { readonly name: string }; readonly spans: readonly OtlpSpan[] }[];
  }[];
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number };
}

const KINDS = { internal: 1, server: 2, client: 3 } as const;
const ERROR = 2;

const text = (key: string, value: string): Attribute => ({ key, value: { stringValue: value } });
const whole = (key: string, value: number): Attribute => ({ key, value: { intValue: String(value) } });

/** Traces as OTLP/JSON (opentelemetry-proto, examples/trace.json): one resource a pod, attributes by OpenTelemetry's HTTP conventions. */
export function otlpTraces(traces: readonly Trace[], epoch: Epoch): OtlpTraces {
  const pods = new Map<string, { readonly resource: Attribute[]; readonly spans: OtlpSpan[] }>();
  for (const trace of traces) {
    for (const span of trace.spans) {
      let pod = pods.get(span.pod);
      if (pod === undefined) {
        pods.set(
          span.pod,
          (pod = { resource: [text('service.name', span.service), text('service.version', span.version), text('k8s.pod.name', span.pod)], spans: [] }),
        );
      }
      pod.spans.push(otlpSpan(trace.traceId, span, epoch));
    }
  }
  return {
    resourceSpans: [...pods.values()].map(({ resource, spans }) => ({
      resource: { attributes: resource },
      scopeSpans: [{ scope: { name: 'brownout' }, spans }],
    })),
  };
}

function otlpSpan(traceId: string, span: Span, epoch: Epoch): OtlpSpan {
  const [method, route] = span.name.split(' ');
  const attributes = [
    ...(route === undefined ? [] : [text('http.request.method', method), text('http.route', route)]),
    ...(span.status === 0 ? [] : [whole('http.response.status_code', span.status)]),
    ...(span.errorType === '' ? [] : [text('error.type', span.errorType)]),
    ...(span.attempt === 0 ? [] : [whole('http.request.resend_count', span.attempt)]),
  ];
  return {
    traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === '' ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: KINDS[span.kind],
    startTimeUnixNano: nanos(epoch, span.startUs),
    endTimeUnixNano: nanos(epoch, span.endUs),
    attributes,
    status: failed(span) ? { code: ERROR } : {},
  };
}

/** HTTP conventions: 5xx is an error on both sides, 4xx on the client's, no answer always. */
function failed(span: Span): boolean {
  return span.errorType !== '' || span.status >= 500 || (span.kind === 'client' && span.status >= 400);
}

/** Unix nanoseconds do not fit a double: whole microseconds do, and three zeros follow. */
function nanos(epoch: Epoch, tUs: Micros): string {
  return `${Math.round(epoch.startUnixMs * 1_000 + tUs)}000`;
}
