import { expect, it } from 'vitest';

import { sharedChunk } from './chunks';

/** Static imports by file; the files that are loaded on demand end in `?`. */
const IMPORTS: Record<string, string[]> = {
  '/index.html': ['/main.tsx'],
  '/main.tsx': ['/react.js'],
  '/LandingPage.tsx?': ['/TextField.tsx', '/Gathering.tsx', '/react.js'],
  '/MeetingPage.tsx?': ['/session.ts', '/TextField.tsx', '/Prejoin.tsx'],
  '/CallPage.tsx?': ['/session.ts', '/Confirm.tsx', '/PersonIdField.tsx'],
  '/Room.tsx?': ['/Stage.tsx', '/session.ts', '/Prejoin.tsx'],
  '/ChatPanel.tsx?': ['/Composer.tsx', '/Stage.tsx'],
  '/CallChat.tsx?': ['/Composer.tsx', '/PersonIdField.tsx'],
  '/BankPage.tsx?': ['/PlanEditor.tsx', '/Confirm.tsx'],
  '/PlanDialog.tsx?': ['/PlanEditor.tsx'],
};

const chunk = (file: string) =>
  sharedChunk(file, (id) => ({
    isEntry: id === '/index.html',
    importers: Object.entries(IMPORTS)
      .filter(([, imported]) => imported.includes(id))
      .map(([importer]) => importer.replace('?', '')),
    dynamicImporters: `${id}?` in IMPORTS ? ['/main.tsx'] : [],
  }));

it('puts what several parts share into few chunks, and leaves the rest to the bundler', () => {
  const chunks = {
    '/react.js': 'main',
    '/TextField.tsx': 'main',
    '/Gathering.tsx': null,
    '/session.ts': 'session',
    '/Prejoin.tsx': 'prejoin',
    '/Confirm.tsx': 'common',
    '/PersonIdField.tsx': 'calls',
    '/Stage.tsx': 'room',
    '/Composer.tsx': 'panels',
    '/PlanEditor.tsx': 'planning',
    '/Room.tsx': 'room',
  };
  for (const [file, expected] of Object.entries(chunks)) expect(chunk(file), file).toBe(expected);
});

it('leaves texts alone, except those that the page itself carries', () => {
  expect(chunk('/strings/en.ts?part=base')).toBe('main');
  expect(chunk('/strings/en.ts?part=room')).toBeNull();
  expect(chunk('/strings/bank.de.ts?part=bank')).toBeNull();
});
