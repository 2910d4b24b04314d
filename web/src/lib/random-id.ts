/** 80 bits as 20 hexadecimal digits. Not `crypto.randomUUID`, which plain HTTP does not have. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
