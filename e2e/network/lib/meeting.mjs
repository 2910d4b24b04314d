// A meeting of people on hosts, for one test; everything it opened is closed when the test ends.
import { describe, joinMeeting, mediaFlows } from './browser.mjs';
import { createMeeting } from './server.mjs';

/** Joins all people in turn: `{Ana: host, Ben: host}`. */
export async function gather(t, server, hosts, flags = []) {
  const meeting = await createMeeting(server);
  const people = [];
  t.after(() => Promise.all(people.map((person) => person.close())));
  for (const [name, host] of Object.entries(hosts)) {
    people.push(await joinMeeting(host, server, meeting, name, flags));
  }
  return people;
}

/** Joins all people and waits for media; returns the candidate pairs in use, in the same order. */
export async function meet(t, server, hosts, flags = []) {
  const people = await gather(t, server, hosts, flags);
  const result = await mediaFlows(people);
  t.diagnostic(describe(result));
  return { people, paths: result.flows.map(({ path }) => path) };
}

/** True if either end of the path uses the relay at this address. */
export function isRelayed(path, relay) {
  return (path.local === 'relay' && path.localAddress === relay) || path.remoteAddress === relay;
}
