/** Made by `build/split-texts.ts`. */
declare module 'virtual:texts' {
  type Strings = import('./en').Strings;
  type TextPart = import('./parts').TextPart;
  export const base: Partial<Strings>;
  export const load: Record<
    import('../lib/language').Language,
    Record<TextPart, () => Promise<Partial<Strings>>>
  >;
}
