/** Starts the console in the page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/base.css';
import './styles/parts.css';
import './styles/shell.css';
import './styles/cases.css';
import './styles/conversation.css';
import './styles/pages.css';
import { Console } from './console.tsx';
import { apply, preferences } from './preferences.ts';
import { registerServiceWorker } from './trust.ts';

apply(preferences.value);

const root = document.getElementById('console');
if (root === null) throw new Error('Expected the page to have a place for the console.');
createRoot(root).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
registerServiceWorker();
