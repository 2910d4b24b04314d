import { basename } from 'node:path';

/** What the bundler tells about a module. */
interface ModuleLinks {
  isEntry: boolean;
  importers: string[];
  dynamicImporters: string[];
}

type Links = (id: string) => ModuleLinks | null;

/** By priority: what a module imports is in its own chunk or in an earlier one. */
export const SHARED_CHUNKS = [
  'main',
  'shelf',
  'common',
  'session',
  'prejoin',
  'calls',
  'room',
  'planning',
  'panels',
] as const;

type SharedChunk = (typeof SHARED_CHUNKS)[number];

const MEETING = ['MeetingPage', 'InterviewPage'];
const WITHOUT_MEDIA = ['BankPage', 'ReportPage', 'ApiDocsPage', 'NotFoundPage'];
const PLANNING = ['InterviewPanel', 'PlanDialog', ...WITHOUT_MEDIA];

/**
 * The chunk of a module that several parts of the client share; null leaves it to the bundler. The
 * bundler alone makes a chunk for every set of parts, dozens of them, and each is a request.
 */
export function sharedChunk(id: string, links: Links): SharedChunk | null {
  // Texts are chunks by language and part (`split-texts.ts`).
  if (id.includes('?part=')) return id.endsWith('?part=base') ? 'main' : null;
  const parts = partsWith(id, links);
  const among = (names: string[]) => names.filter((name) => parts.has(name)).length;
  if (parts.has('main')) return 'main';
  // What the start page shares with others is small, and most pages need it.
  if (parts.has('LandingPage') && parts.size > 1) return 'main';
  if (parts.has('RecordingShelf') && parts.size > 1) return 'shelf';
  if (parts.size === 1) return parts.has('Room') ? 'room' : null;
  const meeting = among(MEETING) > 0;
  const call = parts.has('CallPage');
  // Pages without media do not load the code of those with media.
  if ((meeting || call || parts.has('Room')) && among(WITHOUT_MEDIA) > 0) return 'common';
  if (meeting) return call ? 'session' : 'prejoin';
  if (call) return 'calls';
  if (parts.has('Room')) return 'room';
  return among(PLANNING) > 0 ? 'planning' : 'panels';
}

/** The parts of the client, by their file, that cannot do without a module. */
function partsWith(id: string, links: Links): Set<string> {
  const parts = new Set<string>();
  const seen = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const module = links(next);
    // The bundler uses the object again for the next module.
    const importers = [...(module?.importers ?? [])];
    if (module?.isEntry || (module?.dynamicImporters.length ?? 0) > 0) {
      const part = basename(next).replace(/\.\w+$/, '');
      if (!next.includes('?part=')) parts.add(part === 'index' && module?.isEntry ? 'main' : part);
    }
    open.push(...importers);
  }
  return parts;
}
