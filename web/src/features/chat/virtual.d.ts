/** Made by `build/emoji.ts`. */
declare module 'virtual:emoji' {
  export const load: Record<
    import('../../lib/language').Language,
    () => Promise<import('frimousse').EmojiData>
  >;
}
