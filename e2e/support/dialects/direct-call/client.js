// A client of the original system with its real packages; only the URL names this server.
import './library.js';

const { io, SimplePeer } = window;
const query = new URLSearchParams(location.search);
const trickle = query.get('trickle') === 'true';
const socket = io(query.get('server'));
const element = (id) => document.getElementById(id);

let me = '';
let stream = null;
let peer = null;
/** The incoming call with all its signals so far. */
let incoming = null;

function show(state) {
  element('state').textContent = state;
}

function open(initiator, onSignal) {
  peer = new SimplePeer({ initiator, trickle, stream, config: { iceServers: [] } });
  peer.on('signal', onSignal);
  peer.on('stream', (theirs) => {
    element('theirs').srcObject = theirs;
  });
  peer.on('connect', () => show('connected'));
  peer.on('error', (error) => show(`error: ${error.message}`));
}

/** Ends the outgoing call as failed. Incoming calls may still ring. */
function giveUp(state) {
  show(state);
  peer?.destroy();
  peer = null;
}

function close(state) {
  giveUp(state);
  incoming = null;
  element('ringing').hidden = true;
  element('theirs').srcObject = null;
}

socket.on('me', (id) => {
  me = id;
  element('me').textContent = id;
});

socket.on('callUser', ({ from, name, signal }) => {
  if (incoming?.from !== from) {
    incoming = { from, signals: [] };
    element('ringing').hidden = false;
    element('ringing').firstElementChild.textContent = name;
  }
  incoming.signals.push(signal);
  if (incoming.answered) peer?.signal(signal);
});

socket.on('callAccepted', (signal) => peer?.signal(signal));
socket.on('receiveMessage', ({ message }) => {
  element('read').textContent = message;
});
socket.on('callEnded', () => close('ended'));
socket.on('callDeclined', () => giveUp('declined'));
socket.on('callFailed', ({ reason }) => giveUp(reason));
socket.on('error', ({ message }) => show(`error: ${message}`));

element('call').onclick = () => {
  open(true, (signalData) => {
    const [userToCall, name] = [element('other').value, element('name').value];
    socket.emit('callUser', { userToCall, signalData, from: me, name });
  });
};

element('answer').onclick = () => {
  const { from, signals } = incoming;
  incoming.answered = true;
  element('ringing').hidden = true;
  open(false, (signal) => socket.emit('answerCall', { signal, to: from }));
  for (const signal of signals) peer.signal(signal);
};

element('send').onclick = () => {
  const to = incoming?.from ?? element('other').value;
  socket.emit('sendMessage', { to, message: element('message').value, from: me });
};

element('leave').onclick = () => {
  socket.emit('endCall', { to: incoming?.from ?? element('other').value });
  close('left');
};

stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
element('mine').srcObject = stream;
show('ready');
