import { describe, expect, it } from 'vitest';
import { expandTemplate } from '../../src/alerting/alert-template.ts';

/** Expected texts: Prometheus' template/template_test.go for the humanize family, the rule documentation for the rest. */
describe('templates of rule files', () => {
  it.each<[string, number, string]>([
    ['{{ $labels.route }} on {{$labels.pod}}', 0, '/home on a-1'],
    ['{{ .Labels.route }}={{ .Value }}', 0.5, '/home=0.5'],
    ['missing "{{ $labels.nope }}"', 0, 'missing ""'],
    ['{{ $value | humanize }}', 0, '0'],
    ['{{ $value | humanize }}', 1_234_567, '1.235M'],
    ['{{ $value | humanize }}', 0.0001, '100u'],
    ['{{ humanize $value }}', 12_000, '12k'],
    ['{{ $value | humanize1024 }}', 1_048_576, '1Mi'],
    ['{{ $value | humanize1024 }}', 1_572_864, '1.5Mi'],
    ['{{ $value | humanizePercentage }}', 0.01441, '1.441%'],
    ['{{ $value | humanizePercentage }}', -0.123456, '-12.35%'],
    ['{{ $value | humanizePercentage }}', 1, '100%'],
    ['{{ $value | humanizeDuration }}', 0, '0s'],
    ['{{ $value | humanizeDuration }}', 899.99, '14m 59s'],
    ['{{ $value | humanizeDuration }}', 5_400, '1h 30m 0s'],
    ['{{ $value | humanizeDuration }}', 86_400, '1d 0h 0m 0s'],
    ['{{ $value | humanizeDuration }}', 1.2345, '1.234s'],
    ['{{ $value | humanizeDuration }}', 0.5, '500ms'],
    ['{{ $value | printf "%.2f" }} GiB', 3.14159, '3.14 GiB'],
    ['{{ printf "%s: %.1f%%" $labels.route $value }}', 12.34, '/home: 12.3%'],
    ['{{ $labels.route | toUpper }}', 0, '/HOME'],
    ['{{ $value }}', Infinity, '+Inf'],
    ['{{ $value }}', 1e-7, '1e-07'],
  ])('%s of %d', (template, value, text) => {
    expect(expandTemplate(template, { labels: { route: '/home', pod: 'a-1' }, value })).toBe(text);
  });

  it('shows a template that cannot be expanded instead of failing the rule', () => {
    expect(expandTemplate('{{ query "up" }}', { labels: {}, value: 0 })).toBe(
      '<error expanding template: cannot evaluate "query \\"up\\"">'.replace(/\\"/g, '"'),
    );
  });
});
