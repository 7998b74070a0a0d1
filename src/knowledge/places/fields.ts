/** Fields that cities, countries and places share. */
import { z } from 'zod';

/** Greenland's north to Cape Horn, the Aleutians to Brazil's easternmost coast. */
const AMERICAS = { south: -56, north: 84, west: -170, east: -34 } as const;

export const countryCode = z.string().regex(/^[A-Z]{2}$/, { error: 'is no country; write its two letters, like MX' });

const inDegrees = (least: number, most: number, name: string) =>
  z.number().min(least, outside(name)).max(most, outside(name));

function outside(name: string): { readonly error: string } {
  return { error: `lies outside the Americas; write degrees ${name}, like ${name === 'north' ? '14.908' : '-92.263'}` };
}

export const latitude = inDegrees(AMERICAS.south, AMERICAS.north, 'north');
export const longitude = inDegrees(AMERICAS.west, AMERICAS.east, 'east');

/** What people dial: as it is printed, but nothing that a phone could not dial. */
export function phoneNumber(fewestDigits: number): z.ZodType<string> {
  return z.custom<string>((value) => typeof value === 'string' && isPhoneNumber(value, fewestDigits), {
    error: 'is no phone number; write it in quotes, with digits, spaces, +, hyphens and parentheses only',
  });
}

/** E.164 allows fifteen digits. */
const MOST_DIGITS = 15;

function isPhoneNumber(text: string, fewestDigits: number): boolean {
  const digits = text.replaceAll(/\D/g, '').length;
  return /^(?:\+?\d|\(\d)[\d ()-]*$/.test(text) && digits >= fewestDigits && digits <= MOST_DIGITS;
}
