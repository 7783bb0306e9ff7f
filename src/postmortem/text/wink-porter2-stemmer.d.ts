declare module 'wink-porter2-stemmer' {
  /** Porter's second English stemmer (Snowball "english"). */
  function stem(word: string): string;
  export = stem;
}
