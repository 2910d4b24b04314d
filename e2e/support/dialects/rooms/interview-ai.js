// The two pages of an interview. The interviewer offers to each newcomer; the participant answers.
import './library.js';
import { query } from './mesh.js';

const { role, room: roomId } = query;
const socket = io(`${query.server}/interview-ai`);
const peer = new RTCPeerConnection();
peer.ontrack = ({ streams }) => {
  document.querySelector('#remote').srcObject = streams[0];
};
peer.onicecandidate = ({ candidate }) => {
  if (candidate) socket.emit('ice-candidate', { roomId, candidate });
};

async function start() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  document.querySelector('#local').srcObject = stream;
  for (const track of stream.getTracks()) peer.addTrack(track, stream);
  socket.emit('join-room', roomId);
}

socket.on('user-joined', async () => {
  if (role !== 'interviewer') return;
  const offer = await peer.createOffer();
  await peer.setLocalDescription(offer);
  socket.emit('offer', { roomId, offer });
});
socket.on('offer', async ({ offer }) => {
  await peer.setRemoteDescription(offer);
  const answer = await peer.createAnswer();
  await peer.setLocalDescription(answer);
  socket.emit('answer', { roomId, answer });
});
socket.on('answer', ({ answer }) => peer.setRemoteDescription(answer));
socket.on('ice-candidate', ({ candidate }) => peer.addIceCandidate(new RTCIceCandidate(candidate)));
socket.on('meeting-status', ({ time }) => {
  const pad = (number) => String(number).padStart(2, '0');
  document.querySelector('#time').textContent = `${pad(Math.floor(time / 60))}:${pad(time % 60)}`;
});
socket.on('update-interviewer', ({ camOn }) => {
  document.querySelector('#status').textContent = camOn ? '' : 'Cam off';
});
document.querySelector('#camera').onclick = () => {
  const track = document.querySelector('#local').srcObject.getVideoTracks()[0];
  track.enabled = !track.enabled;
  socket.emit('interviewer-toggle', { camOn: track.enabled, micOn: true });
};
document.querySelector('#start').onclick = () => socket.emit('start-meeting');
start();
