import { answerTo, gone, offerOf, peerFor, peers, query, ready } from './mesh.js';

const roomId = query.room;
const socket = io(`${query.server}/rooms`);
const connect = (targetSocketId) =>
  peerFor(targetSocketId, (candidate) =>
    socket.emit('ice-candidate', { roomId, targetSocketId, candidate }),
  );

socket.on('room-joined', async ({ users }) => {
  for (const { socketId } of users) {
    const offer = await offerOf(connect(socketId));
    socket.emit('offer', { roomId, targetSocketId: socketId, offer });
  }
});
socket.on('offer', async ({ offer, fromSocketId }) => {
  const peer = peers.get(fromSocketId) ?? connect(fromSocketId);
  const answer = await answerTo(peer, offer);
  socket.emit('answer', { roomId, targetSocketId: fromSocketId, answer });
});
socket.on('answer', ({ answer, fromSocketId }) =>
  peers.get(fromSocketId)?.setRemoteDescription(answer),
);
socket.on('ice-candidate', ({ candidate, fromSocketId }) =>
  peers.get(fromSocketId)?.addIceCandidate(new RTCIceCandidate(candidate)),
);
socket.on('user-left', ({ socketId }) => gone(socketId));

ready().then(() => {
  const userInfo = { userName: 'Rob', hasCamera: true, hasMic: true };
  socket.emit('join-room', { roomId, userInfo });
});
