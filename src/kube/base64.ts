const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 of ASCII text, padded. Source: RFC 4648 §4. */
export function base64(text: string): string {
  let encoded = '';
  for (let at = 0; at < text.length; at += 3) {
    const [a, b, c] = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2)];
    const bits = (a << 16) | ((b || 0) << 8) | (c || 0);
    encoded += DIGITS[bits >> 18] + DIGITS[(bits >> 12) & 63];
    encoded += Number.isNaN(b) ? '=' : DIGITS[(bits >> 6) & 63];
    encoded += Number.isNaN(c) ? '=' : DIGITS[bits & 63];
  }
  return encoded;
}

/** Bytes that a padded text stands for. */
export function decodedLength(encoded: string): number {
  return (encoded.length / 4) * 3 - (/=*$/.exec(encoded)?.[0].length ?? 0);
}
