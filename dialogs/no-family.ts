/** What is an answer to one question of ours, and a cry for help everywhere else. */
import { nextQuestion } from './interview.ts';
import { readAnswer } from './interview-words.ts';
import type { Talk } from './talk.ts';

/** More words than "no, no tengo a nadie allá" tell of something else. */
const MAX_NOBODY_WORDS = 6;

/** "I have nobody": alone a cry, but not in answer to our question whether they have family there. */
export function saysNoFamily({ awaited, heard, knowledge, memory }: Talk): boolean {
  if (awaited !== 'interview' || heard.kind !== 'text' || memory.interview === null) return false;
  if (nextQuestion(knowledge.pathways, memory.interview)?.question !== 'family') return false;
  if (heard.text.trim().split(/\s+/).length > MAX_NOBODY_WORDS) return false;
  const read = readAnswer({ knowledge }, 'family', heard.text);
  return read.kind === 'answer' && read.answer === 'none';
}
