/** `@types/seedrandom` does not describe the generators under lib/. */
declare module 'seedrandom/lib/alea.js' {
  interface AleaState {
    c: number;
    s0: number;
    s1: number;
    s2: number;
  }
  interface Alea {
    (): number;
    double(): number;
    int32(): number;
    state(): AleaState;
  }
  export default function alea(seed: string, options?: { state?: boolean | AleaState }): Alea;
}
