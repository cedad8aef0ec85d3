/** From sRGB to CIELAB under D65 (IEC 61966-2-1, CIE 15): how far a colour is from grey, whatever the light's strength. */

export interface LabColour {
  /** Lightness, 0 black to 100 white. */
  readonly lightness: number;
  /** Green (negative) to red. */
  readonly a: number;
  /** Blue (negative) to yellow. */
  readonly b: number;
}

/** @param red green, blue: sRGB, 0 to 255 */
export function labOf(red: number, green: number, blue: number): LabColour {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return { lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) };
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function curve(share: number): number {
  return share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116;
}
