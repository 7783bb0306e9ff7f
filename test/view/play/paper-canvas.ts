/** happy-dom has no 2D canvas: one that accepts every stroke and keeps nothing, so that charts can be mounted. */
export function paperCanvas(): void {
  const paper = new Proxy({} as Record<PropertyKey, unknown>, {
    get: (held, name) => held[name] ?? (name === 'measureText' ? (text: string) => ({ width: text.length * 6 }) : () => undefined),
    set: (held, name, value) => {
      held[name] = value;
      return true;
    },
  });
  globalThis.Path2D ??= function Path() {
    return paper;
  } as unknown as typeof Path2D;
  HTMLCanvasElement.prototype.getContext = (() => paper) as unknown as typeof HTMLCanvasElement.prototype.getContext;
}
