export interface Box {
  width: number;
  height: number;
}

/** More real pixels than that for each of a page's are not told apart. */
const MOST_DENSE = 2;
/** What a picture's shape is taken for until it is known. */
const USUAL: Box = { width: 1280, height: 720 };

/**
 * How many lines a picture has as it is shown in `box`, what is cut off included: its shorter side in real
 * pixels. `density` is the device's pixels for each of the page's.
 */
export function shownLines(
  box: Box,
  picture: Box,
  fit: 'cover' | 'contain',
  density: number,
): number {
  const { width, height } = picture.width > 0 && picture.height > 0 ? picture : USUAL;
  const [across, down] = [box.width / width, box.height / height];
  const scale = fit === 'cover' ? Math.max(across, down) : Math.min(across, down);
  return Math.round(Math.min(width, height) * scale * Math.min(density, MOST_DENSE));
}
