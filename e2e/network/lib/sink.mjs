// A UDP listener on some host: whatever it receives it prints, one line each, and sends back.
import { spawn } from 'node:child_process';

const PROGRAM = `
const socket = require('node:dgram').createSocket(process.argv[3]);
socket.on('message', (data, from) => {
  console.log(JSON.stringify({ data: data.toString('latin1'), ip: from.address, port: from.port }));
  socket.send('echo ' + data, from.port, from.address);
});
socket.bind(Number(process.argv[2]), process.argv[1], () => console.log('ready'));
`;

/** Listens on a host (or, without one, here) at an address; `received` fills as datagrams come. */
export async function listen(host, address, port) {
  const family = address.includes(':') ? 'udp6' : 'udp4';
  const argv = [process.execPath, '-e', PROGRAM, address, String(port), family];
  const [command, ...args] = host ? host.command(...argv) : argv;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const received = [];
  let rest = '';
  child.stdout.setEncoding('utf8');
  await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`no listener at ${address}: ${code}`)));
    child.stdout.on('data', (text) => {
      rest += text;
      const lines = rest.split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (line === 'ready') resolve();
        else received.push(JSON.parse(line));
      }
    });
  });
  return { received, ip: address, port, close: () => child.kill() };
}
