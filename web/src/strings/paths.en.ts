/** The path of the media, and webinars, in English; a part of `en.ts`. */

export const paths = {
  /** Before joining. */
  expected: {
    mesh: 'Video and sound go from browser to browser. Only the people in the meeting have the keys.',
    server: 'Video and sound go through this server, which has the keys.',
    auto: 'In small meetings, video and sound go from browser to browser. In larger ones, they go through this server.',
  },
  webinarNote: 'This is a webinar: you watch and listen. Your camera and microphone stay off.',
};

export const webinar = {
  viewers: (count: number) => (count === 1 ? '1 viewer' : `${count} viewers`),
  audience: 'Audience',
  handsRaised: 'Raised hands in the audience',
  showViewers: 'Show viewers',
  toStage: 'Bring to stage',
  toStageOf: (name: string) => `Bring ${name} to the stage`,
  toAudience: 'Move to audience',
  more: 'Show more',
  nobody: 'Nobody is watching yet.',
  nowOnStage: 'You are on stage. Turn on your microphone and camera when you are ready.',
  nowViewer: 'You are in the audience now. Your camera and microphone are off.',

  /** Settings of hosts. */
  media: 'Video and sound',
  path: 'Path',
  paths: {
    auto: 'From browser to browser while the meeting is small',
    mesh: 'Always from browser to browser',
    server: 'Always through the server',
  },
  pathHint:
    'From browser to browser, only the people in the meeting have the keys. Through the server, more people can be here with less load on their devices.',
  label: 'Webinar',
  hint: 'New people watch and listen. You bring them to the stage.',
  streaming: 'OBS and players',
};
