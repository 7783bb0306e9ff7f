import type { ILink, Terminal } from '@xterm/xterm';

/** Makes every trace id on the screen a link. */
export function linkTraceIds(terminal: Terminal, open: (traceId: string) => void): void {
  terminal.registerLinkProvider({
    provideLinks(row, callback) {
      const text = terminal.buffer.active.getLine(row - 1)?.translateToString(true) ?? '';
      const links: ILink[] = [...text.matchAll(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g)].map((match) => ({
        text: match[0],
        range: { start: { x: match.index + 1, y: row }, end: { x: match.index + match[0].length, y: row } },
        activate: () => open(match[0]),
      }));
      callback(links.length > 0 ? links : undefined);
    },
  });
}
