import { describe, expect, it } from 'vitest';
import { evaluateJsonPath, relaxedPath } from '../../src/kube/jsonpath.ts';

const DATA = {
  kind: 'List',
  items: [
    {
      kind: 'None',
      metadata: { name: '127.0.0.1', labels: { 'kubernetes.io/hostname': '127.0.0.1' } },
      status: { capacity: { cpu: '4' }, ready: true, addresses: [{ type: 'LegacyHostIP', address: '127.0.0.1' }] },
    },
    {
      kind: 'None',
      metadata: { name: '127.0.0.2' },
      status: {
        capacity: { cpu: '8' },
        ready: false,
        addresses: [
          { type: 'LegacyHostIP', address: '127.0.0.2' },
          { type: 'another', address: '127.0.0.3' },
        ],
      },
    },
  ],
  users: [
    { name: 'myself', user: {} },
    { name: 'e2e', user: { username: 'admin', password: 'secret' } },
  ],
};

describe('evaluateJsonPath', () => {
  // The examples of the kubectl reference, "JSONPath Support", and of client-go's jsonpath_test.go.
  it.each([
    ['{.kind}', 'List'],
    ['{["kind"]}', 'List'],
    ['the object is {.kind}', 'the object is List'],
    ['{..name}', '127.0.0.1 127.0.0.2 myself e2e'],
    ['{.items[*].metadata.name}', '127.0.0.1 127.0.0.2'],
    ['{.users[0].name}', 'myself'],
    ["{.items[*]['metadata.name', 'status.capacity']}", ''],
    ["{.items[*]['kind','metadata']['name']}", '127.0.0.1 127.0.0.2'],
    ['{.users[?(@.name=="e2e")].user.password}', 'secret'],
    ['{range .items[*]}[{.metadata.name}, {.status.capacity}] {end}', '[127.0.0.1, {"cpu":"4"}] [127.0.0.2, {"cpu":"8"}] '],
    ['{range .items[*]}{.metadata.name}{"\\t"}{end}', '127.0.0.1\t127.0.0.2\t'],
    ['{.items[0].metadata.labels.kubernetes\\.io/hostname}', '127.0.0.1'],
    ['{.items[-1].metadata.name}', '127.0.0.2'],
    ['{.items[-1:].metadata.name}', '127.0.0.2'],
    ['{.items[0:1].metadata.name}', '127.0.0.1'],
    ['{.items[0,1].metadata.name}', '127.0.0.1 127.0.0.2'],
    ['{.items[?(@.status.ready==true)].metadata.name}', '127.0.0.1'],
    ['{.items[?(@.metadata.labels)].metadata.name}', '127.0.0.1'],
    ['{.items[*].status.addresses[?(@.type!="another")].address}', '127.0.0.1 127.0.0.2'],
    ['{.nothing.at.all}', ''],
    ['{.users[1].user}', '{"password":"secret","username":"admin"}'],
    ['plain', 'plain'],
    ['{$.kind}', 'List'],
    ["{.kind}{'\\n'}", 'List\n'],
  ])('%s', (template, text) => expect(evaluateJsonPath(template, DATA)).toBe(text));

  it.each([
    ['{.items[*', 'unterminated array'],
    ['{.kind', 'unclosed action'],
    ['{end}', 'not in range, nothing to end'],
    ['{.items[5].kind}', 'array index out of bounds: index 5, length 2'],
    ['{"abc}', 'unterminated quoted string'],
  ])('%s: %s', (template, message) => {
    expect(() => evaluateJsonPath(template, DATA)).toThrow(message);
  });

  it.each([
    ['.metadata.name', '{.metadata.name}'],
    ['metadata.name', '{.metadata.name}'],
    ['{.metadata.name}', '{.metadata.name}'],
    ['{metadata.name}', '{.metadata.name}'],
  ])('relaxed %s', (path, full) => expect(relaxedPath(path)).toBe(full));
});
