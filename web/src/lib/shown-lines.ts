export interface Box {
  width: number;
  height: number;
}

/** Highest pixel density that counts. */
const MOST_DENSE = 2;
/** Assumed aspect ratio of a picture until it is known. */
const USUAL: Box = { width: 1280, height: 720 };

/**
 * Shorter side of a picture shown in `box`, in device pixels, including what is cropped. `density`
 * is device pixels for each CSS pixel.
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
