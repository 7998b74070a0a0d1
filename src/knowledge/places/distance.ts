/** Distances as the crow flies. */
import type { Point } from '../../core/place.ts';

/** Mean radius of the Earth (IUGG). */
const EARTH_KM = 6_371.0088;

/** Kilometres between two points on a sphere (haversine): off by half a percent at most, never by a town. */
export function distanceKm(one: Point, other: Point): number {
  const height = haversine(radians(other.latitude - one.latitude));
  const width = haversine(radians(other.longitude - one.longitude));
  const share = height + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * width;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(share))); // rounding can lift opposite points above 1
}

function haversine(angle: number): number {
  return Math.sin(angle / 2) ** 2;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
