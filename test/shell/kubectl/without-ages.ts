/** A real client counts ages to the real clock: ages, and the column widths that follow from them, are left out of comparisons. */
export function withoutAges(text: string): string {
  return text
    .replace(/<invalid>|\b(?:\d+[ydhms]){1,2}\b/g, 'AGE')
    .replace(/AGE +/g, 'AGE ')
    .replace(/LAST SEEN +/g, 'LAST SEEN ')
    .replace(/Age {2,}|---- {2,}/g, (match) => `${match.trimEnd()} `)
    .replace(/RESTARTS +/g, 'RESTARTS ');
}
