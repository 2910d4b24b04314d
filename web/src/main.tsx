import '@fontsource-variable/figtree';
import './styles/fonts.css';
import './styles/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './App';

// The code that reports errors is loaded only when there is one.
const tell = (reason: unknown) =>
  import('./lib/page-errors').then(({ tellError }) => tellError(reason)).catch(() => {});
addEventListener('error', ({ error }) => void tell(error));
addEventListener('unhandledrejection', ({ reason }) => void tell(reason));

const root = document.getElementById('root');
if (root) {
  // An error that the page shows as a crash counts as uncaught.
  createRoot(root, { onCaughtError: reportError }).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
