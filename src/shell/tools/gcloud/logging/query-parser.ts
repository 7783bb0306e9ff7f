import type { Operator, Query } from './query.ts';
import { syntaxError } from './query-error.ts';
import { type Token, tokens } from './query-tokens.ts';

const WORDS = new Set(['AND', 'OR', 'NOT']);

/**
 * Reads a query: comparisons with AND, OR, NOT or `-`, and brackets. NOT binds most, then OR, then AND; AND may be left out. Functions (`SEARCH`, `sample`)
 * are refused as any text in front of a bracket is. @throws GcloudError naming the place. Source: Logging query language, "Boolean operators".
 */
export function parseQuery(text: string): Query {
  const all = tokens(text);
  let at = 0;
  const peek = (): Token => all[at];
  const isWord = (word: string): boolean => peek().kind === 'text' && peek().text === word;
  const take = (): Token => all[at++];
  const expectBracket = (): void => {
    if (take().kind !== ')') throw syntaxError(all[at - 1]);
  };

  const query = peek().kind === 'end' ? ({ kind: 'and', parts: [] } as const) : conjunction(term);
  if (peek().kind !== 'end') throw syntaxError(peek());
  return query;

  function conjunction(one: () => Query): Query {
    const parts = [disjunction(one)];
    while (peek().kind !== 'end' && peek().kind !== ')') {
      if (isWord('AND')) take();
      parts.push(disjunction(one));
    }
    return parts.length === 1 ? parts[0] : { kind: 'and', parts };
  }

  function disjunction(one: () => Query): Query {
    const parts = [negation(one)];
    while (isWord('OR')) {
      take();
      parts.push(negation(one));
    }
    return parts.length === 1 ? parts[0] : { kind: 'or', parts };
  }

  function negation(one: () => Query): Query {
    if (!isWord('NOT') && peek().kind !== '-') return one();
    take();
    return { kind: 'not', part: negation(one) };
  }

  function bracketed(one: () => Query): Query {
    take();
    const inner = conjunction(one);
    expectBracket();
    return inner;
  }

  function term(): Query {
    if (peek().kind === '(') return bracketed(term);
    const first = value();
    if (peek().kind !== 'operator') return { kind: 'anywhere', value: first.text };
    const operator = take().text as Operator;
    if (first.kind === 'string') throw syntaxError(all[at - 1]);
    if (peek().kind !== '(') return compared(first, operator, operandText());
    // `!=` of several is none of them
    if (operator === '!=' || operator === '!~') {
      return { kind: 'not', part: bracketed(() => operand(first, operator === '!=' ? '=' : '=~')) };
    }
    return bracketed(() => operand(first, operator));
  }

  function operand(field: Token, operator: Operator): Query {
    return peek().kind === '(' ? bracketed(() => operand(field, operator)) : compared(field, operator, operandText());
  }

  /** Of a comparison: may begin with a minus, as a negative number does. */
  function operandText(): string {
    return peek().kind === '-' ? take().text + value().text : value().text;
  }

  function value(): Token {
    const token = take();
    if ((token.kind !== 'text' && token.kind !== 'string') || (token.kind === 'text' && WORDS.has(token.text))) throw syntaxError(token);
    if (token.kind === 'text' && peek().kind === '(' && peek().column === token.column + token.text.length) throw syntaxError(peek());
    return token;
  }
}

function compared({ text: field, line, column }: Token, operator: Operator, value: string): Query {
  return { kind: 'compare', field, operator, value, line, column, text: field };
}
