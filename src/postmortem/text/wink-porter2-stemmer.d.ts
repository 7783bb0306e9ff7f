declare module 'wink-porter2-stemmer' {
  /** Porter's second English stemmer (Snowball "english"). */
  export default function stem(word: string): string;
}
