// Common part of the meshes: a newcomer offers a connection to each of the others.
export const peers = new Map();
let local;

export async function ready() {
  local = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  document.querySelector('#local').srcObject = local;
}

export function peerFor(id, sendCandidate) {
  const peer = new RTCPeerConnection();
  peers.set(id, peer);
  for (const track of local.getTracks()) peer.addTrack(track, local);
  peer.onicecandidate = ({ candidate }) => {
    if (candidate) sendCandidate(candidate);
  };
  peer.ontrack = ({ streams }) => {
    let video = document.getElementById(id);
    if (!video) {
      video = document.createElement('video');
      Object.assign(video, { id, autoplay: true, playsInline: true });
      document.querySelector('#remotes').append(video);
    }
    video.srcObject = streams[0];
  };
  return peer;
}

export async function offerOf(peer) {
  const offer = await peer.createOffer();
  await peer.setLocalDescription(offer);
  return peer.localDescription;
}

export async function answerTo(peer, offer) {
  await peer.setRemoteDescription(offer);
  await peer.setLocalDescription(await peer.createAnswer());
  return peer.localDescription;
}

export function gone(id) {
  peers.get(id)?.close();
  peers.delete(id);
  document.getElementById(id)?.remove();
}

/** Parameters from the query string; the original clients take them from their routes. */
export const query = Object.fromEntries(new URLSearchParams(location.search));
