import { describe, expect, it } from 'vitest';
import { logPreview } from '../../../src/view/panels/log-preview.ts';

/** Formats of the programs themselves: pino, Go's slog, Envoy's default access log, Spring Boot's console pattern, PgBouncer. */
describe('a log line in a list', () => {
  it.each([
    [
      'a JSON line: its message, then what no column says',
      '{"level":"warn","time":"2026-11-19T14:24:06.616Z","service":"a","pid":1,"trace_id":"d0","msg":"upstream answered 503","attempt":2}',
      'upstream answered 503  attempt=2',
    ],
    [
      'an access log without its time',
      '[2026-11-19T14:24:06.517Z] "GET /a HTTP/1.1" 503 - 0 38 99 98 "203.0.113.78"',
      '"GET /a HTTP/1.1" 503 - 0 38 99 98 "203.0.113.78"',
    ],
    [
      "Spring Boot's message",
      '2026-11-19T14:24:04.099Z ERROR 1 --- [a] [nio-8080-exec-46] [ec73-3b70] o.h.engine.jdbc.spi.SqlExceptionHelper   : HikariPool-1 - Connection is not available',
      'HikariPool-1 - Connection is not available',
    ],
    ['PgBouncer', '2026-11-19 14:02:00.000 UTC [1] LOG stats: 48 xacts/s', '[1] LOG stats: 48 xacts/s'],
    ['what is no format at all', '{not json', '{not json'],
    [
      "the load balancer's entry about a request",
      '{"insertId":"1","severity":"WARNING","httpRequest":{"requestMethod":"GET","requestUrl":"https://api.example/stream/4?x=1","status":502,"latency":"0.024310s"},"jsonPayload":{"statusDetails":"backend_timeout"}}',
      '502 GET /stream/4?x=1  0.024s  backend_timeout',
    ],
    ['a JSON line without a message', '{"level":"info"}', '{"level":"info"}'],
  ])('%s', (_, line, said) => expect(logPreview(line)).toBe(said));
});
