// Baseline: the same events on Node with socket.io, written the usual way for that stack.
// Usage: node server.mjs PORT
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http);

io.on('connection', (socket) => {
  let meeting;
  const participant = { id: socket.id, name: '', role: 'guest', media: {}, presence: 'connected', joined_at: Date.now() };

  socket.on('join', ({ meeting_id, name }, answer) => {
    meeting = meeting_id;
    participant.name = name;
    participant.media = { microphone: false, camera: false, screen_share: false, screen_share_audio: false };
    socket.to(meeting).emit('participant_joined', { participant }, 1);
    socket.join(meeting);
    answer({ ok: { participant_id: socket.id, token: '' } });
  });

  socket.on('signal', ({ to, ...signal }) => {
    io.to(to).emit('signal', { from: socket.id, ...signal }, 1);
  });

  socket.on('set_media', ({ media }) => {
    participant.media = media;
    io.to(meeting).emit('participant_changed', { participant }, 1);
  });
});

http.listen(Number(process.argv[2]), '127.0.0.1');
