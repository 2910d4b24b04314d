import { type ErrorReport, errorReport } from './error-report';
import { privateTexts } from './private-texts';

/** A page that fails over and over tells the same again; the first few are enough. */
const MOST = 5;
const told = new Set<string>();
let refused = false;

/** Tells the server of an error of this page. Errors of telling are not errors of the page. */
export async function tellError(reason: unknown): Promise<void> {
  if (refused || told.size >= MOST || isHarmless(reason)) return;
  const report = errorReport(reason, location.pathname, privateTexts());
  const key = `${report.message}\n${report.stack}`;
  if (told.has(key)) return;
  told.add(key);
  try {
    const response = await post(report);
    // The operator turned it off.
    refused = response.status === 404;
  } catch {
    // The server is away.
  }
}

function post(report: ErrorReport): Promise<Response> {
  return fetch('/api/page-errors', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(report),
    // Also while the page closes.
    keepalive: true,
  });
}

/** True for what the browser reports of itself, and of scripts of other origins. */
function isHarmless(reason: unknown): boolean {
  return reason === undefined || reason === null;
}
