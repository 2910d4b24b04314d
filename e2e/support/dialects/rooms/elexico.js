import { answerTo, gone, offerOf, peerFor, peers, query, ready } from './mesh.js';

const roomId = query.room;
const userId = `user-${Math.random().toString(36).slice(2)}`;
const socket = io(`${query.server}/elexico`);
const send = (targetUserId, signal) => socket.emit('signal-send', { targetUserId, userId, signal });
const connect = (id) => peerFor(id, (candidate) => send(id, { candidate }));
const offerTo = async (id) => send(id, await offerOf(connect(id)));
/** True if those who are present offer, and not the newcomer. */
const presentOffer = query.offers === 'present';

socket.on('room-participants', (participants) => {
  if (!presentOffer) for (const participant of participants) offerTo(participant.userId);
});
socket.on('user-joined', ({ userId: id }) => {
  if (presentOffer) offerTo(id);
});
socket.on('signal-receive', async ({ userId: from, signal }) => {
  if (signal.candidate) {
    await peers.get(from)?.addIceCandidate(new RTCIceCandidate(signal.candidate));
  } else if (signal.type === 'offer') {
    send(from, await answerTo(peers.get(from) ?? connect(from), signal));
  } else {
    await peers.get(from)?.setRemoteDescription(new RTCSessionDescription(signal));
  }
});
socket.on('user-left', ({ userId: id }) => gone(id));

ready().then(() => socket.emit('join-room', { roomId, userId, userName: query.name ?? 'Eve' }));
