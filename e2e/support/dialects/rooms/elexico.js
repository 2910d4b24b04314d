import { answerTo, gone, offerOf, peerFor, peers, query, ready } from './mesh.js';

const roomId = query.room;
const userId = `user-${Math.random().toString(36).slice(2)}`;
const socket = io(`${query.server}/elexico`);
const send = (targetUserId, signal) => socket.emit('signal-send', { targetUserId, userId, signal });
const connect = (id) => peerFor(id, (candidate) => send(id, candidate.toJSON()));

socket.on('room-participants', async (participants) => {
  for (const participant of participants) {
    send(participant.userId, await offerOf(connect(participant.userId)));
  }
});
socket.on('signal-receive', async ({ userId: from, signal }) => {
  if (signal.type === 'offer') {
    send(from, await answerTo(peers.get(from) ?? connect(from), signal));
  } else if (signal.type === 'answer') {
    await peers.get(from)?.setRemoteDescription(signal);
  } else {
    await peers.get(from)?.addIceCandidate(signal);
  }
});
socket.on('user-left', ({ userId: id }) => gone(id));

ready().then(() => socket.emit('join-room', { roomId, userId, userName: 'Eve' }));
