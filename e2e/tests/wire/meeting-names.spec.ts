import type { Meeting } from '../../../web/src/protocol/protocol.gen.ts';
import { Guest } from '../../support/dialects.ts';
import { expect, test } from '../../support/meeting.ts';
import { type TestMeeting, useServer } from '../../support/server.ts';
import { Client } from '../../support/signaling.ts';

/*
 * Titles of meetings, names that lead to them, and what the previews of their links tell.
 */

const server = useServer({ args: ['--meetings-per-minute', '1000'] });
let clients: Client[] = [];

test.afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
});

async function connect(): Promise<Client> {
  const client = await Client.connect(server().origin);
  clients.push(client);
  return client;
}

async function host({ id, hostToken }: TestMeeting): Promise<Client> {
  const client = await connect();
  await client.join(id, 'Hanna', { host_token: hostToken });
  return client;
}

async function lookUp(path: string, method = 'GET'): Promise<{ status: number } & Meeting> {
  const response = await fetch(`${server().origin}/api/v1/${path}`, { method });
  return { status: response.status, ...((await response.json()) as Meeting) };
}

/** Contents of the preview's tags of a page, by name, as they are written in the page. */
async function preview(path: string, headers = {}): Promise<Record<string, string>> {
  const page = await (await fetch(`${server().origin}${path}`, { headers })).text();
  const head = page.slice(0, page.indexOf('</head>'));
  const tags = [
    ...head.matchAll(/<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">/g),
  ];
  return Object.fromEntries(tags.map(([, name = '', content = '']) => [name, content]));
}

test('a meeting has a title, which hosts change and all are told', async () => {
  const { origin } = server();
  const made = await fetch(`${origin}/api/v1/meetings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: '  Stand-up   "Team <A>" ' }),
  });
  const { id, host_token: hostToken, title } = await made.json();
  expect(title).toBe('Stand-up "Team <A>"');
  const hanna = await host({ id, hostToken, link: '' });
  const gus = await connect();
  expect((await gus.join(id, 'Gus')).room.title).toBe('Stand-up "Team <A>"');

  await hanna.ok('set_title', { title: 'Retrospective' });
  await expect.poll(() => gus.named('room_changed').at(-1)?.payload.title).toBe('Retrospective');
  expect((await lookUp(`meetings/${id}`)).title).toBe('Retrospective');

  expect((await gus.error('set_title', { title: 'Mine' })).code).toBe('not_allowed');
  for (const wrong of ['', '\u200b', 'x'.repeat(101), 'a\u0000b', '\u202egnp', 7]) {
    expect((await hanna.error('set_title', { title: wrong })).code).toBe('invalid_payload');
  }
  expect((await hanna.error('set_title', {})).code).toBe('invalid_payload');
  expect((await lookUp(`meetings/${id}`)).title, 'nothing changed').toBe('Retrospective');

  await test.step('a password hides the title from those outside', async () => {
    await hanna.ok('set_password', { password: 'secret' });
    expect((await lookUp(`meetings/${id}`)).title).toBeUndefined();
    await hanna.ok('set_password', { password: null });
  });
  await hanna.ok('set_title', { title: null });
  expect((await lookUp(`meetings/${id}`)).title).toBeUndefined();
});

test('a host chooses a name, which leads to the meeting beside its code', async () => {
  const meeting = await server().createMeeting();
  const hanna = await host(meeting);
  const gus = await connect();
  await gus.join(meeting.id, 'Gus');

  expect((await gus.error('set_name', { name: 'mine' })).code).toBe('not_allowed');
  for (const wrong of [
    'ab',
    'Team',
    'a b',
    'a--b',
    meeting.id,
    'abcdefghij',
    'abc-d3fg-hij',
    'admin',
    '../m',
    '',
  ]) {
    expect((await hanna.error('set_name', { name: wrong })).code, wrong).toBe('invalid_payload');
  }
  await hanna.ok('set_name', { name: 'team-standup' });
  await expect.poll(() => gus.named('room_changed').at(-1)?.payload.name).toBe('team-standup');
  const found = await lookUp('meetings/team-standup');
  expect(found).toMatchObject({
    status: 200,
    id: meeting.id,
    name: 'team-standup',
    url: `${server().origin}/m/team-standup`,
  });
  expect(await lookUp(`meetings/${meeting.id}`)).toEqual(found);
  expect((await lookUp('rooms/team-standup', 'PUT')).id).toBe(meeting.id);

  await test.step('clients of other systems find the meeting by it', async () => {
    const rob = await Guest.connect(server().origin, 'rooms');
    rob.emit('join-room', { roomId: 'team-standup', userInfo: { userName: 'Rob' } });
    expect((await rob.next('room-joined')).users).toHaveLength(2);
    rob.close();
  });

  await test.step('a name that is taken is refused, and the other one stays', async () => {
    const other = await server().createMeeting();
    const olga = await host(other);
    await olga.ok('set_name', { name: 'olgas-own' });
    await lookUp('rooms/in-use', 'PUT');
    for (const taken of ['team-standup', 'in-use']) {
      expect((await olga.error('set_name', { name: taken })).code).toBe('name_taken');
    }
    expect((await lookUp('meetings/olgas-own')).id).toBe(other.id);
    await hanna.ok('set_name', { name: null });
    await olga.ok('set_name', { name: 'team-standup' });
    expect((await lookUp('meetings/team-standup')).id).toBe(other.id);
    expect((await lookUp('meetings/olgas-own')).status).toBe(404);
  });
});

test('the name of a named room is its title, and stays', async () => {
  const name = 'Stand-up <b>ä</b> / 50 %';
  const path = `rooms/${encodeURIComponent(name)}`;
  const room = await lookUp(path, 'PUT');
  expect(room).toMatchObject({ title: name, name });
  expect((await lookUp(path, 'PUT')).id).toBe(room.id);
  const ana = await connect();
  const joined = await ana.join(room.id, 'Ana');
  expect(joined.room).toMatchObject({ title: name, name, named_room: true });
  expect((await ana.error('set_title', { title: 'Other' })).code).toBe('not_allowed');
  expect((await ana.error('set_name', { name: 'other' })).code).toBe('not_allowed');
});

test('a link’s preview tells the title, and more only if a host allows it', async () => {
  const { origin } = server();
  const meeting = await server().createMeeting();
  const path = `/m/${meeting.id}`;
  const nothing = await preview('/m/zzz-zzzz-zzz');
  expect(nothing['og:title']).toBe('Convene');
  const told = async () => {
    const tags = await preview(path);
    return { title: tags['og:title'], description: tags['og:description'] };
  };
  const product = { title: 'Convene', description: nothing['og:description'] };
  expect(await told()).toEqual(product);

  const hanna = await host(meeting);
  await hanna.ok('set_title', { title: `"><script>alert('&')</script>` });
  const title = '&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;';
  const tags = await preview(path);
  expect(tags).toMatchObject({
    'og:title': title,
    'twitter:title': title,
    'og:url': `${origin}${path}`,
    'og:image': `${origin}/link-preview.png`,
    'twitter:image': `${origin}/link-preview.png`,
    'twitter:card': 'summary_large_image',
    'og:description': product.description,
  });
  const image = await fetch(tags['og:image'] ?? '');
  expect(image.status).toBe(200);
  expect(image.headers.get('content-type')).toBe('image/png');
  expect(image.headers.get('cross-origin-resource-policy')).toBe('cross-origin');

  await hanna.ok('set_room', { link_preview: true });
  const { description } = await told();
  expect(description).toMatch(/^Here now: Hanna\. Started on \d{4}-\d\d-\d\d at \d\d:\d\d UTC\.$/);
  const german = await preview(path, { 'accept-language': 'de-DE,de;q=0.9' });
  expect(german['og:description']).toMatch(/^Jetzt da: Hanna\./);

  await test.step('a closed meeting is like one that does not exist', async () => {
    await hanna.ok('set_room', { locked: true });
    expect(await told()).toEqual(product);
    await hanna.ok('set_room', { locked: false });
    await hanna.ok('set_password', { password: 'secret' });
    expect(await told()).toEqual(product);
    await hanna.ok('set_password', { password: null });
    expect(await told()).toEqual({ title, description });
    await hanna.ok('set_room', { lobby: true });
    expect(await told(), 'the host allowed it').toEqual({ title, description });
    await hanna.ok('set_room', { link_preview: false });
    expect(await told()).toEqual(product);
    await hanna.ok('set_room', { lobby: false, link_preview: true });
    await hanna.ok('end_meeting', {});
    expect(await told()).toEqual(product);
  });

  await test.step('a room’s name is its title, and looking opens none', async () => {
    expect((await preview('/room/never%20seen'))['og:title']).toBe('Convene');
    await lookUp('rooms/a%20%22room%22', 'PUT');
    expect((await preview('/room/a%20%22room%22'))['og:title']).toBe('a &quot;room&quot;');
  });

  await test.step('an interview tells nothing', async () => {
    const made = await fetch(`${origin}/api/v1/interviews`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ plan: { title: 'Confidential role' } }),
    });
    const { interview } = await made.json();
    for (const address of [`/m/${interview.id}`, `/i/${interview.id}`]) {
      expect((await preview(address))['og:title']).toBe('Convene');
    }
  });
});
