export interface MapPosition {
  readonly column: number;
  readonly row: number;
}
