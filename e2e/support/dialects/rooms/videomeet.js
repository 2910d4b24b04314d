import { answerTo, gone, offerOf, peerFor, peers, query, ready } from './mesh.js';

const roomId = query.room;
const username = 'Vic';
const socket = io(`${query.server}/videomeet`);
const connect = (to) =>
  peerFor(to, (candidate) => socket.emit('send-ice-candidate', { to, candidate }));

socket.on('existing-users', async (users) => {
  for (const { socketId } of users) {
    socket.emit('send-offer', { to: socketId, offer: await offerOf(connect(socketId)) });
  }
});
socket.on('receive-offer', async ({ from, offer }) => {
  const peer = peers.get(from) ?? connect(from);
  socket.emit('send-answer', { to: from, answer: await answerTo(peer, offer) });
});
socket.on('receive-answer', ({ from, answer }) => peers.get(from)?.setRemoteDescription(answer));
socket.on('receive-ice-candidate', ({ from, candidate }) =>
  peers.get(from)?.addIceCandidate(new RTCIceCandidate(candidate)),
);
socket.on('user-left', ({ socketId }) => gone(socketId));

ready().then(() => socket.emit('join-meeting', { roomId, username, userId: crypto.randomUUID() }));
