// Loads the Socket.IO client from the server that the page speaks to.
const { origin } = new URL(new URLSearchParams(location.search).get('server'));
const script = document.createElement('script');
script.src = `${origin}/socket.io/socket.io.js`;
const loaded = new Promise((resolve, reject) => {
  script.onload = resolve;
  script.onerror = () => reject(new Error(`${script.src} does not load`));
});
document.head.append(script);
await loaded;
