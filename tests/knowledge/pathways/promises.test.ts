import { expect, test } from 'vitest';
import { isPromise } from '../../../src/knowledge/pathways/promises.ts';

test.each([
  'Usted califica para esta visa.',
  'Si usted es elegible, vaya a la oficina.',
  'Tiene derecho a la residencia.',
  'Le garantizamos la visa.',
  'Você se qualifica para o asilo.',
  'Você tem direito ao asilo.',
  'You qualify for asylum.',
  "You're eligible, so apply.",
  'You have the right to asylum.',
  'Vous avez droit à l’asile.',
  'Vous avez donc le droit de rester.',
  'Vous remplissez toutes les conditions.',
  'Ou kalifye pou viza sa a.',
  'OU GEN DWA JWENN AZIL',
])('"%s" is a promise', (text) => {
  expect(isPromise(text)).toBe(true);
});

test.each([
  'Puede pedirla quien sufrió un delito en Estados Unidos.',
  'Nadie puede asegurarle el resultado.',
  'Pode pedir quem já está no país e tem medo de voltar.',
  'Whoever is in the United States and fears going back may ask.',
  'Nobody can guarantee the result.',
  'You have a right to a lawyer of your own.',
  'Peut la demander : la personne qui est déjà dans le pays.',
  'Moun ki deja nan peyi a ka mande l.',
  '',
])('"%s" is none', (text) => {
  expect(isPromise(text)).toBe(false);
});
